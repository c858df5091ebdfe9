import {
  DescribeAddonCommand,
  DescribeClusterCommand,
  DescribeInsightCommand,
  DescribeNodegroupCommand,
  DescribeUpdateCommand,
  type EKSClient,
  type InsightsFilter,
  InvalidParameterException,
  ListAddonsCommand,
  ListClustersCommand,
  ListFargateProfilesCommand,
  ListInsightsCommand,
  ListNodegroupsCommand,
  ListPodIdentityAssociationsCommand,
  ListUpdatesCommand,
  paginateListClusters,
  ResourceNotFoundException,
} from '@aws-sdk/client-eks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ReplayServer, startReplayServer } from '../../../functions/replay/server.ts';
import { aNight, aRecordedCluster, aRecording, eks, hub, region, shop } from './builders.ts';

const cluster = aRecordedCluster('shop-dev', {
  addons: {
    coredns: { addonName: 'coredns', addonVersion: 'v1.9.3-eksbuild.10', modifiedAt: '2024-01-11T10:17:48.125Z' },
    gone: null,
  },
  nodegroups: { workers: { nodegroupName: 'workers', status: 'SOMETHING_NEW', releaseVersion: '1.25.16-20240110' } },
  fargateProfiles: { jobs: { fargateProfileName: 'jobs' } },
  podIdentityAssociations: {
    'a-1': { associationId: 'a-1', namespace: 'shop', serviceAccount: 'api' },
    'a-2': { associationId: 'a-2', namespace: 'kube-system', serviceAccount: 'api' },
    'a-3': { associationId: 'a-3', namespace: 'shop', serviceAccount: 'worker' },
  },
  insights: {
    'a-1': {
      id: 'a-1',
      name: 'Kubelet version skew',
      category: 'UPGRADE_READINESS',
      kubernetesVersion: '1.26',
      lastRefreshTime: '2024-02-06T20:00:00Z',
      insightStatus: { status: 'ERROR', reason: 'Too old.' },
      categorySpecificSummary: { deprecationDetails: [] },
    },
    'b-2': { id: 'b-2', category: 'ROLLBACK_READINESS', kubernetesVersion: '1.24', insightStatus: null },
  },
  updates: {
    'of-the-plane': { update: { id: 'of-the-plane', type: 'VersionUpdate' } },
    'of-coredns': { addonName: 'coredns', update: { id: 'of-coredns', type: 'AddonUpdate' } },
    'of-workers': { nodegroupName: 'workers', update: { id: 'of-workers', type: 'VersionUpdate' } },
  },
});
const numbered = Array.from({ length: 250 }, (_, index) => `many-${String(index).padStart(3, '0')}`);

let server: ReplayServer;

beforeAll(async () => {
  const night = aNight([cluster]);
  const many = Object.fromEntries(numbered.map((name) => [name, aRecordedCluster(name)]));
  const accounts = {
    ...night.accounts,
    [shop]: { ...night.accounts[shop]!, clusters: { ...night.accounts[shop]!.clusters, 'me-south-1': many } },
  };
  server = await startReplayServer({ recording: aRecording({ ...night, accounts }) });
});
afterAll(() => server.close());

describe('a list', () => {
  it('gives the clusters of the account and region that signed, and of no other', async () => {
    const here = await eks(server.url).send(new ListClustersCommand({}));
    const otherAccount = await eks(server.url, { account: hub }).send(new ListClustersCommand({}));

    expect(here.clusters).toEqual(['shop-dev']);
    expect(otherAccount.clusters).toEqual([]);
  });

  it('gives 250 clusters over three pages of a hundred', async () => {
    const client = eks(server.url, { region: 'me-south-1' });
    const pages: number[] = [];
    const names: string[] = [];

    for await (const { clusters } of paginateListClusters({ client }, {})) {
      pages.push(clusters?.length ?? 0);
      names.push(...(clusters ?? []));
    }

    expect(pages).toEqual([100, 100, 50]);
    expect(names).toEqual(numbered);
  });

  it('keeps to the page size that is asked for', async () => {
    const client = eks(server.url, { region: 'me-south-1' });
    const first = await client.send(new ListClustersCommand({ maxResults: 100 }));
    const second = await client.send(new ListClustersCommand({ maxResults: 20, nextToken: first.nextToken }));

    expect(second.clusters).toEqual(numbered.slice(100, 120));
  });

  it.each([0, 101, 1.5])('refuses a page of %s', async (maxResults) => {
    await expect(eks(server.url).send(new ListClustersCommand({ maxResults }))).rejects.toThrow(
      InvalidParameterException,
    );
  });

  it('refuses a token that it did not give', async () => {
    const asked = eks(server.url).send(new ListClustersCommand({ nextToken: 'made-up' }));

    await expect(asked).rejects.toThrow(InvalidParameterException);
  });

  it('refuses the token of another list', async () => {
    const { nextToken } = await eks(server.url, { region: 'me-south-1' }).send(
      new ListClustersCommand({ maxResults: 1 }),
    );
    const asked = eks(server.url).send(new ListAddonsCommand({ clusterName: 'shop-dev', nextToken }));

    expect(nextToken).toBeDefined();
    await expect(asked).rejects.toThrow(InvalidParameterException);
  });

  it.each([
    [{}, ['a-1', 'a-2', 'a-3']],
    [{ namespace: 'shop' }, ['a-1', 'a-3']],
    [{ namespace: 'shop', serviceAccount: 'api' }, ['a-1']],
  ])('lists pod identity associations by %o', async (which, expected) => {
    const command = new ListPodIdentityAssociationsCommand({ clusterName: 'shop-dev', ...which });
    const { associations } = await eks(server.url).send(command);

    expect(associations?.map(({ associationId }) => associationId)).toEqual(expected);
  });

  it('names what a cluster holds', async () => {
    const client = eks(server.url);
    const clusterName = 'shop-dev';
    const addons = await client.send(new ListAddonsCommand({ clusterName, maxResults: 1 }));
    const nodegroups = await client.send(new ListNodegroupsCommand({ clusterName }));
    const profiles = await client.send(new ListFargateProfilesCommand({ clusterName }));
    const insights = await client.send(new ListInsightsCommand({ clusterName, maxResults: 1 }));

    expect(addons.addons).toEqual(['coredns']);
    expect(addons.nextToken).toBeDefined();
    expect(nodegroups.nodegroups).toEqual(['workers']);
    expect(profiles.fargateProfileNames).toEqual(['jobs']);
    expect(insights.insights).toEqual([
      {
        id: 'a-1',
        name: 'Kubelet version skew',
        category: 'UPGRADE_READINESS',
        kubernetesVersion: '1.26',
        lastRefreshTime: new Date('2024-02-06T20:00:00Z'),
        insightStatus: { status: 'ERROR', reason: 'Too old.' },
      },
    ]);
    expect(insights.nextToken).toBeDefined();
  });

  it.each<[string, InsightsFilter, readonly string[]]>([
    ['all', {}, ['a-1', 'b-2']],
    ['of a category', { categories: ['ROLLBACK_READINESS'] }, ['b-2']],
    ['of a version', { kubernetesVersions: ['1.26'] }, ['a-1']],
    ['of a status', { statuses: ['ERROR', 'WARNING'] }, ['a-1']],
    ['of what no insight has all of', { statuses: ['ERROR'], kubernetesVersions: ['1.24'] }, []],
  ])('gives the insights %s', async (_, filter, ids) => {
    const { insights } = await eks(server.url).send(new ListInsightsCommand({ clusterName: 'shop-dev', filter }));

    expect(insights?.map(({ id }) => id)).toEqual(ids);
  });

  it('keeps the updates of the control plane, of add-ons and of node groups apart', async () => {
    const client = eks(server.url);
    const plane = await client.send(new ListUpdatesCommand({ name: 'shop-dev' }));
    const addon = await client.send(new ListUpdatesCommand({ name: 'shop-dev', addonName: 'coredns' }));
    const nodegroup = await client.send(new ListUpdatesCommand({ name: 'shop-dev', nodegroupName: 'workers' }));

    expect(plane.updateIds).toEqual(['of-the-plane']);
    expect(addon.updateIds).toEqual(['of-coredns']);
    expect(nodegroup.updateIds).toEqual(['of-workers']);
  });
});

describe('a description', () => {
  it('is what was recorded, with dates as dates and words that nobody knows yet', async () => {
    const client = eks(server.url);
    const { cluster: described } = await client.send(new DescribeClusterCommand({ name: 'shop-dev' }));
    const { addon } = await client.send(new DescribeAddonCommand({ clusterName: 'shop-dev', addonName: 'coredns' }));
    const { nodegroup } = await client.send(
      new DescribeNodegroupCommand({ clusterName: 'shop-dev', nodegroupName: 'workers' }),
    );

    expect(described?.createdAt).toEqual(new Date('2024-01-11T10:05:33.672Z'));
    expect(addon?.addonVersion).toBe('v1.9.3-eksbuild.10');
    const { insight } = await client.send(new DescribeInsightCommand({ clusterName: 'shop-dev', id: 'a-1' }));
    expect(insight?.categorySpecificSummary).toEqual({ deprecationDetails: [] });
    expect(nodegroup).toEqual({
      nodegroupName: 'workers',
      status: 'SOMETHING_NEW',
      releaseVersion: '1.25.16-20240110',
    });
  });

  it.each([
    ['of-the-plane', {}],
    ['of-coredns', { addonName: 'coredns' }],
    ['of-workers', { nodegroupName: 'workers' }],
  ])('of the update %s is given to who says what it is about, and to nobody else', async (updateId, about) => {
    const client = eks(server.url);
    const other = updateId === 'of-the-plane' ? { addonName: 'coredns' } : {};

    const { update } = await client.send(new DescribeUpdateCommand({ name: 'shop-dev', updateId, ...about }));

    expect(update?.id).toBe(updateId);
    await expect(
      client.send(new DescribeUpdateCommand({ name: 'shop-dev', updateId, ...other })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: `No update found for ID: ${updateId}` });
  });

  it.each<[string, (client: EKSClient) => Promise<unknown>, string]>([
    [
      'a cluster',
      (client) => client.send(new DescribeClusterCommand({ name: 'nope' })),
      'No cluster found for name: nope.',
    ],
    [
      'a cluster by the name of what every object has',
      (client) => client.send(new DescribeClusterCommand({ name: 'constructor' })),
      'No cluster found for name: constructor.',
    ],
    [
      'the add-ons of a cluster',
      (client) => client.send(new ListAddonsCommand({ clusterName: 'nope' })),
      'No cluster found for name: nope.',
    ],
    [
      'the insights of a cluster',
      (client) => client.send(new ListInsightsCommand({ clusterName: 'nope' })),
      'No cluster found for name: nope.',
    ],
    [
      'an add-on',
      (client) => client.send(new DescribeAddonCommand({ clusterName: 'shop-dev', addonName: 'nope' })),
      'No addon: nope found in cluster: shop-dev',
    ],
    [
      'an insight',
      (client) => client.send(new DescribeInsightCommand({ clusterName: 'shop-dev', id: 'nope' })),
      'No insight found for id: nope.',
    ],
    [
      'a node group',
      (client) => client.send(new DescribeNodegroupCommand({ clusterName: 'shop-dev', nodegroupName: 'nope' })),
      'No node group found for name: nope.',
    ],
  ])('of %s that is not there is a 404 with its name', async (_what, ask, message) => {
    const error = await ask(eks(server.url)).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(ResourceNotFoundException);
    expect(error).toMatchObject({ message, $metadata: { httpStatusCode: 404 } });
  });

  it('of an add-on that was deleted after it was listed is a 404', async () => {
    const { addons } = await eks(server.url).send(new ListAddonsCommand({ clusterName: 'shop-dev' }));
    const described = eks(server.url).send(new DescribeAddonCommand({ clusterName: 'shop-dev', addonName: 'gone' }));

    expect(addons).toContain('gone');
    await expect(described).rejects.toThrow(ResourceNotFoundException);
  });

  it('is found in its own region only', async () => {
    const elsewhere = eks(server.url, { region: 'me-south-1' }).send(new DescribeClusterCommand({ name: 'shop-dev' }));

    await expect(elsewhere).rejects.toThrow(ResourceNotFoundException);
    expect(region).not.toBe('me-south-1');
  });
});

it('leads nobody to the Kubernetes API that was recorded', async () => {
  const recorded = aRecordedCluster('shop-live');
  const api = { endpoint: 'https://live.example', certificateAuthority: { data: 'UEVN' } };
  const live = await startReplayServer({
    recording: aRecording(aNight([{ ...recorded, cluster: { ...recorded.cluster, ...api } }])),
  });
  try {
    const answer = await eks(live.url).send(new DescribeClusterCommand({ name: 'shop-live' }));

    expect(answer.cluster).toMatchObject({ name: 'shop-live', status: 'ACTIVE' });
    expect(answer.cluster).not.toHaveProperty('endpoint');
    expect(answer.cluster).not.toHaveProperty('certificateAuthority');
  } finally {
    await live.close();
  }
});
