import { expect, it } from 'vitest';
import { readable, unreadable } from '#core/reading.ts';
import { addonManagement } from '#core/rules/addon-management.ts';
import { addonsOf, type ClusterSnapshot } from '#core/snapshot.ts';
import {
  aCatalogue,
  aCluster,
  aContext,
  aNodegroup,
  anAddon,
  coreAddons,
  refused,
  releases,
} from '../../support/builders.ts';
import { ruleTable, verdictAt } from '../../support/rule-table.ts';

const self = (name: string, version?: string) =>
  anAddon(name, { managed: false, ...(version === undefined ? {} : { version }) });
const says = (vpcCni: string, kubeProxy = vpcCni, coredns = vpcCni) => ({
  'vpc-cni now': vpcCni,
  'kube-proxy now': kubeProxy,
  'coredns now': coredns,
});
const corednsOnly = [anAddon('coredns')];
const onFargate = { addons: corednsOnly, nodegroups: [], fargateProfiles: ['default'] };

ruleTable(addonManagement, [
  { when: 'all are EKS add-ons', says: says('COMPLIANT') },
  {
    when: 'an EKS add-on could not be described',
    cluster: aCluster({
      addons: readable(coreAddons().map(({ name }) => ({ name, detail: unreadable(refused()) }))),
    }),
    says: says('COMPLIANT'),
  },
  {
    when: 'none is an EKS add-on, and the cluster cannot be looked into',
    cluster: aCluster({ addons: [] }),
    says: says('INSUFFICIENT_DATA'),
  },
  {
    when: 'none is an EKS add-on, and all are seen',
    cluster: aCluster({ addons: [], selfManagedAddons: [self('vpc-cni'), self('kube-proxy'), self('coredns')] }),
    says: says('LOW'),
  },
  {
    when: 'one of them is seen, and EKS manages the others',
    cluster: aCluster({ addons: corednsOnly, selfManagedAddons: [self('vpc-cni')] }),
    says: says('LOW', 'MEDIUM', 'COMPLIANT'),
  },
  { when: 'none is there', cluster: aCluster({ addons: [], selfManagedAddons: [] }), says: says('MEDIUM') },
  {
    when: 'the EKS add-ons could not be listed',
    cluster: aCluster({ addons: unreadable(refused('eks:ListAddons')), selfManagedAddons: [] }),
    says: { now: 'INSUFFICIENT_DATA' },
  },

  {
    when: 'Cilium is seen in their place',
    cluster: aCluster({ addons: corednsOnly, selfManagedAddons: [self('cilium')] }),
    says: says('NOT_APPLICABLE', 'NOT_APPLICABLE', 'COMPLIANT'),
  },
  {
    when: 'Cilium is an EKS add-on',
    cluster: aCluster({ addons: [...corednsOnly, anAddon('isovalent_cilium-enterprise')], selfManagedAddons: [] }),
    says: says('NOT_APPLICABLE', 'NOT_APPLICABLE', 'COMPLIANT'),
  },
  {
    when: 'Cilium is there, which may be beside them, and the cluster cannot be looked into',
    cluster: aCluster({ addons: [...corednsOnly, anAddon('isovalent_cilium-enterprise')] }),
    says: says('INSUFFICIENT_DATA', 'INSUFFICIENT_DATA', 'COMPLIANT'),
  },
  {
    when: 'Cilium runs beside one of them',
    cluster: aCluster({ addons: corednsOnly, selfManagedAddons: [self('cilium'), self('kube-proxy')] }),
    says: says('NOT_APPLICABLE', 'LOW', 'COMPLIANT'),
  },
  {
    when: 'Calico is seen, which is no proxy',
    cluster: aCluster({ addons: corednsOnly, selfManagedAddons: [self('calico-node')] }),
    says: says('NOT_APPLICABLE', 'MEDIUM', 'COMPLIANT'),
  },
  {
    when: 'another DNS is seen',
    cluster: aCluster({ addons: coreAddons().slice(1), selfManagedAddons: [self('kube-dns')] }),
    says: says('COMPLIANT', 'COMPLIANT', 'NOT_APPLICABLE'),
  },

  {
    when: 'Auto Mode runs all nodes',
    cluster: aCluster({ autoMode: true, addons: [], nodegroups: [] }),
    says: says('NOT_APPLICABLE'),
  },
  {
    when: 'Auto Mode runs beside a node group',
    cluster: aCluster({ autoMode: true, addons: [], selfManagedAddons: [] }),
    says: says('MEDIUM'),
  },
  {
    when: 'it is not known whether Auto Mode runs beside a node group',
    cluster: aCluster({
      autoMode: true,
      addons: [],
      nodegroups: unreadable(refused('eks:ListNodegroups')),
      selfManagedAddons: [],
    }),
    says: says('INSUFFICIENT_DATA'),
  },

  {
    when: 'there are hybrid nodes and no node group',
    cluster: aCluster({ hybridNodes: true, addons: [], nodegroups: [], selfManagedAddons: [] }),
    says: says('NOT_APPLICABLE', 'MEDIUM', 'MEDIUM'),
  },
  {
    when: 'there are hybrid nodes beside a node group',
    cluster: aCluster({ hybridNodes: true, addons: [], nodegroups: [aNodegroup()], selfManagedAddons: [] }),
    says: says('MEDIUM'),
  },
  {
    when: 'it is a local cluster on an Outpost',
    cluster: aCluster({ outpost: true, addons: [], nodegroups: [] }),
    says: says('NOT_APPLICABLE'),
  },

  {
    when: 'all runs on Fargate',
    cluster: aCluster(onFargate),
    says: says('NOT_APPLICABLE', 'NOT_APPLICABLE', 'COMPLIANT'),
  },
  {
    when: 'all runs on Fargate, and nobody sees a DNS',
    cluster: aCluster({ ...onFargate, addons: [], selfManagedAddons: [] }),
    says: says('NOT_APPLICABLE', 'NOT_APPLICABLE', 'MEDIUM'),
  },
  {
    when: 'some of it runs on Fargate',
    cluster: aCluster({ ...onFargate, nodegroups: [aNodegroup()], selfManagedAddons: [] }),
    says: says('MEDIUM', 'MEDIUM', 'COMPLIANT'),
  },
  {
    when: 'Karpenter runs on Fargate, and makes nodes that are no node group',
    cluster: aCluster({ ...onFargate, fargateProfiles: ['coredns', 'Karpenter'], selfManagedAddons: [] }),
    says: says('MEDIUM', 'MEDIUM', 'COMPLIANT'),
  },
  {
    when: 'there is no node group, and nothing runs on Fargate',
    cluster: aCluster({ ...onFargate, fargateProfiles: [], selfManagedAddons: [] }),
    says: says('MEDIUM', 'MEDIUM', 'COMPLIANT'),
  },
  {
    when: 'it is not known whether anything runs on Fargate',
    cluster: aCluster({
      ...onFargate,
      fargateProfiles: unreadable(refused('eks:ListFargateProfiles')),
      selfManagedAddons: [],
    }),
    says: says('INSUFFICIENT_DATA', 'INSUFFICIENT_DATA', 'COMPLIANT'),
  },
  {
    when: 'it is not known whether all runs on Fargate, and Cilium is seen',
    cluster: aCluster({
      ...onFargate,
      nodegroups: unreadable(refused('eks:ListNodegroups')),
      selfManagedAddons: [self('cilium')],
    }),
    says: says('NOT_APPLICABLE', 'NOT_APPLICABLE', 'COMPLIANT'),
  },
  {
    when: 'it is not known whether all runs on Fargate, and what the cluster was made with is seen',
    cluster: aCluster({
      ...onFargate,
      nodegroups: unreadable(refused('eks:ListNodegroups')),
      selfManagedAddons: [self('kube-proxy')],
    }),
    says: says('INSUFFICIENT_DATA', 'INSUFFICIENT_DATA', 'COMPLIANT'),
  },
]);

const stepsFor = (cluster: ClusterSnapshot, context = aContext()) => {
  const { evaluations } = addonManagement.evaluate(cluster, context);
  const verdict = verdictAt(evaluations, cluster, 'coredns now');
  return verdict.compliance === 'NON_COMPLIANT' ? verdict.remediation.map(({ command }) => command.join(' ')) : [];
};
const selfManagedCoredns = (version: string) => aCluster({ addons: [], selfManagedAddons: [self('coredns', version)] });

it.each([
  ['the version that runs', 'v1.12.4-eksbuild.1', 'v1.12.4-eksbuild.1'],
  ['the newest of the minor that runs', 'v1.12.3', 'v1.12.4-eksbuild.1'],
  ['the newest that is older', 'v1.15.0', 'v1.13.2-eksbuild.1'],
])('is taken over in %s', (_, version, wanted) => {
  const [first] = stepsFor(selfManagedCoredns(version));

  expect(first).toMatch(/^aws eks create-addon /);
  expect(first).toContain(`--addon-version ${wanted} --resolve-conflicts NONE`);
});

it('is taken over by a person where nothing that is as old can be installed', () => {
  const context = aContext({
    catalogue: aCatalogue({ addons: { coredns: releases({ 'v1.13.2-eksbuild.1': ['1.34*'] }) } }),
  });

  const steps = stepsFor(selfManagedCoredns('v1.8.7'), context);

  expect(steps).toEqual([expect.stringMatching(/^aws eks describe-addon-versions /)]);
});

it('installs nothing where something unknown may be in its place', () => {
  const steps = stepsFor(aCluster({ addons: [], selfManagedAddons: [] }));

  expect(steps).toEqual([
    expect.stringMatching(/^kubectl .* get daemonset,deployment/),
    expect.stringMatching(/^aws eks describe-addon-versions /),
  ]);
});

it.each([
  ['on Fargate alone', aCluster(onFargate), ['coredns']],
  [
    'on Fargate and on a node group',
    aCluster({ ...onFargate, nodegroups: [aNodegroup()] }),
    ['coredns', 'vpc-cni', 'kube-proxy'],
  ],
  ['in Auto Mode', aCluster({ autoMode: true, addons: [], nodegroups: [] }), []],
])('other rules miss of the core add-ons what is needed %s', (_, cluster, names) => {
  const addons = addonsOf(cluster);

  expect(addons.readable && addons.value.map(({ name }) => name)).toEqual(names);
});

it.each([
  ['all runs on Fargate', { nodegroups: [] }, []],
  [
    'it is not known whether all does',
    { nodegroups: unreadable(refused('eks:ListNodegroups')) },
    ['eks:ListNodegroups'],
  ],
  ['there is a node group', { nodegroups: [aNodegroup()] }, [true]],
])('other rules judge a kube-proxy that stands there by whether %s', (_, differences, expected) => {
  const addons = addonsOf(aCluster({ ...onFargate, selfManagedAddons: [self('kube-proxy')], ...differences }));

  const others = addons.readable ? addons.value.filter(({ name }) => name === 'kube-proxy') : [];
  expect(others.map(({ detail }) => detail.readable || detail.because.call)).toEqual(expected);
});

it('names the refused call that keeps it from being seen whether one is needed', () => {
  const cluster = aCluster({ ...onFargate, addons: [], nodegroups: unreadable(refused('eks:ListNodegroups')) });
  const addons = addonsOf(cluster);
  const { evaluations } = addonManagement.evaluate(cluster, aContext());

  const because = addons.readable ? addons.value.map(({ detail }) => detail.readable || detail.because.call) : [];
  expect(because).toEqual(['eks:ListNodegroups', 'eks:ListNodegroups', 'kubernetes:ListDaemonSets']);
  expect(evaluations[0]?.verdict).toMatchObject({ because: expect.stringContaining('eks:ListNodegroups') });
});
