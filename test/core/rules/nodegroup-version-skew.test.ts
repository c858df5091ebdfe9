import { expect, it } from 'vitest';
import type { OtherNodes } from '#core/nodes/other-nodes.ts';
import { readable, unreadable } from '#core/reading.ts';
import { nodegroupVersionSkew } from '#core/rules/nodegroup-version-skew.ts';
import type { ClusterSnapshot } from '#core/snapshot.ts';
import {
  aCatalogue,
  aCluster,
  aContext,
  aNodegroup,
  coreAddons,
  olderClusterVersions,
  published,
  refused,
  sights,
} from '../../support/builders.ts';
import { aFinding } from '../../support/document-builders.ts';
import { ruleTable, verdictAt } from '../../support/rule-table.ts';

const noNodes = refused('kubernetes:ListNodes');

/** Nodes that belong to no node group, as the Kubernetes API shows them. */
function inside(others: readonly OtherNodes[], more: Partial<Pick<ClusterSnapshot, 'unmanagedNodes'>> = {}) {
  return aCluster({ otherNodes: readable(others), ...more });
}

function nodes(version: string | undefined, controlPlane = '1.34') {
  const { version: _, ...group } = aNodegroup();
  return aCluster({ version: controlPlane, nodegroups: [version === undefined ? group : { ...group, version }] });
}

/** Nodes outside the node groups, with an image for each version. */
function outside(versions: readonly string[]) {
  const nodes = versions.map((kubernetes, index) => ({
    name: `ami-${index}`,
    detail: readable({ image: { kubernetes } }),
    instances: [`i-${index}`],
  }));
  return aCluster({ unmanagedNodes: readable(nodes) });
}

const older = { catalogue: aCatalogue({ clusterVersions: published(olderClusterVersions) }) };
const says = (now: string, next: string) => ({ 'workers now': now, 'workers next-upgrade': next });

ruleTable(nodegroupVersionSkew, [
  { when: 'level with the control plane', says: says('COMPLIANT', 'COMPLIANT') },
  { when: 'one behind', cluster: nodes('1.33'), says: says('LOW', 'COMPLIANT') },
  { when: 'two behind: three after the next step is the most', cluster: nodes('1.32'), says: says('LOW', 'COMPLIANT') },
  { when: 'three behind: one too many after the next step', cluster: nodes('1.31'), says: says('LOW', 'HIGH') },
  { when: 'four behind', cluster: nodes('1.30'), says: says('HIGH', 'HIGH') },
  { when: 'below 1.25, one behind', cluster: nodes('1.23', '1.24'), context: older, says: says('LOW', 'COMPLIANT') },
  {
    when: 'below 1.25, two behind is the most',
    cluster: nodes('1.22', '1.24'),
    context: older,
    says: says('LOW', 'HIGH'),
  },
  { when: 'below 1.25, three behind', cluster: nodes('1.21', '1.24'), context: older, says: says('HIGH', 'HIGH') },
  {
    when: '1.25 itself may be three behind',
    cluster: nodes('1.25', '1.28'),
    says: { 'workers now': 'LOW', 'workers next-upgrade': 'NOT_APPLICABLE' },
  },
  { when: 'ahead of the control plane, as after a rollback', cluster: nodes('1.35'), says: says('HIGH', 'COMPLIANT') },
  { when: 'a patch of the same minor', cluster: nodes('v1.34.2-eks-7f9249a'), says: says('COMPLIANT', 'COMPLIANT') },
  { when: 'AWS gave no version', cluster: nodes(undefined), says: { 'workers now': 'INSUFFICIENT_DATA' } },
  { when: 'the version cannot be read', cluster: nodes('bottlerocket'), says: { 'workers now': 'INSUFFICIENT_DATA' } },
  {
    when: "the control plane's version cannot be read",
    cluster: nodes('1.34', 'latest'),
    says: { 'workers now': 'INSUFFICIENT_DATA', 'workers next-upgrade': 'NOT_APPLICABLE' },
  },
  {
    when: 'nodes outside the node groups run images of other versions',
    cluster: outside(['1.34', '1.33', '1.31', '1.35']),
    says: {
      ...says('COMPLIANT', 'COMPLIANT'),
      ...{ 'ami-0 now': 'COMPLIANT', 'ami-0 next-upgrade': 'COMPLIANT' },
      ...{ 'ami-1 now': 'LOW', 'ami-1 next-upgrade': 'COMPLIANT' },
      ...{ 'ami-2 now': 'LOW', 'ami-2 next-upgrade': 'HIGH' },
      ...{ 'ami-3 now': 'HIGH', 'ami-3 next-upgrade': 'COMPLIANT' },
    },
  },
  {
    when: 'nobody tells the version of their image, or it is gone, or may not be described',
    cluster: aCluster({
      unmanagedNodes: readable([
        { name: 'ami-0', detail: readable({ image: { name: 'base' } }) },
        { name: 'ami-1', detail: readable({}) },
        { name: 'ami-2', detail: unreadable(refused('ec2:DescribeImages')) },
      ]),
    }),
    says: {
      ...says('COMPLIANT', 'COMPLIANT'),
      ...{ 'ami-0 now': 'INSUFFICIENT_DATA', 'ami-1 now': 'INSUFFICIENT_DATA', 'ami-2 now': 'INSUFFICIENT_DATA' },
    },
  },
  {
    when: 'the nodes outside the node groups may not be described',
    cluster: aCluster({ unmanagedNodes: unreadable(refused('ec2:DescribeInstances')) }),
    says: { ...says('COMPLIANT', 'COMPLIANT'), now: 'INSUFFICIENT_DATA' },
  },
  {
    when: 'neither kind of nodes may be listed',
    cluster: aCluster({
      nodegroups: unreadable(refused('eks:ListNodegroups')),
      unmanagedNodes: unreadable(refused('ec2:DescribeInstances')),
    }),
    says: { now: 'INSUFFICIENT_DATA' },
  },
  {
    when: 'hybrid nodes and Fargate run other kubelets, a finding a version',
    cluster: inside([
      { kubelet: '1.31', kind: 'HYBRID', nodes: 2 },
      { kubelet: '1.33', kind: 'FARGATE', nodes: 4 },
      { kubelet: '1.33', kind: 'HYBRID', nodes: 1 },
      { kubelet: '1.34', kind: 'HYBRID', nodes: 7 },
      { kubelet: '1.35', kind: 'FARGATE', nodes: 1 },
    ]),
    says: {
      ...says('COMPLIANT', 'COMPLIANT'),
      ...{ '1.31 now': 'LOW', '1.31 next-upgrade': 'HIGH' },
      ...{ '1.33 now': 'LOW', '1.33 next-upgrade': 'COMPLIANT' },
      ...{ '1.34 now': 'COMPLIANT', '1.34 next-upgrade': 'COMPLIANT' },
      ...{ '1.35 now': 'HIGH', '1.35 next-upgrade': 'COMPLIANT' },
    },
  },
  {
    when: 'a kubelet is of no version',
    cluster: inside([{ kubelet: 'of our own', kind: 'HYBRID', nodes: 1 }]),
    says: { ...says('COMPLIANT', 'COMPLIANT'), 'of our own now': 'INSUFFICIENT_DATA' },
  },
  {
    when: 'nodes of EC2 are told by their image already, and are not where it tells another version',
    cluster: inside(
      [
        { kubelet: '1.33', kind: 'KARPENTER', nodes: 3 },
        { kubelet: '1.32', kind: 'SELF_MANAGED', nodes: 1 },
      ],
      { unmanagedNodes: outside(['1.33']).unmanagedNodes },
    ),
    says: {
      ...says('COMPLIANT', 'COMPLIANT'),
      ...{ 'ami-0 now': 'LOW', 'ami-0 next-upgrade': 'COMPLIANT' },
      ...{ '1.32 now': 'LOW', '1.32 next-upgrade': 'COMPLIANT' },
    },
  },
  {
    when: 'nobody tells the version of an image, and the kubelets do',
    cluster: inside([{ kubelet: '1.33', kind: 'SELF_MANAGED', nodes: 3 }], {
      unmanagedNodes: readable([
        { name: 'ami-0', detail: readable({ image: { name: 'base' } }) },
        { name: 'ami-1', detail: readable({}) },
      ]),
    }),
    says: {
      ...says('COMPLIANT', 'COMPLIANT'),
      ...{ 'ami-0 now': 'NOT_APPLICABLE', 'ami-1 now': 'NOT_APPLICABLE' },
      ...{ '1.33 now': 'LOW', '1.33 next-upgrade': 'COMPLIANT' },
    },
  },
  {
    when: 'nodes of EC2 may be told by an image that could not be described',
    cluster: inside([{ kubelet: '1.33', kind: 'SELF_MANAGED', nodes: 3 }], {
      unmanagedNodes: readable([{ name: 'ami-0', detail: unreadable(refused('ec2:DescribeImages')) }]),
    }),
    says: {
      ...says('COMPLIANT', 'COMPLIANT'),
      ...{ 'ami-0 now': 'INSUFFICIENT_DATA', '1.33 now': 'INSUFFICIENT_DATA', '1.33 next-upgrade': 'COMPLIANT' },
    },
  },
  {
    when: 'EC2 refuses, and of hybrid nodes only the Kubernetes API tells anyway',
    cluster: inside(
      [
        { kubelet: '1.33', kind: 'KARPENTER', nodes: 3 },
        { kubelet: '1.33', kind: 'HYBRID', nodes: 2 },
        { kubelet: '1.32', kind: 'FARGATE', nodes: 2 },
        { kubelet: '1.31', kind: 'SELF_MANAGED', nodes: 1 },
        { kubelet: '1.34', kind: 'KARPENTER', nodes: 9 },
      ],
      { unmanagedNodes: unreadable(refused('ec2:DescribeInstances')) },
    ),
    says: {
      ...says('COMPLIANT', 'COMPLIANT'),
      now: 'INSUFFICIENT_DATA',
      ...{ '1.33 now': 'LOW', '1.33 next-upgrade': 'COMPLIANT' },
      ...{ '1.32 now': 'LOW', '1.32 next-upgrade': 'COMPLIANT' },
      ...{ '1.31 now': 'INSUFFICIENT_DATA', '1.31 next-upgrade': 'INSUFFICIENT_DATA' },
      ...{ '1.34 now': 'COMPLIANT', '1.34 next-upgrade': 'COMPLIANT' },
    },
  },
  {
    when: 'one image tells a version of kubelets, and another could not be described',
    cluster: inside([{ kubelet: '1.33', kind: 'KARPENTER', nodes: 3 }], {
      unmanagedNodes: readable([
        { name: 'ami-0', detail: readable({ image: { kubernetes: '1.33' } }) },
        { name: 'ami-1', detail: unreadable(refused('ec2:DescribeImages')) },
      ]),
    }),
    says: {
      ...says('COMPLIANT', 'COMPLIANT'),
      ...{ 'ami-0 now': 'LOW', 'ami-0 next-upgrade': 'COMPLIANT', 'ami-1 now': 'INSUFFICIENT_DATA' },
    },
  },
  {
    when: 'the nodes may not be listed, and EC2 shows all there can be',
    cluster: aCluster({ otherNodes: unreadable(noNodes) }),
    says: says('COMPLIANT', 'COMPLIANT'),
  },
  ...[
    { what: 'hybrid nodes', more: { hybridNodes: true as const } },
    { what: 'pods on Fargate', more: { fargateProfiles: ['default'] } },
    { what: 'nobody knows what on Fargate', more: { fargateProfiles: unreadable(refused('eks:ListFargateProfiles')) } },
  ].map(({ what, more }) => ({
    when: `the nodes may not be listed, and there are ${what}`,
    cluster: aCluster({ otherNodes: unreadable(noNodes), ...more }),
    says: { ...says('COMPLIANT', 'COMPLIANT'), 'now/kubelets': 'INSUFFICIENT_DATA' },
  })),
  {
    when: 'nobody lets the nodes be listed, and there are hybrid nodes',
    cluster: aCluster({ hybridNodes: true }),
    says: says('COMPLIANT', 'COMPLIANT'),
  },
  { when: 'there are no node groups', cluster: aCluster({ nodegroups: [] }), says: {} },
  {
    when: 'they could not be listed',
    cluster: aCluster({ nodegroups: unreadable(refused('eks:ListNodegroups')) }),
    says: { now: 'INSUFFICIENT_DATA' },
  },
  {
    when: 'one could not be described, and one could',
    cluster: aCluster({
      nodegroups: readable([
        { name: 'workers', detail: readable(aNodegroup()) },
        { name: 'batch', detail: unreadable(refused('eks:DescribeNodegroup')) },
      ]),
    }),
    says: { ...says('COMPLIANT', 'COMPLIANT'), 'batch now': 'INSUFFICIENT_DATA' },
  },
]);

it('says whether it could list them all', () => {
  const blind = aCluster({ nodegroups: unreadable(refused('eks:ListNodegroups')) });

  expect(nodegroupVersionSkew.evaluate(blind, aContext()).complete).toBe(false);
  expect(nodegroupVersionSkew.evaluate(aCluster(), aContext()).complete).toBe(true);
});

it('names the call that was refused', () => {
  const blind = aCluster({ nodegroups: unreadable(refused('eks:ListNodegroups')) });

  const { evaluations } = nodegroupVersionSkew.evaluate(blind, aContext());

  expect(verdictAt(evaluations, blind, 'now')).toMatchObject({
    because: expect.stringContaining('eks:ListNodegroups'),
  });
});

it('moves the add-ons that would keep new nodes from becoming ready before it rolls a group onto them', () => {
  const cluster = aCluster({
    nodegroups: [aNodegroup({ version: '1.33' })],
    addons: coreAddons({ 'kube-proxy': 'v1.30.0-eksbuild.1' }),
  });

  const verdict = verdictAt(nodegroupVersionSkew.evaluate(cluster, aContext()).evaluations, cluster, 'workers now');

  expect(verdict).toMatchObject({
    remediation: [
      { command: expect.arrayContaining(['update-addon', 'kube-proxy', 'v1.34.1-eksbuild.2']) },
      { command: expect.arrayContaining(['update-nodegroup-version', 'workers', '1.34']) },
    ],
  });
});

it.each([
  ['an image of its own, since a version cannot roll it', { version: '1.33', amiType: 'CUSTOM' }],
  ['nodes that are ahead, since nothing rolls them back', { version: '1.35' }],
])('only looks at %s', (_what, group) => {
  const cluster = aCluster({ nodegroups: [aNodegroup(group)] });

  const verdict = verdictAt(nodegroupVersionSkew.evaluate(cluster, aContext()).evaluations, cluster, 'workers now');

  expect(verdict).toMatchObject({
    remediation: [{ command: expect.arrayContaining(['describe-nodegroup']), verify: [] }],
  });
});

it('has a group replaced whose AMI type has no image for the version of the control plane', () => {
  const al2 = { version: '1.32', amiType: 'AL2_x86_64', releaseVersion: '1.32.9-20251209' };
  const cluster = aCluster({ nodegroups: [aNodegroup(al2)] });

  const verdict = verdictAt(nodegroupVersionSkew.evaluate(cluster, aContext()).evaluations, cluster, 'workers now');

  expect(verdict).toMatchObject({
    remediation: [{ command: expect.arrayContaining(['describe-nodegroup']), waitsFor: 'ANOTHER_AMI_TYPE' }],
  });
});

it('says of a group with its own image whose word its version is', () => {
  const cluster = aCluster({ nodegroups: [aNodegroup({ version: '1.33', amiType: 'CUSTOM' })] });

  const verdict = verdictAt(nodegroupVersionSkew.evaluate(cluster, aContext()).evaluations, cluster, 'workers now');

  expect(verdict).toHaveProperty('evidence.recordedByEks', true);
});

it('of nodes outside the node groups, tells how many they are and shows them', () => {
  const cluster = outside(['1.33']);
  const { evaluations, complete } = nodegroupVersionSkew.evaluate(cluster, aContext());

  expect(complete).toBe(true);
  expect(verdictAt(evaluations, cluster, 'ami-0 now')).toMatchObject({
    evidence: {
      kubelet: '1.33',
      controlPlane: '1.34',
      behind: 1,
      allowed: 3,
      image: 'ami-0',
      nodes: 1,
      instances: ['i-0'],
    },
    remediation: [{ command: expect.arrayContaining(['describe-instances', 'Name=image-id,Values=ami-0']) }],
  });
});

it('of kubelets that only the Kubernetes API shows, tells what made the nodes and how many they are', () => {
  const cluster = inside([
    { kubelet: '1.33', kind: 'FARGATE', nodes: 4 },
    // As it is stored, without their number.
    { kubelet: '1.33', kind: 'HYBRID' },
  ]);
  const { evaluations, complete } = nodegroupVersionSkew.evaluate(cluster, aContext());

  expect(complete).toBe(true);
  expect(verdictAt(evaluations, cluster, '1.33 now')).toMatchObject({
    evidence: { kubelet: '1.33', controlPlane: '1.34', behind: 1, allowed: 3, kinds: ['FARGATE', 'HYBRID'], nodes: 4 },
    remediation: [{ command: expect.arrayContaining(['kubectl', 'nodes']) }],
  });
});

const places = ['/nodes/ami-0', '/nodes/1.33', '/nodegroup/retired'];

it.each([
  ['all is seen', { otherNodes: readable([]) }, []],
  ['nobody wants the nodes to be listed', {}, []],
  ['the nodes may not be listed', { otherNodes: unreadable(noNodes) }, ['/nodes/1.33']],
  ['EC2 refuses', { unmanagedNodes: unreadable(refused('ec2:DescribeInstances')) }, ['/nodes/ami-0']],
  ['the node groups could not be listed', { nodegroups: unreadable(refused('eks:ListNodegroups')) }, places],
])('what it does not name is not gone where %s and that shows it', (_, more, unseen) => {
  const cluster = aCluster(more);
  const { complete, isUnseen } = nodegroupVersionSkew.evaluate(cluster, aContext());

  expect(places.filter((place) => !complete || isUnseen?.(`${cluster.arn}${place}`))).toEqual(unseen);
});

it('of what makes nodes and how many they are tells only of those that no image may tell of', () => {
  const cluster = inside(
    [
      { kubelet: '1.33', kind: 'KARPENTER', nodes: 3 },
      { kubelet: '1.33', kind: 'HYBRID', nodes: 2 },
    ],
    { unmanagedNodes: unreadable(refused('ec2:DescribeInstances')) },
  );

  const { evaluations } = nodegroupVersionSkew.evaluate(cluster, aContext());

  expect(verdictAt(evaluations, cluster, '1.33 now')).toMatchObject({ evidence: { kinds: ['HYBRID'], nodes: 2 } });
});

it.each([
  ['seen to be no more', inside([]), 'MENDED'],
  ['not looked for any more', aCluster(), 'NO_LONGER_APPLIES'],
  [
    'told of by an image by now',
    inside([{ kubelet: '1.33', kind: 'KARPENTER' }], {
      unmanagedNodes: sights({ 'ami-0': { image: { kubernetes: '1.33' } } }),
    }),
    'NO_LONGER_APPLIES',
  ],
  [
    'seen to be no more, beside others that an image tells',
    inside([{ kubelet: '1.32', kind: 'KARPENTER' }], {
      unmanagedNodes: sights({ 'ami-0': { image: { kubernetes: '1.32' } } }),
    }),
    'MENDED',
  ],
  ['as far behind as their control plane', inside([{ kubelet: '1.33', kind: 'HYBRID' }]), 'MENDED'],
])('kubelets that are %s end as that', (_, cluster, cause) => {
  expect(causeOfEnd('/nodes/1.33', cluster)).toBe(cause);
});

it.each([
  ['seen to be no more', aCluster(), 'MENDED'],
  ['there still', outside(['1.34']), undefined],
  ['not to be seen', aCluster({ unmanagedNodes: unreadable(refused('ec2:DescribeInstances')) }), 'MENDED'],
])('nodes of an image that are %s end as that', (_, cluster, cause) => {
  expect(causeOfEnd('/nodes/ami-0', cluster)).toBe(cause);
});

it('has no word on the end of what is no node outside the node groups', () => {
  expect(causeOfEnd('/nodegroup/nodes', aCluster())).toBeUndefined();
});

function causeOfEnd(place: string, cluster: ClusterSnapshot) {
  const finding = aFinding({
    rule: 'nodegroup-version-skew',
    cluster: cluster.arn,
    resource: `${cluster.arn}${place}`,
  });
  return nodegroupVersionSkew.causeOf?.(finding, cluster);
}
