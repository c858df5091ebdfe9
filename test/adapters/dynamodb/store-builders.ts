import type { Catalogue } from '#core/catalogue.ts';
import type { Coverage } from '#core/coverage.ts';
import { type Finding, type FindingKey, findingId, type Transition } from '#core/finding.ts';
import type { RanCombination } from '#core/fleet/system.ts';
import type { HealthIssue } from '#core/health.ts';
import type { KnownCluster } from '#core/history/known-cluster.ts';
import type { ImageList } from '#core/images/image-list.ts';
import type { MachineImage } from '#core/images/machine-image.ts';
import type { Insufficiency } from '#core/insufficiency.ts';
import type { KmsKey, TemplateVersion } from '#core/nodes/launch-template.ts';
import type { AddonSnapshot, ClusterSnapshot, ListedInsight, NodegroupSnapshot } from '#core/snapshot.ts';
import type { ConcludedSweep, Sweep } from '#core/sweep.ts';
import type { Update } from '#core/update.ts';
import { aCluster, anInsight, clusterArn, published, refused, releases, sights } from '../../support/builders.ts';

/** The sweep of a night of March 2026, which really ran some time later than it speaks of. */
export function sweepOf(night: number): Sweep {
  const day = String(night).padStart(2, '0');
  return {
    id: `sweep-${day}`,
    asOf: `2026-03-${day}T02:00:00.000Z`,
    startedAt: `2026-03-${day}T02:05:00.000Z`,
    baseline: night === 1,
  };
}

export function concluded(sweep: Sweep): ConcludedSweep {
  const counts = { targets: 3, incompleteTargets: 1, clusters: 7 };
  const unseen = [{ account: '111122223333', region: '*' }];
  const noticesHeard = [{ kind: 'SETTING_UNUSED', subject: 'api' }] as const;
  const partlyUnseen = [{ account: '111122223333', region: 'eu-west-1' }];
  return { ...sweep, concludedAt: '2026-03-31T03:00:00.000Z', ...counts, unseen, partlyUnseen, noticesHeard };
}

export function aCoverage(sweep: Sweep, overrides: Partial<Coverage> = {}): Coverage {
  const target = { account: '333344445555', region: 'eu-west-1' };
  return { ...target, asOf: sweep.asOf, status: 'COVERED', clusters: 1, unreadable: [], ...overrides };
}

export function aKnownCluster(snapshot: ClusterSnapshot, overrides: Partial<KnownCluster> = {}): KnownCluster {
  const { arn, name, account, region } = snapshot;
  return {
    arn,
    name,
    account,
    region,
    placement: { environment: { name: 'prod', from: 'name' }, system: { name: 'shop', from: 'tag' } },
    snapshot,
    firstObservedAt: sweepOf(1).asOf,
    changedAt: sweepOf(1).asOf,
    unread: [],
    ...overrides,
  };
}

/** Of a cluster in the given system; of `shop-prod` in eu-west-1 where nothing else is said. */
export function inSystem(system: string, snapshot = aCluster()): KnownCluster {
  const environment = { name: 'prod', from: 'name' } as const;
  return aKnownCluster(snapshot, { placement: { environment, system: { name: system, from: 'tag' } } });
}

export function ran(overrides: Partial<RanCombination> = {}): RanCombination {
  return {
    environment: 'prod',
    cluster: clusterArn('shop-prod'),
    combination: { kubernetes: '1.34', vpcCni: '1.20', coredns: '1.13', kubeProxyBehind: '0', amiFamilies: ['AL2023'] },
    firstObservedAt: sweepOf(1).asOf,
    ...overrides,
  };
}

export function aTransition(sweep: Sweep, overrides: Partial<Transition> = {}): Transition {
  return { kind: 'OPENED', at: sweep.asOf, sweep: sweep.id, revision: 1, severity: 'HIGH', ...overrides };
}

/** A finding that the sweep opened, and that nobody has heard of. */
export function openedBy(sweep: Sweep, overrides: Partial<Finding> = {}): Finding {
  const key: FindingKey = {
    rule: 'kube-proxy-version-skew',
    resource: `${clusterArn('shop-prod')}/addon/kube-proxy`,
    horizon: 'now',
    clusterCreatedAt: '2025-06-10T08:00:00.000Z',
    ...(overrides.rule === undefined ? {} : { rule: overrides.rule }),
    ...(overrides.fault === undefined ? {} : { fault: overrides.fault }),
  };
  const transition = aTransition(sweep);
  return {
    ...key,
    id: findingId(key),
    cluster: clusterArn('shop-prod'),
    account: '333344445555',
    region: 'eu-west-1',
    status: 'OPEN',
    severity: 'HIGH',
    evidence: { version: 'v1.21.2-eksbuild.2', behind: 3 },
    remediation: [
      {
        account: '333344445555',
        command: ['aws', 'eks', 'update-addon'],
        verify: ['aws', 'eks', 'describe-addon'],
        expected: ['ACTIVE', 'v1.22.17-eksbuild.2'],
      },
      { account: '333344445555', command: ['aws', 'eks', 'describe-addon-versions'], verify: [], holdsBack: true },
      { account: '333344445555', command: ['aws', 'eks', 'describe-nodegroup'], verify: [], waitsFor: 'GOOD_IMAGE' },
    ],
    firstObservedAt: sweep.asOf,
    lastObservedAt: sweep.asOf,
    revision: 1,
    untold: [transition],
    unpublished: [],
    lastTransition: transition,
    ...overrides,
  };
}

/** The same finding after the sweep saw it get worse. */
export function worsenedBy(sweep: Sweep, before: Finding): Finding {
  const revision = before.revision + 1;
  const previousSeverity = before.severity;
  const transition = aTransition(sweep, { kind: 'WORSENED', revision, severity: 'CRITICAL', previousSeverity });
  const untold = [...before.untold, transition];
  return { ...before, severity: 'CRITICAL', revision, untold, lastTransition: transition };
}

export function resolvedBy(sweep: Sweep, before: Finding): Finding {
  const revision = before.revision + 1;
  const transition = aTransition(sweep, { kind: 'RESOLVED', revision, cause: 'MENDED' });
  const untold = [...before.untold, transition];
  const end = { status: 'RESOLVED', resolvedAt: sweep.asOf, cause: 'MENDED' } as const;
  return { ...before, ...end, revision, untold, lastTransition: transition };
}

export function anInsufficiency(reason: string): Insufficiency {
  const resource = clusterArn('shop-prod');
  return { rule: 'cluster-version-support', resource, horizon: 'now', reason, since: sweepOf(1).asOf };
}

/** One release that AWS recommends, and two that it does not: one that it did, and one that was only asked about. */
const everyImage: ImageList = {
  AL2023_x86_64_STANDARD: {
    recommended: '1.34.4-20260224',
    releases: [
      { text: '1.34.2-20260219', recommendedSince: sweepOf(1).asOf },
      { text: '1.34.4-20260224', recommendedSince: sweepOf(2).asOf },
    ],
  },
  BOTTLEROCKET_x86_64: { releases: [{ text: '1.55.0-d93bb1b1', publishedAt: '2026-02-20T19:04:11.000Z' }] },
};

export function aCatalogue(addons: Catalogue['addons'] = {}): Catalogue {
  return {
    region: 'eu-west-1',
    clusterVersions: published([{ version: '1.34', status: 'STANDARD_SUPPORT' }]),
    addons: { 'vpc-cni': releases({ 'v1.20.4-eksbuild.1': ['1.33', '1.34*'] }), ...addons },
    images: { '1.34': published(everyImage) },
  };
}

const everyIssue: Required<HealthIssue> = {
  code: 'Ec2SubnetNotFound',
  message: 'We could not find a subnet of your cluster.',
  resourceIds: ['subnet-0c3f5a1d9e7b24680'],
};
/** Every field that there is: `Required` makes the compiler ask for the next one. */
const everyAddon: Required<AddonSnapshot> = {
  createdAt: '2025-04-02T09:00:00.000Z',
  name: 'coredns',
  managed: true,
  version: 'v1.13.2-eksbuild.1',
  status: 'DEGRADED',
  healthIssues: [everyIssue],
  modifiedAt: '2026-01-05T09:00:00.000Z',
  configuration: { replicaCount: 2, corefile: '.:53 {\n}', nested: [null, true, { deep: 0.5 }] },
  serviceAccountRoleArn: 'arn:aws:iam::333344445555:role/coredns',
  podIdentityAssociations: ['arn:aws:eks:eu-west-1:333344445555:podidentityassociation/shop-prod/a-1'],
};
const everyNodegroup: Required<Omit<NodegroupSnapshot, 'desiredSize'>> = {
  name: 'workers',
  version: '1.34',
  releaseVersion: '1.34.2-20260219',
  amiType: 'AL2023_x86_64_STANDARD',
  launchTemplate: { id: 'lt-0b1c2d3e4f5a60718', name: 'shop-workers', version: '3' },
  status: 'DEGRADED',
  healthIssues: [everyIssue],
  isScaledToZero: true,
  modifiedAt: '2026-02-22T09:00:00.000Z',
};
const everyInsight: Required<ListedInsight> = {
  ...anInsight(),
  kubernetesVersion: '1.35',
  status: 'ERROR',
  reason: 'Deprecated API usage detected within the last 30 days.',
  isStale: true,
  refreshedAt: '2026-02-27T09:00:00.000Z',
  detail: {
    readable: true,
    value: {
      deprecations: [
        {
          api: '/apis/batch/v1beta1/cronjobs',
          replacedBy: '/apis/batch/v1/cronjobs',
          clients: [{ userAgent: 'argocd/v2.9', quietSince: '2026-02-20T09:00:00.000Z' }, { userAgent: 'kubectl' }],
        },
      ],
      addons: ['vpc-cni'],
    },
  },
};
const everyUpdate: Required<Update> = {
  id: 'fb08d5e6-a17c-3249-8d3f-74c5e90b162a',
  type: 'VersionUpdate',
  status: 'Failed',
  createdAt: '2026-02-22T08:00:00.000Z',
  version: '1.34',
  sets: { configuration: '0c2d9f7a41be', permissions: '7be1903ad5c8' },
  errors: [{ code: 'NodeCreationFailure', message: 'no node joins' }],
};
const everyTemplateVersion: Required<TemplateVersion> = {
  number: 3,
  image: 'ami-0a1b2c3d4e5f60718',
  keyPair: 'ops',
  securityGroups: ['sg-0b8e21f6d3c7a9540'],
  kmsKeys: ['alias/ebs'],
  disks: [{ device: '/dev/xvda', sizeGiB: 80 }],
  metadata: { hopLimit: 2, tokens: 'required' },
  userData: ['NODE_CONFIG', 'SHELL'],
};
const everyMachineImage: Required<MachineImage> = {
  id: 'ami-0a1b2c3d4e5f60718',
  name: 'golden',
  state: 'available',
  kubernetes: '1.34',
  isWindows: false,
  createdAt: '2026-02-19T09:00:00.000Z',
  deprecatedAt: '2028-02-19T09:00:00.000Z',
};
const everySnapshot: Required<ClusterSnapshot> = {
  hybridNodes: true,
  outpost: true,
  ...aCluster(),
  platformVersion: 'eks.10',
  status: 'FAILED',
  serviceCidr: '172.20.0.0/16',
  healthIssues: [everyIssue],
  tags: { 'System ★': 'shop', 'aws:cloudformation:stack-name': 'x' },
  addons: {
    readable: true,
    value: [
      { name: 'coredns', detail: { readable: true, value: everyAddon } },
      { name: 'vpc-cni', detail: { readable: false, because: refused() } },
    ],
  },
  nodegroups: {
    readable: true,
    value: [{ name: 'workers', detail: { readable: true, value: everyNodegroup } }],
  },
  fargateProfiles: { readable: true, value: ['batch', 'jobs'] },
  podIdentityAssociations: { readable: true, value: ['kube-system/ebs-csi-controller-sa'] },
  subnets: { readable: true, value: [{ id: 'subnet-1', zone: 'eu-west-1a', outpost: true, freeAddresses: 3 }] },
  unmanagedNodes: {
    readable: true,
    value: [
      {
        name: 'ami-0a1b2c3d4e5f60718',
        detail: {
          readable: true,
          value: { image: { name: 'x', kubernetes: '1.34', createdAt: '2026-02-19T04:11:30.000Z' } },
        },
      },
    ],
  },
  selfManagedAddons: { readable: true, value: [everyAddon] },
  otherNodes: { readable: true, value: [{ kubelet: '1.33', kind: 'HYBRID' }] },
  addonImages: {
    readable: true,
    value: [{ addon: 'kube-proxy', workload: 'daemonset/kube-proxy', image: 'a.b/eks/kube-proxy:v1.34.6' }],
  },
  insights: {
    readable: true,
    value: [everyInsight, { ...everyInsight, name: 'x', detail: { readable: false, because: refused() } }],
  },
  updates: { readable: true, value: [{ name: everyUpdate.id, detail: { readable: true, value: everyUpdate } }] },
  addonUpdates: { readable: true, value: [{ name: 'coredns', detail: { readable: true, value: [everyUpdate] } }] },
  nodegroupUpdates: { readable: true, value: [{ name: 'workers', detail: { readable: true, value: [] } }] },
  launchTemplates: sights({
    workers: {
      inUse: everyTemplateVersion,
      byDefault: { ...everyTemplateVersion, number: 4 },
      differing: ['UserData'],
    },
  }),
  images: sights({ [everyMachineImage.id]: { image: everyMachineImage } }),
  keyPairs: sights({ ops: { exists: true }, gone: { exists: false } }),
  securityGroups: sights({ 'sg-0b8e21f6d3c7a9540': { exists: true } }),
  kmsKeys: sights<KmsKey>({ 'alias/ebs': { state: 'Enabled' }, hidden: { hidden: true } }),
};

export const everyCluster: Required<KnownCluster> = {
  ...inSystem('shop'),
  snapshot: everySnapshot,
  unread: [
    { facet: 'cluster', because: refused('eks:DescribeCluster'), lastReadAt: sweepOf(1).asOf },
    { facet: 'addons', parts: ['vpc-cni'], because: refused() },
    { facet: 'addons', because: refused() },
  ],
  images: [
    {
      family: 'BOTTLEROCKET',
      release: '1.47.0',
      since: '2026-02-22T09:00:00.000Z',
      firstObservedAt: sweepOf(1).asOf,
      until: sweepOf(2).asOf,
    },
  ],
  missingSince: sweepOf(2).asOf,
};

export const everyTransition: Required<Transition> = {
  ...aTransition(sweepOf(1), { kind: 'RESOLVED' }),
  previousSeverity: 'LOW',
  cause: 'NO_LONGER_APPLIES',
};

export const everyFinding: Required<Finding> = {
  ...openedBy(sweepOf(1), { fault: 'Ec2SubnetNotFound' }),
  fault: 'Ec2SubnetNotFound',
  environment: 'prod',
  system: 'shop',
  unreadableSince: sweepOf(2).asOf,
  resolvedAt: sweepOf(3).asOf,
  cause: 'MENDED',
  lastToldAt: sweepOf(3).asOf,
  untold: [everyTransition],
  unpublished: [everyTransition],
  lastTransition: everyTransition,
};

export const everyCoverage: Required<Coverage> = {
  ...aCoverage(sweepOf(1)),
  status: 'DENIED_BY_SCP',
  because: refused('eks:ListClusters'),
  role: 'arn:aws:iam::333344445555:role/midwatch-member',
  unreadable: [{ ...refused(), resource: 'shop-prod/vpc-cni' }],
  alsoUnreadable: [{ ...refused('kubernetes:ListNodes'), resource: 'shop-prod' }],
  lookedUpTo: 'shop-prod',
  targetsOfAccount: 17,
};

export const everyInsufficiency: Required<Insufficiency> = {
  ...anInsufficiency('eks:ListAddons: DENIED'),
  fault: 'kube-proxy-endpointslice',
};
