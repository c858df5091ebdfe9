import { describe, expect, it } from 'vitest';
import type { Finding } from '#core/finding.ts';
import { fleetRules } from '#core/fleet/rules/index.ts';
import { clusterRules } from '#core/rules/index.ts';
import { forcedUpgrade, isNear, wordsOf } from '#render/wording/index.ts';
import { aBreakage, aFinding, aLaggingNodegroup, asOf, prod } from '../support/document-builders.ts';

/** The headline and details of a finding, as they are read one after another. */
function read(finding: Finding): string {
  const { headline, details } = wordsOf(finding, asOf);
  return [headline, ...details].map(({ text }) => text).join(' | ');
}

const support = (severity: Finding['severity'], evidence: Finding['evidence']) =>
  aFinding({ rule: 'cluster-version-support', resource: prod, severity, evidence });

const health = (rule: string, fault: string, evidence: Finding['evidence']) =>
  aFinding({ rule, resource: prod, fault, evidence });

const lastUpdate = (outcome: string, more: Finding['evidence'] = {}) =>
  aFinding({
    rule: 'last-update-outcome',
    resource: prod,
    evidence: {
      outcome,
      update: 'fb08d5e6-a17c-3249-8d3f-74c5e90b162a',
      type: 'VersionUpdate',
      startedAt: '2024-02-07T20:41:09.563Z',
      version: '1.25',
      ...more,
    },
  });

const addon = (evidence: Finding['evidence'], more: Partial<Finding> = {}) =>
  aFinding({
    rule: 'addon-version-compatibility',
    fault: 'unlisted',
    evidence: { addon: 'vpc-cni', version: 'v1.10.1-eksbuild.1', kubernetes: '1.25', ...evidence },
    ...more,
  });

const kubeProxy = (evidence: Finding['evidence'], more: Partial<Finding> = {}) =>
  aFinding({
    fault: 'control-plane',
    evidence: { kubeProxy: 'v1.21.2-eksbuild.2', kubeProxyMinor: '1.21', ...evidence },
    ...more,
  });

const insight = (evidence: Finding['evidence'], more: Partial<Finding> = {}) =>
  aFinding({
    rule: 'cluster-upgrade-insights',
    resource: prod,
    horizon: 'next-upgrade',
    evidence: { insight: 'Kubelet version skew', status: 'ERROR', kubernetes: '1.25', ...evidence },
    ...more,
  });

const rollback = (evidence: Finding['evidence']) =>
  aFinding({
    rule: 'cluster-rollback-window',
    resource: prod,
    severity: 'INFORMATIONAL',
    evidence: { version: '1.25', previousVersion: '1.24', upgradedAt: '2024-03-03T21:15:00.000Z', ...evidence },
  });

const sibling = { sibling: 'shop-test', siblingEnvironment: 'test' };

const clusterDrift = (evidence: Finding['evidence']) =>
  aFinding({ rule: 'environment-drift-cluster-version', resource: prod, evidence: { ...sibling, ...evidence } });

const addonDrift = (fault: string, evidence: Finding['evidence']) =>
  aFinding({ rule: 'environment-drift-addon', fault, evidence: { addon: 'vpc-cni', ...sibling, ...evidence } });

const versionDrift = (difference: string, more: Finding['evidence'] = {}) =>
  addonDrift('version', {
    version: 'v1.10.1-eksbuild.1',
    difference,
    siblingVersion: 'v1.16.0-eksbuild.1',
    siblingSince: '2024-01-11T09:00:00.000Z',
    ...more,
  });

const kubeProxyDrift = (difference: string, more: Finding['evidence'] = {}) =>
  versionDrift(difference, {
    addon: 'kube-proxy',
    version: 'v1.21.2-eksbuild.2',
    controlPlane: '1.24',
    siblingVersion: 'v1.25.16-eksbuild.2',
    siblingControlPlane: '1.25',
    ...more,
  });

const untested = (evidence: Finding['evidence']) =>
  aFinding({
    rule: 'untested-combination',
    resource: prod,
    horizon: 'next-upgrade',
    evidence: { nextVersion: '1.25', willHave: { kubernetes: '1.25' }, ...evidence },
  });

const ran = (
  ...differing: readonly { part: string; willHave: string | readonly string[]; ran: string | readonly string[] }[]
) => untested({ ...sibling, nearest: { kubernetes: '1.25' }, siblingSince: '2024-01-16T02:00:00.000Z', differing });

const currency = (evidence: Finding['evidence']) =>
  aFinding({
    rule: 'addon-version-currency',
    severity: 'LOW',
    evidence: { addon: 'coredns', version: 'v1.12.1-eksbuild.2', kubernetes: '1.34', ...evidence },
  });

const badImage = (evidence: Finding['evidence']) =>
  aFinding({
    rule: 'nodegroup-image-known-bad',
    resource: `${prod}/nodegroup/workers`,
    fault: 'broken-driver',
    evidence: {
      breakage: 'broken-driver',
      release: '1.34.3-20260625',
      consequence: 'Nodes reboot.',
      source: 'https://example.com/why',
      ...evidence,
    },
  });

const amiSupport = (evidence: Finding['evidence'], more: Partial<Finding> = {}) =>
  aFinding({
    rule: 'nodegroup-ami-support',
    resource: `${prod}/nodegroup/workers`,
    evidence: { amiType: 'AL2_x86_64', kubernetes: '1.32', ...evidence },
    ...more,
  });

const amiCurrency = (evidence: Finding['evidence']) =>
  aFinding({
    rule: 'nodegroup-ami-currency',
    resource: `${prod}/nodegroup/workers`,
    evidence: { release: '1.24.16-20230825', kubernetes: '1.24', ...evidence },
  });

const withdrawn = (evidence: Finding['evidence'], severity: Finding['severity'] = 'HIGH') =>
  aFinding({
    rule: 'nodegroup-image-withdrawn',
    resource: `${prod}/nodegroup/workers`,
    horizon: 'next-node-roll',
    severity,
    evidence: { release: '1.24.17-20240227', recommended: '1.24.17-20240209', ...evidence },
  });

const untestedImage = (evidence: Finding['evidence']) =>
  aFinding({
    rule: 'untested-image',
    resource: `${prod}/nodegroup/workers`,
    horizon: 'next-node-roll',
    severity: 'MEDIUM',
    evidence: { release: '1.34.3-20260301', amiFamily: 'AL2023', soakDays: 7, ...evidence },
  });

const imageDrift = (fault: string, evidence: Finding['evidence']) =>
  aFinding({
    rule: 'environment-drift-nodegroup-ami',
    resource: `${prod}/nodegroup/workers`,
    fault,
    evidence: { ...sibling, amiFamily: 'AL2', release: '1.24.17-20240227', ...evidence },
  });

const rehearsal = (evidence: Finding['evidence']) =>
  aFinding({
    rule: 'upgrade-rehearsal',
    resource: prod,
    horizon: 'next-upgrade',
    severity: 'MEDIUM',
    evidence: { version: '1.24', nextVersion: '1.25', willTake: { vpcCni: '1.10' }, ...evidence },
  });

const configuration = (evidence: Finding['evidence']) =>
  aFinding({
    rule: 'addon-configuration',
    severity: 'MEDIUM',
    horizon: 'next-node-roll',
    evidence: { addon: 'coredns', version: 'v1.11.4-eksbuild.2', ...evidence },
  });

const permissions = (evidence: Finding['evidence']) =>
  aFinding({ rule: 'addon-permissions', severity: 'MEDIUM', evidence: { addon: 'aws-ebs-csi-driver', ...evidence } });

const headroom = (evidence: Finding['evidence'], severity: Finding['severity'] = 'HIGH') =>
  aFinding({
    rule: 'cluster-address-headroom',
    resource: prod,
    horizon: 'next-upgrade',
    severity,
    evidence: { nextVersion: '1.25', needed: 5, zones: [], ...evidence },
  });

const customAmi = (evidence: Finding['evidence'], horizon: Finding['horizon'] = 'now') =>
  aFinding({
    rule: 'nodegroup-custom-ami',
    resource: `${prod}/nodegroup/workers`,
    horizon,
    evidence: { image: 'ami-1', ...evidence },
  });

const nodes = (evidence: Finding['evidence'], rule = 'unmanaged-nodes') =>
  aFinding({
    rule,
    resource: `${prod}/nodes/ami-04e9c1f73a5d28b60`,
    severity: 'LOW',
    evidence: { image: 'ami-04e9c1f73a5d28b60', ...evidence },
  });

const override = (evidence: Finding['evidence'], horizon: Finding['horizon'] = 'next-node-roll') =>
  aFinding({
    rule: 'addon-override',
    horizon,
    evidence: {
      addon: 'kube-proxy',
      workload: 'daemonset/kube-proxy',
      image: 'a.b/eks/kube-proxy:v1.35.0',
      ...evidence,
    },
  });

const template = (kind: string, evidence: Finding['evidence']) =>
  aFinding({
    rule: 'nodegroup-launch-template',
    resource: `${prod}/nodegroup/workers`,
    horizon: 'next-node-roll',
    evidence: { kind, template: 'shop-workers', ...evidence },
  });

/** What is told of findings, rule by rule. */
const cases: readonly (readonly [string, Finding, string])[] = [
  [
    'kubelets that only the Kubernetes API shows',
    aFinding({
      rule: 'nodegroup-version-skew',
      resource: `${prod}/nodes/1.22`,
      severity: 'LOW',
      evidence: {
        kubelet: '1.22',
        controlPlane: '1.24',
        behind: 2,
        allowed: 2,
        kinds: ['FARGATE', 'HYBRID'],
        nodes: 3,
      },
    }),
    'kubelet 1.22 is two minors behind the control plane 1.24; two are allowed | It runs on three nodes outside the node groups: Fargate and hybrid nodes.',
  ],
  [
    'an add-on whose workload somebody edited',
    override({ kind: 'VERSION', version: 'v1.34.6-eksbuild.11', running: 'v1.35.0' }, 'now'),
    'EKS says v1.34.6-eksbuild.11, and v1.35.0 is what it runs | The image of daemonset/kube-proxy is a.b/eks/kube-proxy:v1.35.0. | Somebody edited daemonset/kube-proxy, and no insight of EKS looks at that.',
  ],
  [
    'an image by a tag that was never pushed',
    override({ kind: 'TAG', tag: 'v1.35.0-minimal-eksbuild.2' }),
    'AWS never published the image v1.35.0-minimal-eksbuild.2: no new node can pull it | The image of daemonset/kube-proxy is a.b/eks/kube-proxy:v1.35.0. | kube-proxy is published as -minimal- alone from 1.25 to 1.33, and never from 1.34.',
  ],
  [
    'an image in a registry that there is not',
    override({ kind: 'REGISTRY', registry: '602401143452', region: 'eu-south-2', expected: '455263428931' }),
    'there is no registry 602401143452 of AWS in eu-south-2: no new node can pull its image | The image of daemonset/kube-proxy is a.b/eks/kube-proxy:v1.35.0. | In eu-south-2, AWS keeps the images of add-ons in 455263428931.',
  ],
  [
    'an add-on that lives on the role of its nodes',
    permissions({ version: 'v1.62.0-eksbuild.1' }),
    'v1.62.0-eksbuild.1 requires IAM permissions, and it has neither a role nor a pod identity association | It lives on the role of its nodes.',
  ],
  [
    'an add-on beside which an association was made for another service account',
    permissions({
      version: 'v1.62.0-eksbuild.1',
      serviceAccount: 'ebs-csi-controller-sa',
      otherAssociations: ['kube-system/ebs-csi-node-sa'],
    }),
    'v1.62.0-eksbuild.1 requires IAM permissions, and its service account ebs-csi-controller-sa has neither a role nor a pod identity association | Pod identity associations are there for kube-system/ebs-csi-node-sa. | It lives on the role of its nodes.',
  ],
  [
    'an add-on that the credentials of its nodes are kept from',
    permissions({ version: 'v1.62.0-eksbuild.1', hopLimit: 1 }),
    'v1.62.0-eksbuild.1 requires IAM permissions, and it has neither a role nor a pod identity association | It would live on the role of its nodes, whose credentials a hop limit of 1 keeps from its pods.',
  ],
  [
    'nodes outside the node groups, on an old image',
    nodes({
      imageName: 'amazon-eks-node-1.24-v20240101',
      createdAt: '2024-01-02T03:04:05.000Z',
      olderThanDays: 45,
      nodes: 4,
      instances: ['i-1', 'i-2', 'i-3'],
    }),
    'the image ami-04e9c1f73a5d28b60 was made on 2024-01-02, more than 45 days ago | It is called amazon-eks-node-1.24-v20240101. | It runs on four nodes outside the node groups, among them i-1, i-2 and i-3.',
  ],
  [
    'a node outside the node groups, on an old image without a name',
    nodes({ createdAt: '2024-01-02T03:04:05.000Z', olderThanDays: 45, nodes: 1, instances: ['i-1'] }),
    'the image ami-04e9c1f73a5d28b60 was made on 2024-01-02, more than 45 days ago | It runs on one node outside the node groups: i-1.',
  ],
  [
    'nodes outside the node groups, of a night that is gone',
    nodes({ createdAt: '2024-01-02T03:04:05.000Z', olderThanDays: 45, nodes: 0, instances: [] }),
    'the image ami-04e9c1f73a5d28b60 was made on 2024-01-02, more than 45 days ago',
  ],
  [
    'nodes outside the node groups that are behind',
    nodes(
      { kubelet: '1.23', controlPlane: '1.24', behind: 1, allowed: 2, nodes: 2, instances: ['i-1', 'i-2'] },
      'nodegroup-version-skew',
    ),
    'kubelet 1.23 is one minor behind the control plane 1.24; two are allowed | It runs on two nodes outside the node groups: i-1 and i-2.',
  ],
  [
    'no zone with room for an upgrade',
    headroom({ gone: ['subnet-1', 'subnet-2'] }),
    'no zone has a subnet with five free addresses: the upgrade to 1.25 needs two such zones | subnet-1 and subnet-2: gone, or not to be seen from this account.',
  ],
  [
    'one zone with room for an upgrade',
    headroom({ zones: ['eu-west-1a'], short: [{ id: 'subnet-2', zone: 'eu-west-1b', freeAddresses: 1 }] }),
    'only eu-west-1a has a subnet with five free addresses: the upgrade to 1.25 needs two such zones | subnet-2 (eu-west-1b) has one free address.',
  ],
  [
    'zones enough, and a subnet that is short',
    headroom(
      { zones: ['eu-west-1a', 'eu-west-1b'], short: [{ id: 'subnet-3', zone: 'eu-west-1c', freeAddresses: 0 }] },
      'MEDIUM',
    ),
    'not every subnet has the five free addresses for the upgrade to 1.25 | subnet-3 (eu-west-1c) has no free addresses.',
  ],
  [
    'an image that is gone',
    customAmi({}, 'next-node-roll'),
    'its image ami-1 is gone, or is no longer shared with this account | The nodes that run go on; the next one cannot be launched.',
  ],
  [
    'an image that is of no use',
    customAmi({ state: 'failed', imageName: 'golden' }, 'next-node-roll'),
    'no node can be launched from its image ami-1, which is failed | Its name is golden.',
  ],
  [
    'an image that is old',
    customAmi({ createdAt: '2024-01-01T00:00:00.000Z', olderThanDays: 45, imageName: 'golden' }),
    'its image ami-1 was made on 2024-01-01, more than 45 days ago | Its name is golden.',
  ],
  [
    'an image that is deprecated, and old',
    customAmi({ createdAt: '2024-01-01T00:00:00.000Z', olderThanDays: 45, deprecatedAt: '2024-03-01T00:00:00.000Z' }),
    'its image ami-1 has been deprecated since 2024-03-01 | It was made on 2024-01-01, more than 45 days ago.',
  ],
  [
    'an image that is deprecated, and nobody knows how old',
    customAmi({ deprecatedAt: '2024-03-01T00:00:00.000Z' }),
    'its image ami-1 has been deprecated since 2024-03-01',
  ],
  [
    'a launch template that moved on',
    template('BEHIND', {
      version: '3',
      defaultVersion: 4,
      changes: ['BlockDeviceMappings', 'MetadataOptions', 'Moon'],
      disks: ['/dev/xvda 20 GiB'],
      nextDisks: ['/dev/xvda 80 GiB'],
      hopLimit: null,
      nextHopLimit: 1,
    }),
    'it runs version 3 of its launch template shop-workers, whose default is 4 | The next update also changes its disks, its metadata options and Moon. | Its disks: /dev/xvda 20 GiB now, /dev/xvda 80 GiB then. | The hop limit of its metadata service: not said now, 1 then.',
  ],
  [
    'a launch template that moved on, and changed nothing',
    template('BEHIND', { version: '3', defaultVersion: 4, changes: [] }),
    'it runs version 3 of its launch template shop-workers, whose default is 4',
  ],
  [
    'a launch template that names what is gone',
    template('GONE', { what: 'key-pair', named: 'ops', versions: [3] }),
    'its launch template shop-workers (version 3) names the key pair ops, which is gone',
  ],
  [
    'a launch template that names an image that is gone',
    template('GONE', { what: 'image', named: 'ami-1', versions: [3, 4] }),
    'its launch template shop-workers (versions 3 and 4) names the image ami-1, which is gone, or no longer shared with this account',
  ],
  [
    'a launch template that names a key that is of no use',
    template('GONE', { what: 'kms-key', named: 'alias/ebs', versions: [3], state: 'Disabled' }),
    'its launch template shop-workers (version 3) names the KMS key alias/ebs, which is Disabled',
  ],
  [
    'user data that does not fit',
    template('UNFIT', { userData: ['BOOTSTRAP_SH', 'MOON'], family: 'AL2023', versions: [4] }),
    'the user data of its launch template shop-workers (version 4) does not fit AL2023: it is a script that runs bootstrap.sh and MOON',
  ],
  [
    'a version that is gone',
    template('VERSION_GONE', { version: '3', defaultVersion: 5 }),
    'version 3 of its launch template shop-workers, which it runs, is gone; the default is 5',
  ],
  [
    'a launch template that is gone',
    template('TEMPLATE_GONE', { version: '3' }),
    'its launch template shop-workers is gone, so that it can be updated no more',
  ],
  [
    'an upgrade that nobody has rehearsed',
    rehearsal({ lower: ['shop-dev 1.25', 'shop-test 1.25'] }),
    'no lower environment has gone from 1.24 to 1.25 in place as it would (shop-dev 1.25 and shop-test 1.25) | A cluster that is made like it in a lower environment, at 1.24 with vpc-cni 1.10, can go first.',
  ],
  [
    'an upgrade that nobody has rehearsed, of a cluster whose add-ons nobody knows',
    rehearsal({ lower: ['shop-dev 1.25'], willTake: {} }),
    'no lower environment has gone from 1.24 to 1.25 in place as it would (shop-dev 1.25) | A cluster that is made like it in a lower environment, at 1.24, can go first.',
  ],
  [
    'an upgrade that was rehearsed with other add-ons',
    rehearsal({
      ...sibling,
      siblingUnreadSince: '2024-03-02T02:00:00.000Z',
      differing: [
        { part: 'vpcCni', willHave: '1.10', ran: '1.16' },
        { part: 'kubeProxyBehind', willHave: '3', ran: '0' },
      ],
    }),
    'no lower environment has gone from 1.24 to 1.25 in place as it would | It would go with vpc-cni 1.10 and kube-proxy three minors behind; shop-test went with vpc-cni 1.16 and kube-proxy level with its control plane. | shop-test could not be read tonight; this goes by what was seen of it on 2024-03-02.',
  ],
  [
    'a family of images that a sibling has left',
    imageDrift('family', {
      difference: 'LEFT',
      siblingFamilies: ['AL2023', 'BOTTLEROCKET'],
      siblingLeftAt: '2024-02-20T02:00:00.000Z',
    }),
    'runs AL2 (1.24.17-20240227), which no sibling runs any more: shop-test left it by 2024-02-20, for AL2023 and BOTTLEROCKET',
  ],
  [
    'a family of images that is not shared',
    imageDrift('family', {
      difference: 'NONE_SHARED',
      siblingFamilies: ['AL2023'],
      siblingUnreadSince: '2024-03-02T02:00:00.000Z',
    }),
    'runs AL2 (1.24.17-20240227), and shop-test, with which it shares no family of images, AL2023 | shop-test could not be read tonight; this goes by what was seen of it on 2024-03-02.',
  ],
  [
    'an image release that is far behind',
    imageDrift('release', {
      siblingRelease: '1.25.16-20240227',
      siblingSince: '2024-02-28T09:00:00.000Z',
      allowedDays: 52,
    }),
    'runs the image release 1.24.17-20240227, more than 52 days behind shop-test, which has 1.25.16-20240227 since 2024-02-28',
  ],
  [
    'an image release that runs in a lower environment since yesterday',
    untestedImage({
      ...sibling,
      siblingSince: '2024-03-01T09:00:00.000Z',
      testedFrom: '2024-03-08T09:00:00.000Z',
      siblingUnreadSince: '2024-03-02T02:00:00.000Z',
    }),
    'runs the image release 1.34.3-20260301, which runs in shop-test only since 2024-03-01; it is tested from 2024-03-08 | A release is tested once it has run for seven days in a lower environment. | shop-test could not be read tonight; this goes by what was seen of it on 2024-03-02.',
  ],
  [
    'an image release that no lower environment has run',
    untestedImage({ lower: ['shop-dev 20251209', 'shop-test 20251209'] }),
    'runs the image release 1.34.3-20260301, which has not run in a lower environment for as long as it should (shop-dev 20251209 and shop-test 20251209 there) | A release is tested once it has run for seven days in a lower environment.',
  ],
  [
    'an image release that is old',
    amiCurrency({ publishedAt: '2023-08-25T00:00:00.000Z', recommended: '1.24.17-20240227' }),
    'runs the image release 1.24.16-20230825, which is of 2023-08-25, 193 days ago; AWS recommends 1.24.17-20240227',
  ],
  [
    'an image release that AWS took back',
    withdrawn({ wasRecommended: true, outSince: '2024-02-27T00:00:00.000Z' }),
    'runs the image release 1.24.17-20240227, which AWS recommended and no longer does: it recommends 1.24.17-20240209 again | Each node that comes is made from it. Where EKS refuses to go back, a node group made anew takes the place of this one.',
  ],
  [
    'an image release that AWS never came to recommend',
    withdrawn({ outSince: '2024-02-27T00:00:00.000Z' }),
    'runs the image release 1.24.17-20240227, out since 2024-02-27, 7 days ago, and still above 1.24.17-20240209, which AWS recommends | Each node that comes is made from it. Where EKS refuses to go back, a node group made anew takes the place of this one.',
  ],
  [
    'an image release that AWS may be about to recommend',
    withdrawn({}, 'INFORMATIONAL'),
    'runs the image release 1.24.17-20240227, above 1.24.17-20240209, which AWS recommends | What AWS recommends lags days behind what EKS gives out.',
  ],
  [
    'images that have ended',
    amiSupport({
      family: 'AL2',
      ends: '2024-03-05',
      osSupportEnds: '2026-06-30',
      source: 'https://example.com/al2',
    }),
    'AWS has published no new images of AL2 since 2024-03-05 | Its AMI type is AL2_x86_64. | EKS changes no AMI type: a node group of one that is published has to take the place of this one. | Support of the operating system itself ends on 2026-06-30. | Source: https://example.com/al2',
  ],
  [
    'images that have ended, of an operating system that is supported',
    amiSupport({ family: 'AL2', ends: '2024-03-05', osSupportEnds: '2024-03-06' }),
    'AWS has published no new images of AL2 since 2024-03-05 | Its AMI type is AL2_x86_64. | EKS changes no AMI type: a node group of one that is published has to take the place of this one. | Support of the operating system itself ends on 2024-03-06.',
  ],
  [
    'images that have ended, of an operating system that has, too',
    amiSupport({ family: 'AL2', ends: '2024-03-05', osSupportEnds: '2024-03-05' }),
    'AWS has published no new images of AL2 since 2024-03-05 | Its AMI type is AL2_x86_64. | EKS changes no AMI type: a node group of one that is published has to take the place of this one. | Support of the operating system itself ended on 2024-03-05.',
  ],
  [
    'images that will end, as far as they are known',
    amiSupport({ family: 'AL2', ends: '2024-03-06' }),
    'AWS publishes no new images of AL2 from 2024-03-06, tomorrow | Its AMI type is AL2_x86_64. | EKS changes no AMI type: a node group of one that is published has to take the place of this one.',
  ],
  [
    'images that are not published for the version that runs',
    amiSupport({}),
    'AWS publishes no image of its AMI type AL2_x86_64 for Kubernetes 1.32 | EKS changes no AMI type: a node group of one that is published has to take the place of this one.',
  ],
  [
    'images that are not published for the next version, by what is written',
    amiSupport(
      { kubernetes: '1.33', lastKubernetes: '1.32', source: 'https://example.com/al2' },
      { horizon: 'next-upgrade' },
    ),
    'AWS publishes no image of its AMI type AL2_x86_64 for Kubernetes 1.33: its nodes cannot follow the control plane there | 1.32 is the last version that has such images. | EKS changes no AMI type: a node group of one that is published has to take the place of this one. | Source: https://example.com/al2',
  ],
  [
    'images that may be still to come for a new version',
    amiSupport({ kubernetes: '1.33' }, { horizon: 'next-upgrade', severity: 'INFORMATIONAL' }),
    'AWS publishes no image of its AMI type AL2_x86_64 for Kubernetes 1.33: its nodes cannot follow the control plane there | That version is new: its images may be still to come.',
  ],
  [
    'an image release that is known to be bad, and from where it is good again',
    badImage({ firstGood: '20260714' }),
    'runs 1.34.3-20260625, an image release that is known to be bad | Nodes reboot. | The first release that is good again is 20260714. | Source: https://example.com/why',
  ],
  [
    'an image release that is known to be bad, and comes with the next update',
    { ...badImage({ running: '1.34.2-20260601' }), horizon: 'next-node-roll' },
    'its next update brings 1.34.3-20260625 after 1.34.2-20260601, an image release that is known to be bad | Nodes reboot. | Source: https://example.com/why',
  ],
  [
    'an image release that is known to be bad, and nobody says until when',
    badImage({}),
    'runs 1.34.3-20260625, an image release that is known to be bad | Nodes reboot. | Source: https://example.com/why',
  ],
  [
    'standard support that ends, by a policy that upgrades',
    support('MEDIUM', {
      version: '1.26',
      phase: 'STANDARD_SUPPORT',
      supportType: 'STANDARD',
      endOfStandardSupport: '2024-06-11T00:00:00.000Z',
      awsUpgradesFrom: '2024-06-11T00:00:00.000Z',
    }),
    'Kubernetes 1.26 leaves standard support on 2024-06-11, in 98 days | On that day AWS upgrades the control plane by itself, without its nodes and add-ons. The upgrade policy can be changed to EXTENDED only before it.',
  ],
  [
    'standard support that ends tomorrow, by a policy that extends it',
    support('MEDIUM', {
      version: '1.26',
      phase: 'STANDARD_SUPPORT',
      supportType: 'EXTENDED',
      endOfStandardSupport: '2024-03-06T00:00:00.000Z',
      endOfExtendedSupport: '2025-03-06T00:00:00.000Z',
    }),
    'Kubernetes 1.26 leaves standard support on 2024-03-06, tomorrow | From that day AWS charges for extended support. | On 2025-03-06 extended support ends, and AWS upgrades the control plane by itself.',
  ],
  [
    'standard support that ends before AWS charged for extended support',
    support('MEDIUM', {
      version: '1.24',
      phase: 'STANDARD_SUPPORT',
      supportType: 'EXTENDED',
      endOfStandardSupport: '2024-03-06T00:00:00.000Z',
      endOfExtendedSupport: '2025-03-06T00:00:00.000Z',
      chargedFrom: '2024-04-01T00:00:00.000Z',
    }),
    'Kubernetes 1.24 leaves standard support on 2024-03-06, tomorrow | AWS charges for extended support from 2024-04-01 on. | On 2025-03-06 extended support ends, and AWS upgrades the control plane by itself.',
  ],
  [
    'extended support before AWS charged for it',
    support('HIGH', {
      version: '1.24',
      phase: 'EXTENDED_SUPPORT',
      supportType: 'EXTENDED',
      endOfStandardSupport: '2024-01-31T00:00:00.000Z',
      chargedFrom: '2024-04-01T00:00:00.000Z',
    }),
    'Kubernetes 1.24 has been in extended support since 2024-01-31 | AWS charges for it from 2024-04-01 on.',
  ],
  [
    'extended support',
    support('HIGH', {
      version: '1.24',
      phase: 'EXTENDED_SUPPORT',
      supportType: 'EXTENDED',
      endOfStandardSupport: '2024-01-31T00:00:00.000Z',
      endOfExtendedSupport: '2025-01-31T00:00:00.000Z',
      awsUpgradesFrom: '2025-01-31T00:00:00.000Z',
      surchargePerMonthUsd: 365,
    }),
    'Kubernetes 1.24 has been in extended support since 2024-01-31 | That costs 365 US dollars a month more. | On 2025-01-31 extended support ends, and AWS upgrades the control plane by itself.',
  ],
  [
    'extended support that ends',
    support('CRITICAL', {
      version: '1.24',
      phase: 'EXTENDED_SUPPORT',
      supportType: 'EXTENDED',
      endOfStandardSupport: '2023-03-31T00:00:00.000Z',
      endOfExtendedSupport: '2024-03-31T00:00:00.000Z',
      awsUpgradesFrom: '2024-03-31T00:00:00.000Z',
    }),
    'AWS upgrades the control plane by itself from 2024-03-31, in 26 days, when extended support of Kubernetes 1.24 ends | It moves neither nodes nor add-ons, and gives no further notice.',
  ],
  [
    'a version without support',
    support('CRITICAL', {
      version: '1.21',
      phase: 'UNSUPPORTED',
      supportType: 'EXTENDED',
      endOfExtendedSupport: '2024-03-01T00:00:00.000Z',
    }),
    'Kubernetes 1.21 has been out of support since 2024-03-01 | AWS may upgrade the control plane by itself at any time, without its nodes and add-ons.',
  ],
  [
    'a version that is no longer listed',
    support('CRITICAL', { version: '1.15', phase: 'UNSUPPORTED', supportType: 'EXTENDED', oldestListed: '1.22' }),
    'Kubernetes 1.15 has been out of support | AWS may upgrade the control plane by itself at any time, without its nodes and add-ons. | AWS no longer lists it; 1.22, which is newer, is unsupported as well.',
  ],
  [
    'what EKS has against a cluster',
    health('cluster-health', 'Ec2SubnetNotFound', {
      code: 'Ec2SubnetNotFound',
      messages: ['We could not find a subnet.'],
      resources: ['subnet-1', 'subnet-2'],
    }),
    'EKS reports Ec2SubnetNotFound | EKS says: We could not find a subnet. | It is about subnet-1 and subnet-2.',
  ],
  [
    'what EKS has against a cluster, and does not explain',
    health('cluster-health', 'Other', { code: 'Other' }),
    'EKS reports Other',
  ],
  [
    'what EKS has against a node group',
    health('nodegroup-health', 'NodeCreationFailure', {
      code: 'NodeCreationFailure',
      messages: ['Unhealthy nodes in the kubernetes cluster'],
      status: 'DEGRADED',
    }),
    'EKS reports NodeCreationFailure, and calls it DEGRADED | EKS says: Unhealthy nodes in the kubernetes cluster',
  ],
  [
    'a node group that failed for no reason that EKS gives, and has no nodes',
    health('nodegroup-health', 'DEGRADED', { status: 'DEGRADED', scaledToZero: true }),
    'EKS calls it DEGRADED, and does not say why | The group is scaled to zero. What kept a node from coming is reported until one comes.',
  ],
  [
    'what EKS has against an add-on that has no node to run on',
    health('addon-health', 'InsufficientNumberOfReplicas', {
      code: 'InsufficientNumberOfReplicas',
      status: 'DEGRADED',
      withoutNodes: true,
    }),
    'EKS reports InsufficientNumberOfReplicas, and calls it DEGRADED | Each node group is scaled to zero: it has no node to run on.',
  ],
  [
    'what EKS has against an add-on',
    health('addon-health', 'AccessDenied', { code: 'AccessDenied', messages: ['no', 'never'] }),
    'EKS reports AccessDenied | EKS says: no | EKS says: never',
  ],
  [
    'an insight that does not pass, with who asks for what is removed',
    insight({
      insight: 'Deprecated APIs removed in Kubernetes v1.25',
      reason: 'Deprecated API usage detected within the last 30 days.',
      asked: [
        {
          api: '/apis/batch/v1beta1/cronjobs',
          replacedBy: '/apis/batch/v1/cronjobs',
          by: ['argocd/v2.9', 'kubectl/v1.21\u001b[2J'],
        },
        { api: '/apis/policy/v1beta1/podsecuritypolicies', by: ['helm/v2'] },
      ],
    }),
    "does not pass EKS's insight Deprecated APIs removed in Kubernetes v1.25, at the upgrade to 1.25 | EKS says: Deprecated API usage detected within the last 30 days. | /apis/batch/v1beta1/cronjobs is asked for by argocd/v2.9 and kubectl/v1.21\\u{1b}[2J; /apis/batch/v1/cronjobs takes its place. | /apis/policy/v1beta1/podsecuritypolicies is asked for by helm/v2.",
  ],
  [
    'an insight that passes again if nobody asks any more',
    insight({ lastRequestedAt: '2024-02-20T10:00:00.000Z', forgottenAt: '2024-03-21T10:00:00.000Z' }),
    "does not pass EKS's insight Kubelet version skew, at the upgrade to 1.25; the last request that it is about was on 2024-02-20 | It passes again on 2024-03-21, in 16 days, unless there is another one.",
  ],
  [
    'an insight that warns',
    insight({ status: 'WARNING', kubernetes: '1.26', addons: ['coredns', 'vpc-cni'] }),
    'EKS warns of Kubernetes 1.26 by its insight Kubelet version skew | It is about coredns and vpc-cni.',
  ],
  [
    'an insight of no version, and who asks in a form that is new',
    aFinding({
      rule: 'cluster-upgrade-insights',
      horizon: 'next-upgrade',
      evidence: { insight: 'Nodes', status: 'ERROR', asked: ['the moon', { api: '/apis/x', by: 'all' }] },
    }),
    "does not pass EKS's insight Nodes, at the next upgrade | It is about the moon. | It is about api /apis/x, by all.",
  ],
  [
    'an insight on what is wrong already',
    aFinding({ rule: 'cluster-upgrade-insights', evidence: { insight: 'Hybrid nodes', status: 'ERROR', asked: 'x' } }),
    "does not pass EKS's insight Hybrid nodes | It is about x.",
  ],
  [
    'a warning of what is wrong already',
    aFinding({ rule: 'cluster-upgrade-insights', evidence: { insight: 'Hybrid nodes', status: 'WARNING' } }),
    'EKS warns by its insight Hybrid nodes',
  ],
  [
    'an update that failed',
    lastUpdate('FAILED', { errors: ['NodeCreationFailure', 'PodEvictionFailure'], messages: ['no node joins'] }),
    'its last update (VersionUpdate to 1.25, begun on 2024-02-07) failed: NodeCreationFailure and PodEvictionFailure | EKS says: no node joins',
  ],
  [
    'an update that was cancelled',
    aFinding({
      rule: 'last-update-outcome',
      evidence: { outcome: 'CANCELLED', update: 'x', type: 'AddonUpdate', startedAt: '2024-02-07T20:41:09.563Z' },
    }),
    'its last update (AddonUpdate, begun on 2024-02-07) was cancelled',
  ],
  [
    'an update that does not end',
    lastUpdate('UNFINISHED'),
    'its last update (VersionUpdate to 1.25) has been in progress since 2024-02-07',
  ],
  [
    'a rollback',
    lastUpdate('ROLLED_BACK', { type: 'VersionRollback', version: '1.24' }),
    'it was rolled back on 2024-02-07 (VersionRollback to 1.24)',
  ],
  [
    'an upgrade that can be undone, with what EKS has against that',
    rollback({
      atLeastUntil: '2024-03-10T21:15:00.000Z',
      blockers: [
        { insight: 'Incompatible API usage', status: 'ERROR', reason: 'Detected.\n' },
        { insight: 'Cluster health', status: 'UNKNOWN' },
        'the moon',
      ],
      needsExtendedPolicy: true,
    }),
    'its upgrade from 1.24 to 1.25 can be undone at least until 2024-03-10, in 5 days | It began at 2024-03-03 21:15 UTC. | EKS has against it: Incompatible API usage (ERROR, Detected.\\n), Cluster health (UNKNOWN) and the moon. | The upgrade policy has to be EXTENDED for that: 1.24 is in extended support.',
  ],
  [
    'an upgrade that nothing keeps from being undone, for as long as there is support',
    rollback({ until: '2024-03-06T00:00:00.000Z', blockers: [] }),
    'its upgrade from 1.24 to 1.25 can be undone until 2024-03-06, tomorrow | It began at 2024-03-03 21:15 UTC. | EKS has nothing against it.',
  ],
  [
    'an upgrade that EKS has not looked at yet',
    rollback({ atLeastUntil: '2024-03-10T21:15:00.000Z', blockersUnknown: true }),
    'its upgrade from 1.24 to 1.25 can be undone at least until 2024-03-10, in 5 days | It began at 2024-03-03 21:15 UTC. | What EKS has against it is not known.',
  ],
  [
    'a kube-proxy that is too old now',
    kubeProxy({ controlPlane: '1.24', behind: 3, allowed: 2, nodegroups: ['workers 1.24', 'batch 1.24'] }),
    'v1.21.2-eksbuild.2 is three minors behind the control plane 1.24; only two are allowed | It is as far from the kubelets beside it: workers 1.24 and batch 1.24.',
  ],
  [
    'a kube-proxy that will be too old',
    kubeProxy({ controlPlane: '1.25', behind: 4, allowed: 2 }, { horizon: 'next-upgrade' }),
    'v1.21.2-eksbuild.2 will be four minors behind at the upgrade to 1.25; only two are allowed',
  ],
  [
    'a kube-proxy that only the API server has seen',
    kubeProxy({ controlPlane: '1.24', behind: 3, allowed: 2, seenBy: 'kube-proxy/v1.21.2 (linux/amd64)' }),
    'v1.21.2-eksbuild.2 is three minors behind the control plane 1.24; only two are allowed | It was seen by the name under which it asks the API server: kube-proxy/v1.21.2 (linux/amd64).',
  ],
  [
    'a kube-proxy that only EKS has seen',
    aFinding({
      fault: 'control-plane',
      horizon: 'next-upgrade',
      evidence: { insight: 'kube-proxy version skew', status: 'ERROR', controlPlane: '1.25', reason: 'Too old.' },
    }),
    'EKS says ERROR by its insight kube-proxy version skew, at the upgrade to 1.25; its version could not be read | EKS says: Too old.',
  ],
  [
    'a kube-proxy of which EKS does not say why it does not pass',
    aFinding({
      fault: 'control-plane',
      horizon: 'next-upgrade',
      evidence: { insight: 'kube-proxy version skew', status: 'ERROR', controlPlane: '1.25' },
    }),
    'EKS says ERROR by its insight kube-proxy version skew, at the upgrade to 1.25; its version could not be read',
  ],
  [
    'a kube-proxy that is ahead',
    kubeProxy({ controlPlane: '1.20', behind: -1, allowed: 2 }),
    'v1.21.2-eksbuild.2 is one minor ahead of the control plane 1.20; it may never be newer',
  ],
  [
    'a kube-proxy that will still be ahead',
    kubeProxy({ controlPlane: '1.20', behind: -1, allowed: 2 }, { horizon: 'next-upgrade' }),
    'v1.21.2-eksbuild.2 will still be one minor ahead at the upgrade to 1.20; it may never be newer',
  ],
  [
    'a kube-proxy of another major version, whose distance is no number in JSON',
    kubeProxy({ controlPlane: '2.0', behind: null, allowed: 2 }),
    'v1.21.2-eksbuild.2 is of another major version than the control plane 2.0',
  ],
  [
    'a kube-proxy that will be of another major version',
    kubeProxy({ controlPlane: '2.0', behind: Number.POSITIVE_INFINITY, allowed: 2 }, { horizon: 'next-upgrade' }),
    'v1.21.2-eksbuild.2 will be of another major version at the upgrade to 2.0',
  ],
  [
    'a kube-proxy too far from its kubelets',
    kubeProxy(
      { controlPlane: '1.23', behind: 2, allowed: 2, nodegroups: ['workers 1.24'] },
      { fault: 'kubelet', severity: 'MEDIUM' },
    ),
    'v1.21.2-eksbuild.2 is too far from the kubelets beside it (workers 1.24): two minors either way are allowed',
  ],
  [
    'a kube-proxy too far from the kubelets of nodes outside node groups',
    kubeProxy(
      { controlPlane: '1.23', behind: 2, allowed: 2, nodegroups: ['HYBRID 1.24', 'ami-1 1.25'] },
      { fault: 'kubelet', severity: 'MEDIUM' },
    ),
    'v1.21.2-eksbuild.2 is too far from the kubelets beside it (hybrid nodes 1.24 and ami-1 1.25): two minors either way are allowed',
  ],
  [
    'kubelets that are behind',
    aLaggingNodegroup('workers'),
    'kubelet 1.23 is one minor behind the control plane 1.24; two are allowed',
  ],
  [
    'kubelets of an image of their own',
    aLaggingNodegroup('workers', {
      evidence: { kubelet: '1.20', controlPlane: '1.24', behind: 4, allowed: 2, recordedByEks: true },
    }),
    'kubelet 1.20 is four minors behind the control plane 1.24; only two are allowed | The group runs an image of its own: this is the version that EKS recorded, which does not look into the image.',
  ],
  [
    'an add-on that is older than the default',
    currency({ olderThan: 'DEFAULT', defaultVersion: 'v1.12.4-eksbuild.1', newestListed: 'v1.13.2-eksbuild.1' }),
    'v1.12.1-eksbuild.2 is older than v1.12.4-eksbuild.1, which EKS installs on Kubernetes 1.34 | The newest is v1.13.2-eksbuild.1.',
  ],
  [
    'an add-on that is older than the default, which is the newest',
    currency({ olderThan: 'DEFAULT', defaultVersion: 'v1.12.4-eksbuild.1', newestListed: 'v1.12.4-eksbuild.1' }),
    'v1.12.1-eksbuild.2 is older than v1.12.4-eksbuild.1, which EKS installs on Kubernetes 1.34',
  ],
  [
    'an add-on that is older than the newest',
    currency({ olderThan: 'NEWEST', defaultVersion: 'v1.12.1-eksbuild.2', newestListed: 'v1.13.2-eksbuild.1' }),
    'v1.12.1-eksbuild.2 is older than the newest for Kubernetes 1.34, v1.13.2-eksbuild.1 | EKS itself would install v1.12.1-eksbuild.2.',
  ],
  [
    'an add-on that is older than the newest, where AWS names no default',
    currency({ olderThan: 'NEWEST', newestListed: 'v1.13.2-eksbuild.1' }),
    'v1.12.1-eksbuild.2 is older than the newest for Kubernetes 1.34, v1.13.2-eksbuild.1',
  ],
  [
    'an add-on that EKS does not manage',
    aFinding({ rule: 'addon-management', evidence: { addon: 'coredns', kind: 'SELF_MANAGED', version: 'v1.9.3' } }),
    "v1.9.3 is there, and is no EKS add-on | AWS's upgrade insights on add-ons do not look at it.",
  ],
  [
    'an add-on that is not there',
    aFinding({ rule: 'addon-management', evidence: { addon: 'coredns', kind: 'ABSENT' } }),
    'is not there, and nothing is known to be in its place',
  ],
  [
    'a configuration that is none',
    configuration({ kind: 'NO_SETTINGS' }),
    'what it is configured with is no mapping in JSON or YAML',
  ],
  ['a Corefile that is no text', configuration({ kind: 'COREFILE_NO_TEXT' }), 'its Corefile is no text'],
  [
    'a brace that is left open',
    configuration({ kind: 'UNCLOSED_BRACE', line: 3 }),
    'CoreDNS cannot read its Corefile: in line 3 a brace is left open',
  ],
  [
    'a brace too many',
    configuration({ kind: 'UNEXPECTED_BRACE', line: 3 }),
    'CoreDNS cannot read its Corefile: in line 3 a brace closes what none has opened',
  ],
  [
    'a comma too many',
    configuration({ kind: 'COMMA', line: 3 }),
    'CoreDNS cannot read its Corefile: in line 3 a comma is followed by no zone',
  ],
  [
    'a snippet that is none',
    configuration({ kind: 'SNIPPET', line: 3 }),
    'CoreDNS cannot read its Corefile: in line 3 a snippet has no block, or the name of another',
  ],
  [
    'an import that is none',
    configuration({ kind: 'IMPORT', line: 3 }),
    'CoreDNS cannot read its Corefile: in line 3 an import names nothing or too much, or goes round in a circle',
  ],
  [
    'plugins that are not there',
    configuration({ kind: 'UNKNOWN_PLUGIN', names: ['proxy', 'federation'] }),
    'this CoreDNS (v1.11.4-eksbuild.2) has no plugin proxy or federation, which its Corefile names',
  ],
  [
    'properties that are not there',
    configuration({ kind: 'UNKNOWN_PROPERTY', names: ['kubernetes upstream', 'log level'] }),
    'this CoreDNS (v1.11.4-eksbuild.2) does not know the properties kubernetes upstream and log level of its Corefile',
  ],
  [
    'a property that is not there',
    configuration({ kind: 'UNKNOWN_PROPERTY', names: ['kubernetes upstream'] }),
    'this CoreDNS (v1.11.4-eksbuild.2) does not know the property kubernetes upstream of its Corefile',
  ],
  [
    'zones that are served twice',
    configuration({ kind: 'ZONE_TWICE', zones: ['.:53', 'a.org'] }),
    'its Corefile serves .:53 and a.org twice on one port',
  ],
  [
    'a probe that finds nobody',
    configuration({ kind: 'NOT_PROBED', plugin: 'ready' }),
    'its Corefile has ready nowhere, which its pods are probed by',
  ],
  [
    'too few replicas',
    configuration({ kind: 'REPLICAS', replicaCount: 1, needed: 2 }),
    'has 1 replica, and its nodes need 2',
  ],
  [
    'too low a limit of replicas',
    configuration({ kind: 'MAX_REPLICAS', maxReplicas: 2, needed: 3 }),
    'is scaled to at most 2 replicas, and its nodes need 3',
  ],
  [
    'a known breakage ahead',
    aBreakage(),
    'v1.21.2-eksbuild.2 will break at the upgrade to 1.25 | kube-proxy programs no service any more. New nodes never become Ready. | Source: https://github.com/awsdocs/amazon-eks-user-guide/pull/922',
  ],
  [
    'a known breakage now, and what it explains',
    addon({
      kind: 'KNOWN_BREAKAGE',
      consequence: 'aws-node crashes.',
      breakage: 'x',
      also: ['BELOW_LISTED', 'BELOW_MINIMUM'],
    }),
    'v1.10.1-eksbuild.1 does not work under Kubernetes 1.25 | aws-node crashes. | It is also below the lowest version that AWS lists and below the oldest version that AWS recommends.',
  ],
  [
    'a known breakage at the next node roll',
    addon({ kind: 'KNOWN_BREAKAGE' }, { horizon: 'next-node-roll' }),
    'v1.10.1-eksbuild.1 does not work on the nodes that come next, under Kubernetes 1.25',
  ],
  [
    'below the list now',
    addon({
      kind: 'BELOW_LISTED',
      lowestListed: 'v1.11.4-eksbuild.1',
      newestListed: 'v1.19.0-eksbuild.1',
      defaultVersion: 'v1.12.2-eksbuild.1',
    }),
    'v1.10.1-eksbuild.1 is below the lowest version that AWS lists (v1.11.4-eksbuild.1) for Kubernetes 1.25 | EKS itself would install v1.12.2-eksbuild.1 on Kubernetes 1.25.',
  ],
  [
    'below the list at the upgrade',
    addon({ kind: 'BELOW_LISTED', lowestListed: 'v1.11.4-eksbuild.1' }, { horizon: 'next-upgrade' }),
    'v1.10.1-eksbuild.1 will be below the lowest version that AWS lists (v1.11.4-eksbuild.1), at the upgrade to 1.25',
  ],
  [
    'above the list',
    addon({ kind: 'ABOVE_LISTED', newestListed: 'v1.9.0-eksbuild.1' }),
    'v1.10.1-eksbuild.1 is above the highest version that AWS lists (v1.9.0-eksbuild.1) for Kubernetes 1.25',
  ],
  [
    'delisted',
    addon({ kind: 'DELISTED', nearestListed: 'v1.10.1-eksbuild.2' }),
    'v1.10.1-eksbuild.1 is not, or no longer, listed by AWS for Kubernetes 1.25; the nearest that it lists is v1.10.1-eksbuild.2',
  ],
  [
    'below the minimum at the upgrade',
    addon({ kind: 'BELOW_MINIMUM', minimum: 'v1.11.4', source: 'https://example.com/' }, { horizon: 'next-upgrade' }),
    'v1.10.1-eksbuild.1 will be below v1.11.4, the oldest that AWS recommends, at the upgrade to 1.25 | Source: https://example.com/',
  ],
  [
    'listed for other platforms',
    addon({ kind: 'OTHER_PLATFORM', listedPlatforms: ['eks.5+', 'eks.3'], platformVersion: 'eks.2' }),
    'v1.10.1-eksbuild.1 is listed for Kubernetes 1.25 on platform eks.5+ and eks.3 only; this cluster has eks.2',
  ],
  [
    'listed for other platforms than one that is not known',
    addon({ kind: 'OTHER_PLATFORM', listedPlatforms: ['eks.5+'], platformVersion: '' }),
    'v1.10.1-eksbuild.1 is listed for Kubernetes 1.25 on platform eks.5+ only; this cluster has one that AWS did not name',
  ],
  [
    'a control plane behind a sibling',
    clusterDrift({
      difference: 'BEHIND',
      version: '1.24',
      allowed: 1,
      siblingVersion: '1.26',
      differing: ['shop-test 1.26'],
    }),
    'Kubernetes 1.24 is two minors behind the 1.26 of shop-test; one is allowed',
  ],
  [
    'a control plane behind several siblings, one of which was not read tonight',
    clusterDrift({
      difference: 'BEHIND',
      version: '1.22',
      allowed: 2,
      sibling: 'blue',
      siblingVersion: '1.26',
      siblingUnreadSince: '2024-03-01T23:00:00.000Z',
      differing: ['blue 1.26', 'shop-dev 1.25'],
    }),
    'Kubernetes 1.22 is four minors behind the 1.26 of blue (test); two are allowed | Too far ahead of it: blue 1.26 and shop-dev 1.25. | blue (test) could not be read tonight; this goes by what was seen of it on 2024-03-01.',
  ],
  [
    'a control plane of another major version',
    clusterDrift({ difference: 'BEHIND', version: '1.30', allowed: 1, siblingVersion: '2.0', differing: [] }),
    'Kubernetes 1.30 is too far behind the 2.0 of shop-test; one is allowed',
  ],
  [
    'a control plane ahead of all',
    clusterDrift({
      difference: 'AHEAD',
      version: '1.25',
      allowed: 1,
      siblingVersion: '1.24',
      differing: ['shop-dev 1.23', 'shop-test 1.24'],
    }),
    'Kubernetes 1.25 is ahead of every lower environment (shop-dev 1.23 and shop-test 1.24)',
  ],
  [
    'an add-on minors behind',
    versionDrift('MINORS_BEHIND'),
    'v1.10.1-eksbuild.1 is more than a minor behind shop-test, which has v1.16.0-eksbuild.1 since 2024-01-11',
  ],
  [
    'an add-on a minor behind',
    versionDrift('MINOR_BEHIND'),
    'v1.10.1-eksbuild.1 is a minor behind shop-test, which has v1.16.0-eksbuild.1 since 2024-01-11',
  ],
  [
    'an add-on a patch behind',
    versionDrift('PATCH_BEHIND'),
    'v1.10.1-eksbuild.1 is a patch behind shop-test, which has v1.16.0-eksbuild.1 since 2024-01-11',
  ],
  [
    'an add-on ahead of all',
    versionDrift('AHEAD', { behindIt: ['shop-dev v1.9.0', 'shop-test v1.9.1'] }),
    'v1.10.1-eksbuild.1 is ahead of every lower environment (shop-dev v1.9.0 and shop-test v1.9.1)',
  ],
  [
    'an add-on of the lowest environment that lags',
    versionDrift('LOWEST_BEHIND'),
    'v1.10.1-eksbuild.1 is behind every higher environment; shop-test, the nearest, has v1.16.0-eksbuild.1 since 2024-01-11',
  ],
  [
    'a kube-proxy further behind than its sibling',
    kubeProxyDrift('MINORS_BEHIND'),
    'v1.21.2-eksbuild.2 is three minors behind its control plane 1.24, where v1.25.16-eksbuild.2 of shop-test is level with 1.25',
  ],
  [
    'a kube-proxy nearer than in every lower environment',
    kubeProxyDrift('AHEAD', { version: 'v1.25.1-eksbuild.1', behindIt: ['shop-test v1.21.2'] }),
    'v1.25.1-eksbuild.1 is one minor ahead of its control plane 1.24; in every lower environment it is further behind (shop-test v1.21.2)',
  ],
  [
    'a kube-proxy further behind than in every higher environment',
    kubeProxyDrift('LOWEST_BEHIND', { siblingVersion: 'v2.0.0' }),
    'v1.21.2-eksbuild.2 is three minors behind its control plane 1.24, further than in every higher environment: v2.0.0 of shop-test is of another major version than 1.25',
  ],
  [
    'an add-on that is missing',
    addonDrift('missing', { siblingVersion: 'v1.2.0', presentIn: ['shop-dev', 'shop-test'] }),
    'is not installed, and is in shop-dev and shop-test (v1.2.0 in shop-test)',
  ],
  [
    'an add-on that only this environment has',
    addonDrift('extra', { version: 'v1.2.0', absentIn: ['shop-dev', 'shop-test'] }),
    'v1.2.0 is installed, and is not in shop-dev and shop-test',
  ],
  [
    'another configuration',
    addonDrift('configuration', { differing: ['env.WARM_IP_TARGET', 'enableNetworkPolicy'] }),
    'is configured otherwise than in shop-test: env.WARM_IP_TARGET and enableNetworkPolicy',
  ],
  [
    'another configuration, as a whole',
    addonDrift('configuration', { differing: [] }),
    'is configured otherwise than in shop-test',
  ],
  [
    'permissions by another way',
    addonDrift('iam', {
      mode: 'ROLE',
      role: 'arn:aws:iam::1:role/cni',
      siblingMode: 'NODE_ROLE',
      siblingRole: 'arn:aws:iam::2:role/cni',
    }),
    'gets its IAM permissions by a role of its own, and in shop-test by the role of the nodes | Its role is arn:aws:iam::1:role/cni. | The role there is arn:aws:iam::2:role/cni.',
  ],
  [
    'an add-on that only EKS manages here',
    addonDrift('management', { version: 'v1.2.0', managed: true }),
    'v1.2.0 is an EKS add-on, and self-managed in shop-test',
  ],
  [
    'an add-on that EKS does not manage here',
    addonDrift('management', { version: 'v1.2.0', managed: false }),
    'v1.2.0 is self-managed, and an EKS add-on in shop-test',
  ],
  [
    'a combination that has not run',
    ran(
      { part: 'vpcCni', willHave: '1.10', ran: '1.16' },
      { part: 'kubeProxyBehind', willHave: '3', ran: '0' },
      { part: 'amiFamilies', willHave: ['AL2', 'WINDOWS'], ran: ['AL2023'] },
    ),
    'after the upgrade to 1.25 it would run what no lower environment has run: 1.25 with vpc-cni 1.10, kube-proxy three minors behind and nodes of AL2, WINDOWS | The nearest that ran is that of shop-test, since 2024-01-16: 1.25 with vpc-cni 1.16, kube-proxy level with its control plane and nodes of AL2023.',
  ],
  [
    'a combination of parts that are absent, ahead, of another major, or new to us',
    ran(
      { part: 'coredns', willHave: 'absent', ran: '1.9' },
      { part: 'kubeProxyBehind', willHave: '-1', ran: 'Infinity' },
      { part: 'moon', willHave: 'full', ran: 'new' },
    ),
    'after the upgrade to 1.25 it would run what no lower environment has run: 1.25 with no coredns, kube-proxy one minor ahead and moon full | The nearest that ran is that of shop-test, since 2024-01-16: 1.25 with coredns 1.9, kube-proxy of another major version and moon new.',
  ],
  [
    'an upgrade that nobody has made before',
    untested({ lower: ['shop-dev 1.24', 'shop-test 1.24'], neverRead: ['shop-qa'] }),
    'no lower environment runs 1.25 yet (shop-dev 1.24 and shop-test 1.24) | Never read, so that it may have run there: shop-qa.',
  ],
];

describe('the words of findings', () => {
  it.each([...clusterRules, ...fleetRules].map(({ id }) => id))('are looked at for %s', (id) => {
    expect(cases.some(([, { rule }]) => rule === id)).toBe(true);
  });

  it.each(cases)('tell %s', (_, finding, words) => {
    expect(read(finding)).toBe(words);
  });

  it.each<[string, Finding, string]>([
    [
      'a rule without words',
      aFinding({ rule: 'rule-of-tomorrow', fault: 'x', evidence: {} }),
      'does not meet rule-of-tomorrow (x)',
    ],
    [
      'evidence of another shape',
      support('HIGH', { version: 124, phase: { of: ['the', 'moon'] }, waxing: true }),
      'does not meet cluster-version-support | In evidence: version 124, phase of the, moon and waxing true.',
    ],
    [
      'a kind that is new',
      addon({ kind: 'CURSED' }),
      'does not meet addon-version-compatibility (unlisted) | In evidence: addon vpc-cni, version v1.10.1-eksbuild.1, kubernetes 1.25 and kind CURSED.',
    ],
    [
      'a fact that has no words',
      aLaggingNodegroup('workers', {
        evidence: { kubelet: '1.23', controlPlane: '1.24', behind: 1, allowed: 2, moon: ['full'] },
      }),
      'kubelet 1.23 is one minor behind the control plane 1.24; two are allowed | In evidence: moon full.',
    ],
  ])('are honest about %s', (_, finding, words) => {
    expect(read(finding)).toBe(words);
  });

  it.each<[string, Finding]>([
    ['a drift of a kind that is new', addonDrift('moon', {})],
    ['a difference that is new', versionDrift('SIDEWAYS')],
    ['a difference of kube-proxy that is new', kubeProxyDrift('SIDEWAYS')],
    [
      'a difference of control planes that is new',
      clusterDrift({ difference: 'SIDEWAYS', version: '1', allowed: 1, siblingVersion: '1' }),
    ],
    ['a drift that tells too little', addonDrift('missing', {})],
    ['a version that tells too little', addonDrift('version', { version: 'v1' })],
    ['an extra add-on that tells too little', addonDrift('extra', {})],
    ['a way that is new', addonDrift('iam', { mode: 'PRAYER', siblingMode: 'ROLE' })],
    ['a management that tells too little', addonDrift('management', { managed: true })],
    ['a combination that tells too little', untested({ ...sibling, differing: [null, 'x', [], { part: 'x' }] })],
    ['differences that are no list', untested({ ...sibling, differing: 'none' })],
    ['a minimum that is not given', addon({ kind: 'BELOW_MINIMUM' })],
    [
      'a kube-proxy that tells too little',
      aFinding({ fault: 'control-plane', evidence: { insight: 'x', status: 'ERROR' } }),
    ],
    ['kubelets that are not given', kubeProxy({ allowed: 2 }, { fault: 'kubelet' })],
    ['a date that is not given', support('MEDIUM', { version: '1.24', phase: 'STANDARD_SUPPORT' })],
    ['an issue that is not given', health('cluster-health', 'Other', { messages: ['x'] })],
    ['an outcome that is new', lastUpdate('EXPLODED')],
    ['a version that is not given', untested({ nextVersion: 1 })],
    ['an upgrade that can be undone for nobody knows how long', rollback({})],
    ['an insight without a status', insight({ status: 1 })],
    ['an insight without a name', insight({ insight: ['x'] })],
  ])('lose no fact of %s', (_, finding) => {
    const words = read(finding);

    expect(words).toMatch(new RegExp(`^does not meet ${finding.rule}`));
    for (const key of Object.keys(finding.evidence)) expect(words).toMatch(new RegExp(`[ ,]${key} `));
  });

  it('say how old a catalogue is that stands in, and since when a resource could not be looked at', () => {
    const evidence = { ...aLaggingNodegroup('workers').evidence, catalogueReadAt: '2024-03-04T23:00:00.000Z' };

    expect(read(aLaggingNodegroup('workers', { evidence, unreadableSince: '2024-03-03T23:00:00.000Z' }))).toBe(
      'kubelet 1.23 is one minor behind the control plane 1.24; two are allowed | It could not be looked at since 2024-03-03, and stays open until it can. | AWS could not be asked for its lists tonight; this goes by those of 2024-03-04.',
    );
  });
});

describe('a forced upgrade', () => {
  it('is near from 89 days before it', () => {
    expect(isNear('2024-06-02T00:00:00.000Z', asOf)).toBe(true);
    expect(isNear('2024-06-03T00:00:00.000Z', asOf)).toBe(false);
  });

  it('may come at any time from its day on', () => {
    expect(forcedUpgrade('2024-03-06T00:00:00.000Z', asOf).text).toBe(
      'from 2024-03-06, tomorrow, AWS upgrades this cluster by itself',
    );
    expect(forcedUpgrade('2024-03-05T00:00:00.000Z', asOf).text).toBe(
      'AWS may upgrade this cluster by itself at any time',
    );
  });

  it('is told with what is judged at the next upgrade', () => {
    expect(wordsOf(aBreakage(), asOf).forcedFrom).toBe('2025-01-31T00:00:00.000Z');
    expect(wordsOf(aBreakage({ horizon: 'now' }), asOf).forcedFrom).toBeUndefined();
  });
});
