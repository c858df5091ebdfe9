import { describe, expect, it } from 'vitest';
import type { NodeImageFacts } from '#core/nodes/unmanaged-nodes.ts';
import { readable, unreadable } from '#core/reading.ts';
import { kubeProxyVersionSkew } from '#core/rules/kube-proxy-version-skew.ts';
import type { ClusterSnapshot } from '#core/snapshot.ts';
import {
  aCatalogue,
  aCluster,
  aContext,
  aNodegroup,
  anAddon,
  coreAddons,
  olderClusterVersions,
  published,
  refused,
  releases,
  sights,
} from '../../support/builders.ts';
import { ruleTable, verdictAt } from '../../support/rule-table.ts';

/** A cluster with a kube-proxy; its nodes run the control plane's version unless they are given. */
function cluster(version: string, kubeProxy: string, nodes: readonly string[] = [version]) {
  return aCluster({
    version,
    addons: coreAddons({ 'kube-proxy': kubeProxy }),
    nodegroups: nodes.map((one, index) => aNodegroup({ name: `group-${index}`, version: one })),
  });
}

/** Nodes outside node groups as the Kubernetes API shows them, those of a version each. */
function kubelets(...versions: readonly string[]): Pick<ClusterSnapshot, 'otherNodes'> {
  return { otherNodes: readable(versions.map((kubelet) => ({ kubelet, kind: 'KARPENTER' }))) };
}

/** Such nodes as EC2 shows them, by the image that they run. */
function image(facts: NodeImageFacts['image']): Pick<ClusterSnapshot, 'unmanagedNodes'> {
  return { unmanagedNodes: sights({ 'ami-0': facts ? { image: facts } : {} }) };
}

const noNodes = unreadable(refused('kubernetes:ListNodes'));
const noInstances = unreadable(refused('ec2:DescribeInstances'));
const noImage = readable([{ name: 'ami-0', detail: unreadable(refused('ec2:DescribeImages')) }]);

const older = {
  asOf: '2024-02-07T02:00:00.000Z',
  catalogue: aCatalogue({
    clusterVersions: published(olderClusterVersions),
    addons: {
      'kube-proxy': releases({
        'v1.23.17-eksbuild.9': ['1.23*'],
        'v1.24.17-eksbuild.9': ['1.24*'],
        'v1.24.17-eksbuild.10': ['1.24'],
        'v1.25.16-eksbuild.2': ['1.25*'],
      }),
    },
  }),
};
const fine = { 'kube-proxy now/control-plane': 'COMPLIANT', 'kube-proxy now/kubelet': 'COMPLIANT' };
const level = { ...fine, 'kube-proxy next-upgrade/control-plane': 'COMPLIANT' };
const tooFarNext = { ...fine, 'kube-proxy next-upgrade/control-plane': 'HIGH' };
const tooFar = {
  'kube-proxy now/control-plane': 'HIGH',
  'kube-proxy now/kubelet': 'NOT_APPLICABLE',
  'kube-proxy next-upgrade/control-plane': 'HIGH',
};

ruleTable(kubeProxyVersionSkew, [
  { when: 'level with its control plane', says: level },
  {
    when: 'one behind, as between two steps of an upgrade',
    cluster: cluster('1.34', 'v1.33.5-eksbuild.2'),
    says: level,
  },
  {
    when: 'two behind: three after the next step is the most',
    cluster: cluster('1.34', 'v1.32.0-eksbuild.2'),
    says: level,
  },
  {
    when: 'three behind: one too many after the next step',
    cluster: cluster('1.34', 'v1.31.0-eksbuild.2'),
    says: tooFarNext,
  },
  { when: 'four behind', cluster: cluster('1.34', 'v1.30.0-eksbuild.2', ['1.33']), says: tooFar },
  { when: 'below 1.25, one behind', cluster: cluster('1.24', 'v1.23.17-eksbuild.9'), context: older, says: level },
  {
    when: 'below 1.25, two behind is the most',
    cluster: cluster('1.23', 'v1.21.2-eksbuild.2'),
    context: older,
    says: tooFarNext,
  },
  {
    when: 'below 1.25, three behind',
    cluster: cluster('1.24', 'v1.21.2-eksbuild.2', ['1.23']),
    context: older,
    says: tooFar,
  },
  {
    when: '1.25 itself may be three behind',
    cluster: cluster('1.26', 'v1.25.6-minimal-eksbuild.10'),
    context: older,
    says: { ...fine, 'kube-proxy next-upgrade': 'NOT_APPLICABLE' },
  },
  {
    when: 'newer than its control plane, and level with the next one',
    cluster: cluster('1.33', 'v1.34.1-eksbuild.2'),
    says: {
      'kube-proxy now/control-plane': 'HIGH',
      'kube-proxy now/kubelet': 'NOT_APPLICABLE',
      'kube-proxy next-upgrade/control-plane': 'COMPLIANT',
    },
  },
  { when: 'of another major', cluster: cluster('1.34', 'v2.0.0-eksbuild.1'), says: tooFar },
  {
    when: 'three from a kubelet is the most',
    cluster: cluster('1.34', 'v1.34.1-eksbuild.2', ['1.34', '1.31']),
    says: level,
  },
  {
    when: 'four from the kubelets of hybrid nodes alone',
    cluster: aCluster({
      hybridNodes: true,
      otherNodes: readable([
        { kubelet: '1.30', kind: 'HYBRID' },
        { kubelet: '1.30', kind: 'FARGATE' },
        { kubelet: '1.31', kind: 'KARPENTER' },
        { kubelet: 'of our own', kind: 'SELF_MANAGED' },
      ]),
    }),
    says: { ...level, 'kube-proxy now/kubelet': 'MEDIUM' },
  },
  {
    when: 'four from a kubelet of Fargate, where it does not run',
    cluster: aCluster({ otherNodes: readable([{ kubelet: '1.30', kind: 'FARGATE' }]) }),
    says: level,
  },
  ...[
    ['are level', { ...kubelets('1.34') }, 'COMPLIANT'],
    ['are four behind', { ...kubelets('1.30'), ...image({}) }, 'MEDIUM'],
    ['are of no version', { ...kubelets('of our own') }, 'INSUFFICIENT_DATA'],
    ['are level, and their image tells nothing', { ...kubelets('1.34'), ...image({}) }, 'COMPLIANT'],
    ['are level, and EC2 refuses', { ...kubelets('1.34'), unmanagedNodes: noInstances }, 'COMPLIANT'],
    ['are read, and there are none', { ...kubelets() }, 'COMPLIANT'],
    ['are read, and are those of hybrid nodes', { ...kubelets('1.34'), hybridNodes: true }, 'COMPLIANT'],
    ['are not to be read, and their image is level', { ...image({ kubernetes: '1.34' }) }, 'COMPLIANT'],
    ['are not to be read, and their image is four behind', { ...image({ kubernetes: '1.30' }) }, 'MEDIUM'],
    ['are not to be read, and their image tells nothing', { ...image({}) }, 'INSUFFICIENT_DATA'],
    ['are not to be read, and their image is gone', { ...image(undefined) }, 'INSUFFICIENT_DATA'],
    ['are not to be read, and their image may not be described', { unmanagedNodes: noImage }, 'INSUFFICIENT_DATA'],
    ['are not to be read, and EC2 refuses', { unmanagedNodes: noInstances }, 'INSUFFICIENT_DATA'],
    ['are not to be read, and there may be hybrid ones', { hybridNodes: true }, 'INSUFFICIENT_DATA'],
    ['may not be listed, and EC2 shows none', { otherNodes: noNodes }, 'COMPLIANT'],
    [
      'may not be listed, and their image is level',
      { otherNodes: noNodes, ...image({ kubernetes: '1.34' }) },
      'COMPLIANT',
    ],
    ['may not be listed, and EC2 refuses', { otherNodes: noNodes, unmanagedNodes: noInstances }, 'INSUFFICIENT_DATA'],
    [
      'may not be listed, and there may be hybrid ones',
      { otherNodes: noNodes, hybridNodes: true },
      'INSUFFICIENT_DATA',
    ],
    [
      'are four behind, where the node groups could not be listed',
      { ...kubelets('1.30'), nodegroups: unreadable(refused('eks:ListNodegroups')) },
      'MEDIUM',
    ],
  ].map(([when, more, said]) => ({
    when: `the kubelets of nodes outside node groups ${String(when)}`,
    cluster: aCluster(more as object),
    says: { ...level, 'kube-proxy now/kubelet': String(said) },
  })),
  {
    when: 'four from a kubelet',
    cluster: cluster('1.34', 'v1.34.1-eksbuild.2', ['1.34', '1.30']),
    says: { ...level, 'kube-proxy now/kubelet': 'MEDIUM' },
  },
  {
    when: 'below 1.25, three older than a kubelet',
    cluster: cluster('1.23', 'v1.21.2-eksbuild.2', ['1.24']),
    context: older,
    says: { ...tooFarNext, 'kube-proxy now/kubelet': 'MEDIUM' },
  },
  {
    when: 'the node groups could not be listed',
    cluster: aCluster({ nodegroups: unreadable(refused('eks:ListNodegroups')) }),
    says: { ...level, 'kube-proxy now/kubelet': 'INSUFFICIENT_DATA' },
  },
  {
    when: 'a node group could not be described',
    cluster: aCluster({
      nodegroups: readable([{ name: 'workers', detail: unreadable(refused('eks:DescribeNodegroup')) }]),
    }),
    says: { ...level, 'kube-proxy now/kubelet': 'INSUFFICIENT_DATA' },
  },
  {
    when: 'a node group has a version that cannot be read',
    cluster: cluster('1.34', 'v1.34.1-eksbuild.2', ['latest']),
    says: { ...level, 'kube-proxy now/kubelet': 'INSUFFICIENT_DATA' },
  },
  {
    when: 'AWS gave no version of a node group',
    cluster: aCluster({ nodegroups: [{ name: 'workers', healthIssues: [], isScaledToZero: false }] }),
    says: { ...level, 'kube-proxy now/kubelet': 'INSUFFICIENT_DATA' },
  },
  {
    when: 'its version cannot be read',
    cluster: cluster('1.34', 'v1.34-preview'),
    says: { 'kube-proxy now': 'INSUFFICIENT_DATA' },
  },
  {
    when: "the control plane's version cannot be read",
    cluster: cluster('latest', 'v1.34.1-eksbuild.2', ['1.34']),
    says: { 'kube-proxy now': 'INSUFFICIENT_DATA', 'kube-proxy next-upgrade': 'NOT_APPLICABLE' },
  },
  {
    when: 'the add-ons could not be listed',
    cluster: aCluster({ addons: unreadable(refused('eks:ListAddons')) }),
    says: { 'kube-proxy now': 'INSUFFICIENT_DATA' },
  },
  {
    when: 'it could not be described',
    cluster: aCluster({ addons: readable([{ name: 'kube-proxy', detail: unreadable(refused()) }]) }),
    says: { 'kube-proxy now': 'INSUFFICIENT_DATA' },
  },
  {
    when: 'it is no EKS add-on, and the cluster cannot be looked into',
    cluster: aCluster({ addons: [] }),
    says: { 'kube-proxy now': 'INSUFFICIENT_DATA' },
  },
  {
    when: 'it is no EKS add-on, and was seen',
    cluster: aCluster({
      addons: [],
      selfManagedAddons: [anAddon('kube-proxy', { managed: false, version: 'v1.31.0' })],
    }),
    says: tooFarNext,
  },
  { when: 'it was seen not to be there', cluster: aCluster({ addons: [], selfManagedAddons: [] }), says: {} },
  { when: 'Auto Mode has no need of it', cluster: aCluster({ autoMode: true, addons: [], nodegroups: [] }), says: {} },
  {
    when: 'Auto Mode beside node groups has',
    cluster: aCluster({ autoMode: true, addons: [] }),
    says: { 'kube-proxy now': 'INSUFFICIENT_DATA' },
  },
  {
    when: 'there is no next version yet',
    cluster: cluster('1.35', 'v1.35.0-eksbuild.2'),
    says: { ...fine, 'kube-proxy next-upgrade': 'NOT_APPLICABLE' },
  },
  {
    when: 'the versions of AWS could not be read',
    context: { catalogue: aCatalogue({ clusterVersions: unreadable(refused('eks:DescribeClusterVersions')) }) },
    says: { ...fine, 'kube-proxy next-upgrade': 'INSUFFICIENT_DATA' },
  },
]);

describe('what it says of the kube-proxy of the incident', () => {
  const prod = cluster('1.24', 'v1.21.2-eksbuild.2', ['1.24', '1.24']);
  const { evaluations } = kubeProxyVersionSkew.evaluate(prod, aContext(older));

  it('names both versions, the distance and what is allowed, and the kubelets that are out of reach as well', () => {
    expect(verdictAt(evaluations, prod, 'kube-proxy now/control-plane')).toMatchObject({
      evidence: {
        kubeProxy: 'v1.21.2-eksbuild.2',
        kubeProxyMinor: '1.21',
        controlPlane: '1.24',
        behind: 3,
        allowed: 2,
        nodegroups: ['group-0 1.24', 'group-1 1.24'],
      },
    });
  });

  it('names no kubelets where all are within reach', () => {
    const near = cluster('1.24', 'v1.21.2-eksbuild.2', ['1.23']);
    const judged = kubeProxyVersionSkew.evaluate(near, aContext(older)).evaluations;

    expect(verdictAt(judged, near, 'kube-proxy now/control-plane')).not.toHaveProperty('evidence.nodegroups');
  });

  it('sends it to the newest build of its control plane, by number', () => {
    expect(verdictAt(evaluations, prod, 'kube-proxy now/control-plane')).toMatchObject({
      remediation: [
        { command: expect.arrayContaining(['update-addon', 'kube-proxy', 'v1.24.17-eksbuild.10', 'shop-prod']) },
      ],
    });
  });

  it('shows what is listed for the version it would break at, where nothing that is would help', () => {
    const blind = cluster('1.34', 'v1.31.0-eksbuild.2');
    const context = aContext({ catalogue: aCatalogue({ addons: { 'kube-proxy': unreadable(refused()) } }) });
    const judged = kubeProxyVersionSkew.evaluate(blind, context).evaluations;

    expect(verdictAt(judged, blind, 'kube-proxy next-upgrade/control-plane')).toMatchObject({
      remediation: [{ command: expect.arrayContaining(['describe-addon-versions', '1.35']) }],
    });
  });

  it('says from when AWS upgrades by itself at the next upgrade, and only there', () => {
    expect(verdictAt(evaluations, prod, 'kube-proxy next-upgrade/control-plane')).toHaveProperty(
      'evidence.awsUpgradesFrom',
      '2025-01-31T00:00:00.000Z',
    );
    expect(verdictAt(evaluations, prod, 'kube-proxy now/control-plane')).not.toHaveProperty('evidence.awsUpgradesFrom');
  });
});

it.each([
  ['the call that shows them', { unmanagedNodes: noInstances, otherNodes: noNodes }, 'ec2:DescribeInstances: DENIED'],
  [
    'the call that describes their image',
    { unmanagedNodes: noImage, otherNodes: noNodes },
    'ec2:DescribeImages: DENIED',
  ],
  [
    'their image, and the call that shows their kubelets',
    { ...image({}), otherNodes: noNodes },
    'image ami-0: kubernetes:ListNodes: DENIED',
  ],
  ['that nobody set it up to see hybrid ones', { hybridNodes: true as const }, 'kubernetes:ListNodes: NOT_CONFIGURED'],
  ['what makes those of no version', kubelets('of our own'), 'nodes of the kind KARPENTER cannot be read: of our own'],
])('of nodes outside node groups that it cannot see, names %s', (_, more, because) => {
  const cluster = aCluster(more);
  const { evaluations } = kubeProxyVersionSkew.evaluate(cluster, aContext());

  expect(verdictAt(evaluations, cluster, 'kube-proxy now/kubelet')).toMatchObject({
    because: expect.stringContaining(because),
  });
});

it.each([
  ['their kind', kubelets('1.30'), 'KARPENTER 1.30'],
  ['their image', image({ kubernetes: '1.30' }), 'ami-0 1.30'],
])('names nodes outside node groups that are too far from it by %s', (_, more, name) => {
  const cluster = aCluster(more);
  const { evaluations } = kubeProxyVersionSkew.evaluate(cluster, aContext());

  expect(verdictAt(evaluations, cluster, 'kube-proxy now/kubelet')).toMatchObject({ evidence: { nodegroups: [name] } });
});
