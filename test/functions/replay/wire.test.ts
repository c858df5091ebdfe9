import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ReplayServer, startReplayServer } from '../../../functions/replay/server.ts';
import { aNight, aRecordedCluster, aRecording, raw, rawJson } from './builders.ts';

const addon = {
  addonName: 'snapshot-controller',
  status: 'DEGRADED',
  health: { issues: [{ code: 'InsufficientNumberOfReplicas', message: 'not "enough" é', resourceIds: null }] },
  createdAt: '2023-12-28T16:19:19.717Z',
  serviceAccountRoleArn: null,
  tags: {},
  publisher: null,
  marketplaceInformation: null,
};

let server: ReplayServer;

beforeAll(async () => {
  const addons = { 'snapshot-controller': addon };
  const published = {
    all: {
      clusterVersions: [
        { clusterVersion: '1.25', endOfStandardSupportDate: '2024-05-01T00:00:00Z', defaultVersion: false },
      ],
      addons: [],
      parameters: [],
    },
  };
  const night = aNight([aRecordedCluster('shop-dev', { addons })], { published });
  server = await startReplayServer({ recording: aRecording(night) });
});
afterAll(() => server.close());

describe('an answer on the wire', () => {
  it('has epoch seconds for dates, and the nulls that AWS sends', async () => {
    const body = await rawJson(server.url, '/clusters/shop-dev/addons/snapshot-controller');

    expect(body).toEqual({ addon: { ...addon, createdAt: 1703780359.717 } });
  });

  it('says that a list ends with a null', async () => {
    expect(await rawJson(server.url, '/clusters')).toEqual({ clusters: ['shop-dev'], nextToken: null });
  });

  it('has midnight of a support date as a whole number of seconds', async () => {
    const { clusterVersions } = await rawJson(server.url, '/cluster-versions?includeAll=true');

    expect(clusterVersions).toEqual([
      { clusterVersion: '1.25', endOfStandardSupportDate: 1714521600, defaultVersion: false },
    ]);
  });

  it('is JSON, and carries the id of the request', async () => {
    const answer = await raw(server.url, '/clusters');

    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('an error on the wire', () => {
  it('has its name in a header and in the body, its message, and what it is about', async () => {
    const answer = await raw(server.url, '/clusters/nope');

    expect(answer.status).toBe(404);
    expect(answer.headers.get('x-amzn-errortype')).toBe('ResourceNotFoundException');
    expect(await answer.json()).toEqual({
      __type: 'ResourceNotFoundException',
      message: 'No cluster found for name: nope.',
      clusterName: 'nope',
    });
  });

  it.each([
    [
      'an operation of EKS that the replay does not answer',
      '/clusters/shop-dev/insights-refresh',
      'InvalidRequestException',
    ],
    ['a path that is no operation', '/nothing/here', 'UnknownOperationException'],
    ['a page size that is no number', '/clusters?maxResults=many', 'InvalidParameterException'],
  ])('is what %s gets', async (_what, path, name) => {
    const answer = await raw(server.url, path);

    expect(answer.headers.get('x-amzn-errortype')).toBe(name);
  });

  it('is what an operation that would change something gets', async () => {
    const answer = await raw(server.url, '/clusters/shop-dev', { method: 'DELETE' });

    expect(await answer.json()).toMatchObject({ message: 'DeleteCluster is not served by the replay' });
  });

  it('is what a service that is not served gets', async () => {
    const answer = await raw(server.url, '/', { service: 'sqs' });

    expect([answer.status, await answer.json()]).toEqual([
      404,
      { __type: 'UnknownOperationException', message: 'sqs is not served' },
    ]);
  });

  it('is what a call without a signature gets', async () => {
    const answer = await fetch(`${server.url}/clusters`);

    expect([answer.status, await answer.json()]).toEqual([
      403,
      { __type: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' },
    ]);
  });

  it('names a fault of the replay itself', async () => {
    const answer = await raw(server.url, '/clusters/%E0%A4%A');

    expect([answer.status, await answer.json()]).toEqual([
      500,
      { __type: 'InternalFailure', message: 'URIError: URI malformed' },
    ]);
  });
});

it('finds a name that is written with escapes in the path', async () => {
  const answer = await raw(server.url, '/clusters/shop%2Ddev');

  expect(answer.status).toBe(200);
});

it('reads a POST whose body is no JSON as one that asks for nothing in particular', async () => {
  const answer = await raw(server.url, '/clusters/shop-dev/insights', { method: 'POST', body: 'not json' });

  expect(await answer.json()).toEqual({ insights: [], nextToken: null });
});
