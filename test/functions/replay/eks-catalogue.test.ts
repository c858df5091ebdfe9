import {
  DescribeAddonVersionsCommand,
  DescribeClusterVersionsCommand,
  type DescribeClusterVersionsRequest,
  paginateDescribeAddonVersions,
  paginateDescribeClusterVersions,
} from '@aws-sdk/client-eks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ReplayServer, startReplayServer } from '../../../functions/replay/server.ts';
import { aNight, aRecording, eks } from './builders.ts';

const clusterVersions = [
  { clusterVersion: '1.26', clusterType: 'eks', defaultVersion: true, versionStatus: 'STANDARD_SUPPORT' },
  { clusterVersion: '1.25', clusterType: 'eks', defaultVersion: false, versionStatus: 'EXTENDED_SUPPORT' },
  { clusterVersion: '1.23', clusterType: 'eks', defaultVersion: false, versionStatus: 'UNSUPPORTED' },
];

function addonVersion(version: string, ...kubernetes: readonly string[]) {
  const compatibilities = kubernetes.map((clusterVersion) => ({ clusterVersion, platformVersions: ['*'] }));
  return { addonVersion: version, compatibilities };
}

const addons = [
  {
    addonName: 'vpc-cni',
    type: 'networking',
    owner: 'aws',
    publisher: 'eks',
    addonVersions: [addonVersion('v1.16.2-eksbuild.1', '1.26', '1.25'), addonVersion('v1.10.1-eksbuild.1', '1.24')],
  },
  { addonName: 'kpow', type: 'monitoring', owner: 'aws-marketplace', publisher: 'factorhouse', addonVersions: [] },
  {
    addonName: 'external-dns',
    type: 'networking',
    owner: 'community',
    publisher: 'eks',
    addonVersions: [addonVersion('v0.18.0-eksbuild.1', '1.26')],
  },
];

let server: ReplayServer;

beforeAll(async () => {
  const published = {
    all: { clusterVersions, addons, parameters: [] },
    'me-south-1': { clusterVersions: [clusterVersions[1]!], addons: [], parameters: [] },
  };
  server = await startReplayServer({ recording: aRecording(aNight([], { published })) });
});
afterAll(() => server.close());

describe('the Kubernetes versions', () => {
  it.each<[string, DescribeClusterVersionsRequest, readonly string[]]>([
    ['those supported, where nothing is asked', {}, ['1.26', '1.25']],
    ['all of them', { includeAll: true }, ['1.26', '1.25', '1.23']],
    ['those named, whatever their status', { clusterVersions: ['1.23', '1.26'] }, ['1.26', '1.23']],
    ['those of a status', { versionStatus: 'EXTENDED_SUPPORT' }, ['1.25']],
    ['those of a status by its older name', { status: 'unsupported' }, ['1.23']],
    ['the default', { defaultOnly: true, includeAll: true }, ['1.26']],
    ['none of another type of cluster', { clusterType: 'eks-local-outposts' }, []],
  ])('are %s', async (_which, request, expected) => {
    const { clusterVersions: found } = await eks(server.url).send(new DescribeClusterVersionsCommand(request));

    expect(found?.map(({ clusterVersion }) => clusterVersion)).toEqual(expected);
  });

  it('come in pages', async () => {
    const pages = paginateDescribeClusterVersions({ client: eks(server.url) }, { includeAll: true, maxResults: 2 });

    const sizes: number[] = [];
    for await (const { clusterVersions: found } of pages) sizes.push(found?.length ?? 0);

    expect(sizes).toEqual([2, 1]);
  });

  it("are the region's own where it has some, while the add-ons are everybody's", async () => {
    const client = eks(server.url, { region: 'me-south-1' });
    const versions = await client.send(new DescribeClusterVersionsCommand({ includeAll: true }));
    const { addons: found } = await client.send(new DescribeAddonVersionsCommand({}));

    expect(versions.clusterVersions?.map(({ clusterVersion }) => clusterVersion)).toEqual(['1.25']);
    expect(found).toHaveLength(3);
  });
});

it('is told to nobody in a region that the account has not enabled', async () => {
  const client = eks(server.url, { region: 'af-south-1' });
  const versions = client.send(new DescribeClusterVersionsCommand({}));
  const addonVersions = client.send(new DescribeAddonVersionsCommand({}));

  await expect(versions).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  await expect(addonVersions).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
});

describe('the add-on versions', () => {
  it.each([
    ['one add-on', { addonName: 'vpc-cni' }, ['vpc-cni']],
    ['an add-on that is none', { addonName: 'nope' }, []],
    ['owners', { owners: ['aws', 'community'] }, ['vpc-cni', 'external-dns']],
    ['publishers', { publishers: ['factorhouse'] }, ['kpow']],
    ['types', { types: ['monitoring'] }, ['kpow']],
    ['a Kubernetes version', { kubernetesVersion: '1.26' }, ['vpc-cni', 'external-dns']],
  ])('are filtered by %s', async (_by, request, expected) => {
    const { addons: found } = await eks(server.url).send(new DescribeAddonVersionsCommand(request));

    expect(found?.map(({ addonName }) => addonName)).toEqual(expected);
  });

  it('name only the Kubernetes version that is asked for', async () => {
    const { addons: found } = await eks(server.url).send(
      new DescribeAddonVersionsCommand({ addonName: 'vpc-cni', kubernetesVersion: '1.25' }),
    );

    expect(found?.[0]?.addonVersions).toEqual([
      {
        addonVersion: 'v1.16.2-eksbuild.1',
        compatibilities: [{ clusterVersion: '1.25', platformVersions: ['*'] }],
      },
    ]);
  });

  it('are counted by add-ons, not by versions', async () => {
    const pages = paginateDescribeAddonVersions({ client: eks(server.url) }, { maxResults: 1 });

    const names: (string | undefined)[] = [];
    for await (const { addons: found } of pages) names.push(found?.map(({ addonName }) => addonName).join());

    expect(names).toEqual(['vpc-cni', 'kpow', 'external-dns']);
  });

  it('refuse a token that was given under another filter', async () => {
    const { nextToken } = await eks(server.url).send(new DescribeAddonVersionsCommand({ maxResults: 1 }));
    const asked = eks(server.url).send(new DescribeAddonVersionsCommand({ nextToken, owners: ['aws'] }));

    await expect(asked).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});
