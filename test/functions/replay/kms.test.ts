import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultAnswer } from '#adapters/recording/fault.ts';
import { type ReplayServer, startReplayServer } from '../../../functions/replay/server.ts';
import { aNight, aRecording, hub, region, shop } from './builders.ts';

const ofHub = (key: string) => `arn:aws:kms:${region}:${hub}:key/${key}`;
const aKey = (KeyId: string) => ({ KeyId, KeyState: 'Enabled', CreationDate: '2025-06-17T08:12:44.031Z' });

let server: ReplayServer;
beforeAll(async () => {
  const night = aNight([]);
  const kmsKeys = { [region]: { 'alias/disks': aKey('one'), [ofHub('shared')]: aKey('shared') } };
  const accounts = { ...night.accounts, [shop]: { ...night.accounts[shop]!, kmsKeys } };
  server = await startReplayServer({ recording: aRecording({ ...night, accounts }) });
});
afterAll(() => server.close());

async function describeKey(KeyId: string, inRegion = region) {
  const credentials = { accessKeyId: shop, secretAccessKey: 'recorded' };
  const client = new KMSClient({ endpoint: server.url, region: inRegion, credentials, maxAttempts: 1 });
  return (await client.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata;
}

describe('DescribeKey', () => {
  it.each([
    ['by an alias', 'alias/disks', 'one'],
    ['of another account, which lets it be seen', ofHub('shared'), 'shared'],
  ])('describes a key %s', async (_which, name, id) => {
    expect(await describeKey(name)).toEqual({ ...aKey(id), CreationDate: new Date(aKey(id).CreationDate) });
  });

  it.each([
    ['one that is not there', 'alias/gone', 'NotFoundException', 'alias/gone'],
    [
      'one of its own account that is not there',
      `arn:aws:kms:${region}:${shop}:key/x`,
      'NotFoundException',
      'does not exist',
    ],
    ['one of another account', ofHub('hidden'), 'AccessDeniedException', 'no resource-based policy allows'],
  ])('tells %s by the error', async (_which, key, name, message) => {
    await expect(describeKey(key)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });

  it('knows the keys of a region in that region alone', async () => {
    await expect(describeKey('alias/disks', 'me-south-1')).rejects.toMatchObject({ name: 'NotFoundException' });
    await expect(describeKey('alias/disks', 'af-south-1')).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
  });

  it.each<[FaultAnswer, string]>([
    ['throttled', 'ThrottlingException'],
    ['refused', 'AccessDeniedException'],
    ['server-error', 'KMSInternalException'],
    ['not-found', 'NotFoundException'],
  ])('has bad days of its own, for one key: %s', async (answer, error) => {
    server.misbehave([{ service: 'kms', part: 'alias/disks', answer }]);

    await expect(describeKey('alias/disks')).rejects.toMatchObject({ name: error });
    expect(await describeKey(ofHub('shared'))).toBeDefined();

    server.misbehave([]);
  });
});
