import { expect, it } from 'vitest';
import type { AddonImage } from '#core/addons/addon-image.ts';
import { readable, unreadable } from '#core/reading.ts';
import { addonOverride } from '#core/rules/addon-override.ts';
import type { ClusterSnapshot } from '#core/snapshot.ts';
import {
  aCluster,
  aContext,
  anAddon,
  anUpdate,
  clusterAccessOff,
  clusterArn,
  refused,
} from '../../support/builders.ts';
import { ruleTable, verdictAt } from '../../support/rule-table.ts';

const eu = '602401143452.dkr.ecr.eu-west-1.amazonaws.com';
const workloads: Readonly<Record<string, string>> = {
  'kube-proxy': 'daemonset/kube-proxy',
  'vpc-cni': 'daemonset/aws-node',
  coredns: 'deployment/coredns',
};
const anImage = (addon: string, image: string): AddonImage => ({ addon, workload: `${workloads[addon]}`, image });

type Parts = Partial<Pick<ClusterSnapshot, 'addonUpdates' | 'region'>>;

/** A cluster that has one EKS add-on, and the workload of it that runs an image. */
const running = (image: string, version = 'v1.34.6-eksbuild.11', name = 'kube-proxy', more: Parts = {}) =>
  aCluster({
    addons: [anAddon(name, version)],
    selfManagedAddons: [],
    addonImages: readable([anImage(name, image)]),
    ...more,
  });

const says = (version: string, tag: string, registry: string, name = 'kube-proxy') => ({
  [`${name} now/version`]: version,
  [`${name} next-node-roll/tag`]: tag,
  [`${name} next-node-roll/registry`]: registry,
});
const yes = 'COMPLIANT';
const no = 'NOT_APPLICABLE';
const unknown = 'INSUFFICIENT_DATA';
const underWay = (status: string) =>
  readable([{ name: 'kube-proxy', detail: readable([anUpdate({ type: 'AddonUpdate', status })]) }]);
const older = `${eu}/eks/kube-proxy:v1.34.1-eksbuild.2`;

ruleTable(addonOverride, [
  { when: 'the Kubernetes API is not to be read', says: {} },
  {
    when: 'the image is what EKS says',
    cluster: running(`${eu}/eks/kube-proxy:v1.34.6-eksbuild.11`),
    says: says(yes, yes, yes),
  },
  {
    when: 'the image is of another build',
    cluster: running(`${eu}/eks/kube-proxy:v1.34.6-eksbuild.2`),
    says: says(yes, yes, yes),
  },
  { when: 'the image is older by a patch', cluster: running(older), says: says('MEDIUM', yes, yes) },
  {
    when: 'the image is newer',
    cluster: running(`${eu}/eks/kube-proxy:v1.35.0-eksbuild.2`),
    says: says('MEDIUM', yes, yes),
  },
  {
    when: 'the image is another, and an update is under way',
    cluster: running(older, undefined, undefined, { addonUpdates: underWay('InProgress') }),
    says: says(no, yes, yes),
  },
  {
    when: 'the image is another, and the last update failed',
    cluster: running(older, undefined, undefined, { addonUpdates: underWay('Failed') }),
    says: says('MEDIUM', yes, yes),
  },
  {
    when: 'the image is another, and it is not known whether an update is under way',
    cluster: running(older, undefined, undefined, { addonUpdates: unreadable(refused('eks:ListUpdates')) }),
    says: says(unknown, yes, yes),
  },
  {
    when: 'the updates of this add-on alone are not known',
    cluster: running(older, undefined, undefined, {
      addonUpdates: readable([{ name: 'kube-proxy', detail: unreadable(refused('eks:ListUpdates')) }]),
    }),
    says: says(unknown, yes, yes),
  },
  {
    when: 'the image of another add-on, whose update is under way, is not asked for',
    cluster: running(older, undefined, undefined, {
      addonUpdates: readable([{ name: 'coredns', detail: readable([anUpdate({ status: 'InProgress' })]) }]),
    }),
    says: says('MEDIUM', yes, yes),
  },

  {
    when: 'it comes by a mirror',
    cluster: running('mirror.corp.example:5000/aws/eks/kube-proxy:v1.34.6-minimal-eksbuild.11'),
    says: says(yes, no, no),
  },
  {
    when: 'it comes by a cache of the own account that pulls through',
    cluster: running(
      '333344445555.dkr.ecr.eu-west-1.amazonaws.com/ecr-public/eks/kube-proxy:v1.34.6-minimal-eksbuild.11',
    ),
    says: says(yes, no, no),
  },
  {
    when: 'another built it of the same version',
    cluster: running('public.ecr.aws/eks-distro/coredns/coredns:v1.11.4-eks-1-31-9', 'v1.11.4-eksbuild.2', 'coredns'),
    says: says(yes, no, no, 'coredns'),
  },
  {
    when: 'the add-on has a build, and its image none',
    cluster: running(`${eu}/eks/aws-ebs-csi-driver:v1.45.0`, 'v1.45.0-eksbuild.2', 'aws-ebs-csi-driver'),
    says: says(yes, no, yes, 'aws-ebs-csi-driver'),
  },
  {
    when: 'it is pinned by its digest',
    cluster: running(`${eu}/eks/kube-proxy@sha256:${'a'.repeat(64)}`),
    says: says(unknown, no, yes),
  },
  {
    when: 'it is pinned by its digest beside a tag that was never pushed, and that nobody pulls',
    cluster: running(`${eu}/eks/kube-proxy:v1.33.5-eksbuild.2@sha256:${'a'.repeat(64)}`, 'v1.33.5-eksbuild.2'),
    says: says(yes, no, yes),
  },
  { when: 'its tag is no version', cluster: running('mirror/kube-proxy:stable'), says: says(unknown, no, no) },
  {
    when: 'its tag has a part too many',
    cluster: running('mirror/kube-proxy:v1.34.6.7'),
    says: says(unknown, no, no),
  },
  {
    when: 'its tag is no version, in a registry of AWS',
    cluster: running(`${eu}/eks/kube-proxy:stable`),
    says: says(unknown, no, yes),
  },
  { when: 'it is no image', cluster: running('Not an image'), says: says(unknown, no, no) },
  {
    when: 'the version of the add-on is none',
    cluster: running(`${eu}/eks/kube-proxy:v1.34.6-eksbuild.11`, 'preview'),
    says: says(unknown, yes, yes),
  },

  ...[
    { tag: 'v1.24.17-eksbuild.2', said: no },
    { tag: 'v1.25.16-eksbuild.2', said: 'HIGH' },
    { tag: 'v1.25.16-minimal-eksbuild.2', said: yes },
    { tag: 'v1.33.5-minimal-eksbuild.2', said: yes },
    { tag: 'v1.33.5-eksbuild.2', said: 'HIGH' },
    { tag: 'v1.34.0-eksbuild.2', said: yes },
    { tag: 'v1.34.0-minimal-eksbuild.2', said: 'HIGH' },
    { tag: 'v2.30.0-eksbuild.2', said: no },
  ].map(({ tag, said }) => ({
    when: `kube-proxy comes from AWS by the tag ${tag}`,
    cluster: running(`${eu}/eks/kube-proxy:${tag}`, tag.replace('-minimal', '')),
    says: says(yes, said, yes),
  })),

  ...[
    { host: '918309763551.dkr.ecr.cn-north-1.amazonaws.com.cn', said: yes },
    { host: '013241004608.dkr.ecr.us-gov-west-1.amazonaws.com', said: yes },
    { host: '013241004608.dkr.ecr-fips.us-gov-west-1.amazonaws.com', said: yes },
    { host: '602401143452.dkr-ecr.eu-west-1.on.aws', said: yes },
    // Of another region than the cluster's, but there is one.
    { host: '602401143452.dkr.ecr.us-west-2.amazonaws.com', said: yes },
    { host: '602401143452.dkr.ecr.cn-north-1.amazonaws.com.cn', said: 'HIGH' },
    { host: '602401143452.dkr.ecr.eu-south-2.amazonaws.com', said: 'HIGH' },
    { host: '918309763551.dkr.ecr.eu-west-1.amazonaws.com', said: 'HIGH' },
    { host: '602401143452.dkr.ecr.mars-north-1.amazonaws.com', said: unknown },
    { host: '602401143452.example.com', said: no },
  ].map(({ host, said }) => ({
    when: `vpc-cni comes from ${host}`,
    cluster: running(`${host}/amazon-k8s-cni:v1.20.4-eksbuild.1`, 'v1.20.4-eksbuild.1', 'vpc-cni'),
    says: says(yes, no, said, 'vpc-cni'),
  })),

  {
    when: 'one of several workloads was edited',
    cluster: aCluster({
      addons: [anAddon('coredns', 'v1.12.1-eksbuild.2')],
      selfManagedAddons: [],
      addonImages: readable(['v1.12.1', 'v1.11.4', 'stable'].map((tag) => anImage('coredns', `mirror/coredns:${tag}`))),
    }),
    says: says('MEDIUM', no, no, 'coredns'),
  },
  {
    when: 'one of several workloads cannot be read',
    cluster: aCluster({
      addons: [anAddon('coredns', 'v1.12.1-eksbuild.2')],
      selfManagedAddons: [],
      addonImages: readable(['v1.12.1', 'stable'].map((tag) => anImage('coredns', `mirror/coredns:${tag}`))),
    }),
    says: says(unknown, no, no, 'coredns'),
  },
  {
    when: 'EKS does not manage it',
    cluster: aCluster({
      addons: [],
      selfManagedAddons: [anAddon('kube-proxy', { managed: false, version: 'v1.35.0-minimal-eksbuild.2' })],
      addonImages: readable([anImage('kube-proxy', `${eu}/eks/kube-proxy:v1.35.0-minimal-eksbuild.2`)]),
    }),
    says: { 'kube-proxy next-node-roll/tag': 'HIGH', 'kube-proxy next-node-roll/registry': yes },
  },
  {
    when: 'no workload of it is known',
    cluster: aCluster({
      addons: [anAddon('metrics-server')],
      selfManagedAddons: [],
      addonImages: readable([anImage('kube-proxy', 'mirror/kube-proxy:v1.1.1')]),
    }),
    says: { 'metrics-server now': no },
  },
  {
    when: 'the Kubernetes API refuses',
    cluster: aCluster({
      addons: [anAddon('coredns')],
      selfManagedAddons: [],
      addonImages: unreadable(refused('kubernetes:ListDeployments')),
    }),
    says: { 'coredns now': unknown },
  },
]);

it('leaves what it told as it was while nobody lets the Kubernetes API be read', () => {
  const off = aCluster({ addonImages: unreadable(clusterAccessOff) });

  expect(addonOverride.evaluate(off, aContext())).toEqual({ rule: 'addon-override', complete: false, evaluations: [] });
});

it('says what runs, where, and what is said', () => {
  const cluster = running(older);
  const { evaluations } = addonOverride.evaluate(cluster, aContext());

  expect(verdictAt(evaluations, cluster, 'kube-proxy now/version')).toMatchObject({
    evidence: {
      addon: 'kube-proxy',
      kind: 'VERSION',
      version: 'v1.34.6-eksbuild.11',
      running: 'v1.34.1-eksbuild.2',
      workload: 'daemonset/kube-proxy',
      image: older,
    },
    remediation: [
      { command: expect.arrayContaining(['kubectl', clusterArn('shop-prod')]) },
      { command: expect.arrayContaining(['describe-addon', 'kube-proxy']) },
    ],
  });
});

it('names the registry that there is in the region', () => {
  const cluster = running('602401143452.dkr.ecr.eu-south-2.amazonaws.com/amazon-k8s-cni:v1.20.4', 'v1.20.4', 'vpc-cni');
  const { evaluations } = addonOverride.evaluate(cluster, aContext());

  expect(verdictAt(evaluations, cluster, 'vpc-cni next-node-roll/registry')).toMatchObject({
    evidence: { kind: 'REGISTRY', registry: '602401143452', region: 'eu-south-2', expected: '455263428931' },
  });
});
