import { ListRegionsCommand } from '@aws-sdk/client-account';
import {
  DescribeAddonCommand,
  DescribeClusterCommand,
  ListAddonsCommand,
  ListClustersCommand,
} from '@aws-sdk/client-eks';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FaultAnswer } from '#adapters/recording/fault.ts';
import { type ReplayServer, startReplayServer } from '../../../functions/replay/server.ts';
import { accounts, aNight, aRecordedCluster, aRecording, eks, hub, region, shop, sts } from './builders.ts';

let server: ReplayServer;

beforeAll(async () => {
  const clusters = [aRecordedCluster('shop-dev'), aRecordedCluster('shop-test')];
  const quiet = aNight(clusters);
  const bad = aNight(clusters, { id: 'bad', faults: [{ operation: 'ListClusters', answer: 'throttled' }] });
  server = await startReplayServer({ recording: aRecording(quiet, bad) });
});
afterEach(() => server.setNight('one'));
afterAll(() => server.close());

const listed = (options = {}) => eks(server.url, options).send(new ListClustersCommand({}));
const described = (name: string, options = {}) => eks(server.url, options).send(new DescribeClusterCommand({ name }));

describe('a bad day of EKS', () => {
  it.each<[FaultAnswer, string, number, string]>([
    ['throttled', 'TooManyRequestsException', 429, 'Too Many Requests'],
    [
      'refused',
      'AccessDeniedException',
      403,
      `User: arn:aws:iam::${shop}:user/replay is not authorized to perform: eks:DescribeCluster on resource: ` +
        `arn:aws:eks:${region}:${shop}:cluster/shop-dev because no identity-based policy allows the eks:DescribeCluster action`,
    ],
    [
      'refused-by-scp',
      'AccessDeniedException',
      403,
      `User: arn:aws:iam::${shop}:user/replay is not authorized to perform: eks:DescribeCluster on resource: ` +
        `arn:aws:eks:${region}:${shop}:cluster/shop-dev with an explicit deny in a service control policy`,
    ],
    ['region-disabled', 'UnrecognizedClientException', 403, 'The security token included in the request is invalid.'],
    ['server-error', 'ServerException', 500, 'Internal server error'],
    ['not-found', 'ResourceNotFoundException', 404, 'The resource was not found.'],
  ])('%s', async (answer, name, httpStatusCode, message) => {
    server.misbehave([{ operation: 'DescribeCluster', answer }]);

    await expect(described('shop-dev')).rejects.toMatchObject({ name, message, $metadata: { httpStatusCode } });
  });

  it('a connection that is cut', async () => {
    server.misbehave([{ answer: 'cut' }]);

    await expect(listed()).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('slowness', async () => {
    server.misbehave([{ delayMs: 120 }]);

    const before = performance.now();
    const { clusters } = await listed();

    expect(clusters).toEqual(['shop-dev', 'shop-test']);
    expect(performance.now() - before).toBeGreaterThanOrEqual(115);
  });

  it('slowness that ends in an error', async () => {
    server.misbehave([{ delayMs: 60, answer: 'server-error' }]);

    const before = performance.now();
    await expect(listed()).rejects.toMatchObject({ name: 'ServerException' });

    expect(performance.now() - before).toBeGreaterThanOrEqual(55);
  });
});

describe('a bad day of the other services', () => {
  it.each<[FaultAnswer, string]>([
    ['throttled', 'Throttling'],
    ['refused', 'AccessDenied'],
    ['refused-by-scp', 'AccessDenied'],
    ['region-disabled', 'InvalidClientTokenId'],
    ['server-error', 'InternalFailure'],
    ['not-found', 'NoSuchEntity'],
  ])('has the words of STS for %s', async (answer, name) => {
    server.misbehave([{ service: 'sts', answer }]);

    const asked = sts(server.url).send(new GetCallerIdentityCommand({}));

    await expect(asked).rejects.toMatchObject({ name });
  });

  it.each<[FaultAnswer, string]>([
    ['throttled', 'TooManyRequestsException'],
    ['refused', 'AccessDeniedException'],
    ['refused-by-scp', 'AccessDeniedException'],
    ['region-disabled', 'UnrecognizedClientException'],
    ['server-error', 'InternalServerException'],
    ['not-found', 'ResourceNotFoundException'],
  ])('has the words of the account service for %s', async (answer, name) => {
    server.misbehave([{ service: 'account', answer }]);

    const asked = accounts(server.url).send(new ListRegionsCommand({}));

    await expect(asked).rejects.toMatchObject({ name });
  });

  it('names the action and no resource of EKS where STS refuses', async () => {
    server.misbehave([{ service: 'sts', answer: 'refused' }]);

    const asked = sts(server.url).send(new GetCallerIdentityCommand({}));

    await expect(asked).rejects.toThrow(
      'not authorized to perform: sts:GetCallerIdentity on resource: * because no identity-based policy allows',
    );
  });

  it('refuses a role of one account by the account of the role', async () => {
    server.misbehave([{ operation: 'AssumeRole', account: shop, answer: 'refused' }]);
    const assumed = (account: string) =>
      sts(server.url, { account: hub }).send(
        new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/midwatch-member`, RoleSessionName: 'midwatch' }),
      );

    await expect(assumed(shop)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(assumed(hub)).resolves.toMatchObject({ Credentials: { AccessKeyId: hub } });
  });
});

describe('a fault', () => {
  it.each([
    ['the service', { service: 'account' as const }],
    ['the operation', { operation: 'DescribeCluster' }],
    ['the account', { account: hub }],
    ['the region', { region: 'me-south-1' }],
    ['the cluster', { cluster: 'shop-dev' }],
  ])('meets no call that differs in %s', async (_what, where) => {
    server.misbehave([{ ...where, answer: 'refused' }]);

    await expect(listed()).resolves.toMatchObject({ clusters: ['shop-dev', 'shop-test'] });
  });

  it('meets the cluster that it names in whatever is asked about it', async () => {
    server.misbehave([{ cluster: 'shop-dev', answer: 'refused' }]);
    const addons = (clusterName: string) => eks(server.url).send(new ListAddonsCommand({ clusterName }));

    await expect(described('shop-dev')).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(addons('shop-dev')).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(described('shop-test')).resolves.toBeDefined();
    await expect(addons('shop-test')).resolves.toBeDefined();
  });

  it('meets what is asked of the part that it names, and of no other', async () => {
    server.misbehave([{ part: 'coredns', answer: 'server-error' }]);
    const part = (addonName: string) =>
      eks(server.url).send(new DescribeAddonCommand({ clusterName: 'shop-dev', addonName }));

    await expect(part('coredns')).rejects.toThrow('Internal server error');
    await expect(part('vpc-cni')).rejects.toThrow('No addon');
  });

  it('is over after the first so many calls, so that a client that tries again gets through', async () => {
    server.misbehave([{ first: 2, answer: 'throttled' }]);
    const before = server.callsSeen().length;

    const { clusters } = await listed({ maxAttempts: 3 });

    expect(clusters).toEqual(['shop-dev', 'shop-test']);
    expect(server.callsSeen()).toHaveLength(before + 3);
  });

  it('gives way to the next one when it is used up', async () => {
    server.misbehave([
      { first: 1, answer: 'throttled' },
      { first: 1, answer: 'server-error' },
    ]);

    await expect(listed()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    await expect(listed()).rejects.toMatchObject({ name: 'ServerException' });
    await expect(listed()).resolves.toBeDefined();
  });

  it('ends when none is asked for any more', async () => {
    server.misbehave([{ answer: 'refused' }]);
    server.misbehave([]);

    await expect(listed()).resolves.toBeDefined();
  });

  it('meets what the replay does not answer as well', async () => {
    server.misbehave([{ cluster: 'shop-dev', answer: 'throttled' }]);
    const asked = eks(server.url).send(new DescribeAddonCommand({ clusterName: 'shop-dev', addonName: 'none' }));

    await expect(asked).rejects.toMatchObject({ name: 'TooManyRequestsException' });
  });
});

describe('the faults of a night', () => {
  it('are there when the night is', async () => {
    server.setNight('bad');

    await expect(listed()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    await expect(described('shop-dev')).resolves.toBeDefined();
  });

  it('stay beside those that are asked for, which come first', async () => {
    server.setNight('bad');
    server.misbehave([{ region, first: 1, answer: 'refused' }]);

    await expect(listed()).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(listed()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
  });

  it('are over with the night', async () => {
    server.setNight('bad');
    server.misbehave([{ answer: 'refused' }]);
    server.setNight('one');

    await expect(listed()).resolves.toBeDefined();
  });
});

describe('a region', () => {
  it.each(['af-south-1', 'eu-central-1'])(
    'that the account has not enabled (%s) refuses its credentials',
    async (where) => {
      await expect(listed({ region: where })).rejects.toMatchObject({
        name: 'UnrecognizedClientException',
        message: 'The security token included in the request is invalid.',
      });
    },
  );

  it('that the account has enabled by itself answers', async () => {
    await expect(listed({ region: 'me-south-1' })).resolves.toMatchObject({ clusters: [] });
  });
});

it.each(['123456789012', 'AKIAIOSFODNN7EXAMPLE'])(
  'refuses the credentials of %s, which is no account of the recording',
  async (account) => {
    await expect(listed({ account })).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  },
);
