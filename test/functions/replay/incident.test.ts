import {
  type ClusterVersionInformation,
  DescribeAddonCommand,
  DescribeAddonVersionsCommand,
  DescribeClusterCommand,
  DescribeNodegroupCommand,
  ListNodegroupsCommand,
  paginateDescribeClusterVersions,
  paginateListClusters,
} from '@aws-sdk/client-eks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecording } from '#adapters/recording/read-recording.ts';
import type { Recording } from '#adapters/recording/recording.ts';
import { type ReplayServer, startReplayServer } from '../../../functions/replay/server.ts';
import { eks } from './builders.ts';

const accountOf = { dev: '111122223333', test: '222233334444', prod: '333344445555' };
type Environment = keyof typeof accountOf;

let recording: Recording;
let server: ReplayServer;

beforeAll(async () => {
  recording = await readRecording('events/recordings/incident');
  server = await startReplayServer({ recording });
});
afterAll(() => server.close());

function client(environment: Environment) {
  return eks(server.url, { account: accountOf[environment] });
}

/** `1.24, kube-proxy v1.21.2-eksbuild.2, vpc-cni …, coredns …, nodes 1.24` of an environment; `nothing` before it is made. */
async function seen(environment: Environment): Promise<string> {
  const names: string[] = [];
  for await (const { clusters } of paginateListClusters({ client: client(environment) }, {}))
    names.push(...(clusters ?? []));
  if (names.length === 0) return 'nothing';
  expect(names).toEqual([`shop-${environment}`]);
  const clusterName = `shop-${environment}`;
  const { cluster } = await client(environment).send(new DescribeClusterCommand({ name: clusterName }));
  const versions = await Promise.all(
    ['kube-proxy', 'vpc-cni', 'coredns'].map(async (addonName) => {
      const { addon } = await client(environment).send(new DescribeAddonCommand({ clusterName, addonName }));
      return `${addonName} ${addon?.addonVersion}`;
    }),
  );
  return [cluster?.version, ...versions, `nodes ${await nodeVersions(environment)}`].join(', ');
}

async function nodeVersions(environment: Environment): Promise<string> {
  const clusterName = `shop-${environment}`;
  const { nodegroups } = await client(environment).send(new ListNodegroupsCommand({ clusterName }));
  const versions = await Promise.all(
    (nodegroups ?? []).map(async (nodegroupName) => {
      const { nodegroup } = await client(environment).send(
        new DescribeNodegroupCommand({ clusterName, nodegroupName }),
      );
      return nodegroup?.releaseVersion?.startsWith(`${nodegroup.version}.`) ? nodegroup.version : 'at odds';
    }),
  );
  return [...new Set(versions)].join();
}

const rebuilt =
  '1.25, kube-proxy v1.25.16-eksbuild.1, vpc-cni v1.16.0-eksbuild.1, coredns v1.9.3-eksbuild.7, nodes 1.25';
const old = 'kube-proxy v1.21.2-eksbuild.2, vpc-cni v1.10.1-eksbuild.1';
const mended = 'kube-proxy v1.25.16-eksbuild.2, vpc-cni v1.16.2-eksbuild.1, coredns v1.9.3-eksbuild.7';

it.each([
  [1, 'nothing', `1.23, ${old}, coredns v1.8.7-eksbuild.4, nodes 1.23`],
  [2, 'nothing', `1.24, ${old}, coredns v1.9.3-eksbuild.7, nodes 1.24`],
  [3, rebuilt, `1.24, ${old}, coredns v1.9.3-eksbuild.7, nodes 1.24`],
  [4, rebuilt, `1.24, ${old}, coredns v1.9.3-eksbuild.7, nodes 1.24`],
  [5, rebuilt, `1.25, ${old}, coredns v1.9.3-eksbuild.7, nodes 1.24`],
  [6, rebuilt, `1.25, ${mended}, nodes 1.24`],
  [7, rebuilt, `1.25, ${mended}, nodes 1.25`],
])('has on night %i dev and test with %s, and prod with %s', async (night, lower, prod) => {
  server.setNight(night);

  expect([await seen('dev'), await seen('test'), await seen('prod')]).toEqual([lower, lower, prod]);
});

it('has a failed update of a node group one hour after the upgrade', async () => {
  server.setNight(5);
  const { nodegroup } = await client('prod').send(
    new DescribeNodegroupCommand({ clusterName: 'shop-prod', nodegroupName: 'workers' }),
  );

  expect(nodegroup?.status).toBe('DEGRADED');
  expect(nodegroup?.health?.issues?.map(({ code }) => code)).toEqual(['NodeCreationFailure']);
});

it('lets more than a week pass between the last change and the night before the upgrade', () => {
  const [, , rebuild, before] = recording.nights;

  expect(Date.parse(before!.asOf) - Date.parse(rebuild!.asOf)).toBeGreaterThan(7 * 86_400_000);
});

describe('what is published', () => {
  async function clusterVersions(night: number): Promise<readonly ClusterVersionInformation[]> {
    server.setNight(night);
    const versions: ClusterVersionInformation[] = [];
    const pages = paginateDescribeClusterVersions({ client: client('prod') }, { includeAll: true });
    for await (const page of pages) versions.push(...(page.clusterVersions ?? []));
    return versions;
  }

  it('names on each night only versions that were out, with the phase that they were in', async () => {
    for (const [index, { asOf }] of recording.nights.entries()) {
      const night = new Date(asOf);
      for (const version of await clusterVersions(index + 1)) {
        expect(version.releaseDate!.getTime()).toBeLessThanOrEqual(night.getTime());
        const phase = night < version.endOfStandardSupportDate! ? 'STANDARD_SUPPORT' : 'EXTENDED_SUPPORT';
        expect([version.clusterVersion, version.versionStatus, version.status]).toEqual([
          version.clusterVersion,
          phase,
          phase,
        ]);
        expect(night < version.endOfExtendedSupportDate!).toBe(true);
      }
    }
  });

  async function listed(night: number, addonName: string, kubernetesVersion: string): Promise<readonly string[]> {
    server.setNight(night);
    const { addons } = await client('prod').send(new DescribeAddonVersionsCommand({ addonName, kubernetesVersion }));
    return addons?.[0]?.addonVersions?.map(({ addonVersion }) => `${addonVersion}`) ?? [];
  }

  it.each([
    ['vpc-cni', 'v1.10.1-eksbuild.1', ['1.23', '1.24']],
    ['vpc-cni', 'v1.11.4-eksbuild.1', ['1.23', '1.24', '1.25']],
    ['vpc-cni', 'v1.16.2-eksbuild.1', ['1.23', '1.24', '1.25', '1.26', '1.27']],
    ['kube-proxy', 'v1.21.2-eksbuild.2', ['1.23']],
    ['kube-proxy', 'v1.24.17-eksbuild.8', ['1.24', '1.25', '1.26']],
    ['kube-proxy', 'v1.25.16-eksbuild.2', ['1.25', '1.26', '1.27']],
    ['coredns', 'v1.8.7-eksbuild.4', ['1.23', '1.24']],
    ['coredns', 'v1.9.3-eksbuild.7', ['1.24', '1.25', '1.26']],
  ])('lists %s %s for %j on the night before the upgrade', async (addon, version, kubernetes) => {
    const found: string[] = [];
    for (const minor of ['1.23', '1.24', '1.25', '1.26', '1.27']) {
      if ((await listed(4, addon, minor)).includes(version)) found.push(minor);
    }

    expect(found).toEqual(kubernetes);
  });

  it('begins for vpc-cni on 1.25 with v1.11.4', async () => {
    expect((await listed(4, 'vpc-cni', '1.25')).at(-1)).toBe('v1.11.4-eksbuild.1');
  });

  it('has one default for each add-on and Kubernetes version', async () => {
    for (const night of [1, 2, 3, 4]) {
      server.setNight(night);
      for (const kubernetesVersion of ['1.23', '1.24', '1.25', '1.26', '1.27']) {
        const { addons } = await client('prod').send(new DescribeAddonVersionsCommand({ kubernetesVersion }));
        const defaults = (addons ?? []).map(
          ({ addonVersions }) =>
            (addonVersions ?? []).filter(({ compatibilities }) => compatibilities?.[0]?.defaultVersion).length,
        );
        expect(defaults).toEqual([1, 1, 1]);
      }
    }
  });
});
