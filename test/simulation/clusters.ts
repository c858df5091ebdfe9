import type { RecordedCluster } from '#adapters/recording/recording.ts';
import type { Target } from '#core/snapshot.ts';
import { leftBehind, type Runs, upToDate } from './published.ts';

const made = '2026-03-01T10:00:00Z';
const environments = ['dev', 'test', 'prod'];

/** The clusters of one target by name: systems of three environments each, of which every twentieth is left behind. */
export function clustersOf(target: Target, count: number, system: string): Readonly<Record<string, RecordedCluster>> {
  const named = Array.from({ length: count }, (_, i) => {
    const name = `${system}${Math.floor(i / environments.length)}-${environments[i % environments.length]}`;
    return [name, aCluster(target, name, Math.floor(i / 3) % 20 === 19 ? leftBehind : upToDate, 1 + (i % 2))] as const;
  });
  return Object.fromEntries(named);
}

/** The subnets of all clusters of a region. */
export function subnetsOf(region: string) {
  return ['a', 'b'].map((zone) => ({
    SubnetId: `subnet-0000000000000000${zone}`,
    AvailabilityZone: `${region}${zone}`,
    AvailableIpAddressCount: 250,
  }));
}

function aCluster({ account, region }: Target, name: string, runs: Runs, nodegroups: number): RecordedCluster {
  const { kubernetes, nodeRelease, addons } = runs;
  const arn = (kind: string, ...rest: string[]) => `arn:aws:eks:${region}:${account}:${[kind, ...rest].join('/')}`;
  const ofCluster = { clusterName: name, status: 'ACTIVE', createdAt: made, modifiedAt: made, health: { issues: [] } };
  return {
    cluster: {
      name,
      arn: arn('cluster', name),
      createdAt: made,
      version: kubernetes,
      platformVersion: 'eks.1',
      status: 'ACTIVE',
      resourcesVpcConfig: {
        subnetIds: subnetsOf(region).map(({ SubnetId }) => SubnetId),
        endpointPublicAccess: false,
        endpointPrivateAccess: true,
        publicAccessCidrs: [],
      },
      tags: { owner: 'simulation' },
      encryptionConfig: null,
      health: { issues: [] },
      upgradePolicy: { supportType: 'EXTENDED' },
    },
    addons: Object.fromEntries(
      Object.entries(addons).map(([addonName, addonVersion]) => [
        addonName,
        { ...ofCluster, addonName, addonVersion, addonArn: arn('addon', name, addonName), tags: {} },
      ]),
    ),
    nodegroups: Object.fromEntries(
      Array.from({ length: nodegroups }, (_, i) => `workers-${i}`).map((nodegroupName) => [
        nodegroupName,
        {
          ...ofCluster,
          nodegroupName,
          nodegroupArn: arn('nodegroup', name, nodegroupName),
          version: kubernetes,
          releaseVersion: nodeRelease,
          amiType: 'AL2023_x86_64_STANDARD',
          capacityType: 'ON_DEMAND',
          scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 2 },
          tags: {},
        },
      ]),
    ),
    fargateProfiles: {},
    podIdentityAssociations: {},
    insights: {},
    updates: {},
  };
}
