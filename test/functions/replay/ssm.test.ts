import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultAnswer } from '#adapters/recording/fault.ts';
import { type ReplayServer, startReplayServer } from '../../../functions/replay/server.ts';
import { aNight, aRecording, region, shop } from './builders.ts';

const name = (kubernetes: string) =>
  `/aws/service/eks/optimized-ami/${kubernetes}/amazon-linux-2/recommended/release_version`;
const parameter = (kubernetes: string, Value: string) => ({
  Name: name(kubernetes),
  Type: 'String',
  Value,
  Version: 42,
  LastModifiedDate: '2024-02-06T19:20:13.580Z',
});

let server: ReplayServer;
beforeAll(async () => {
  const all = { clusterVersions: [], addons: [], parameters: [parameter('1.24', 'a'), parameter('1.25', 'b')] };
  const own = { clusterVersions: [], addons: [], parameters: [parameter('1.25', 'of its own')] };
  server = await startReplayServer({ recording: aRecording(aNight([], { published: { all, 'eu-north-1': own } })) });
});
afterAll(() => server.close());

function get(Names: readonly string[], inRegion = region) {
  const credentials = { accessKeyId: shop, secretAccessKey: 'recorded' };
  const client = new SSMClient({ endpoint: server.url, region: inRegion, credentials, maxAttempts: 1 });
  return client.send(new GetParametersCommand({ Names: [...Names] }));
}

describe('GetParameters', () => {
  it('gives what is published, and names apart what is not', async () => {
    const { Parameters, InvalidParameters } = await get([name('1.25'), name('1.99')]);

    expect(Parameters).toEqual([{ ...parameter('1.25', 'b'), LastModifiedDate: new Date('2024-02-06T19:20:13.580Z') }]);
    expect(InvalidParameters).toEqual([name('1.99')]);
  });

  it.each([0, 11])('refuses %i names at once', async (length) => {
    await expect(get(Array.from({ length }, (_, i) => name(`1.${i}`)))).rejects.toMatchObject({
      name: 'ValidationException',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('gives ten names at once', async () => {
    expect((await get(Array.from({ length: 10 }, (_, i) => name(`1.${20 + i}`)))).Parameters).toHaveLength(2);
  });

  it.each<[FaultAnswer, string]>([
    ['throttled', 'ThrottlingException'],
    ['refused', 'AccessDeniedException'],
    ['server-error', 'InternalServerError'],
    ['region-disabled', 'UnrecognizedClientException'],
  ])('has bad days of its own: %s', async (answer, error) => {
    server.misbehave([{ service: 'ssm', answer }]);

    await expect(get([name('1.25')])).rejects.toMatchObject({ name: error });

    server.misbehave([]);
  });
});
