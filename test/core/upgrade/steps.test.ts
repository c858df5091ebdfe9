import { expect, it } from 'vitest';
import { readable, unreadable } from '#core/reading.ts';
import { addonsFirst, stepsToNextVersion } from '#core/upgrade/steps.ts';
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

function commands(steps: ReturnType<typeof addonsFirst>): string[] {
  return steps.map(({ command }) =>
    command
      .slice(2)
      .filter((word) => !/^--|^eu-west-1$|^shop-prod$|^PRESERVE$/.test(word))
      .join(' '),
  );
}

it('upgrades add-ons that would not fit, lagging nodes, the control plane and the nodes again, in this order', () => {
  const cluster = aCluster({
    addons: coreAddons({ 'vpc-cni': 'v1.18.6-eksbuild.1', 'kube-proxy': 'v1.31.0-eksbuild.1' }),
    nodegroups: [
      aNodegroup(),
      aNodegroup({ name: 'batch', version: '1.33' }),
      aNodegroup({ name: 'own', version: '1.33', amiType: 'CUSTOM' }),
    ],
  });

  expect(commands(stepsToNextVersion(cluster, aContext()))).toEqual([
    'update-addon kube-proxy v1.34.1-eksbuild.2',
    'update-addon vpc-cni v1.19.6-eksbuild.1',
    'update-addon vpc-cni v1.20.4-eksbuild.1',
    'update-nodegroup-version batch 1.34',
    'describe-nodegroup own',
    'update-cluster-version 1.35',
    'update-nodegroup-version workers 1.35',
    'update-nodegroup-version batch 1.35',
  ]);
});

it('names other add-ons after those that nodes need to become ready', () => {
  const csi = releases({ 'v1.1.0-eksbuild.1': ['1.34', '1.35'] });
  const catalogue = aCatalogue({ addons: { ...aCatalogue().addons, csi } });
  const cluster = aCluster({ addons: [anAddon('csi'), ...coreAddons({ 'vpc-cni': 'v1.18.6-eksbuild.1' })] });

  expect(commands(addonsFirst(cluster, aContext({ catalogue }))).at(-1)).toBe('update-addon csi v1.1.0-eksbuild.1');
});

it('knows no steps where there is no next version, or nobody knows it', () => {
  const blind = aCatalogue({ clusterVersions: unreadable(refused('eks:DescribeClusterVersions')) });

  expect(stepsToNextVersion(aCluster({ version: '1.35' }), aContext())).toEqual([]);
  expect(stepsToNextVersion(aCluster(), aContext({ catalogue: blind }))).toEqual([]);
});

it('looks at the add-ons first where neither they nor node groups could be read', () => {
  const blind = unreadable(refused());

  expect(commands(stepsToNextVersion(aCluster({ addons: blind, nodegroups: blind }), aContext()))).toEqual([
    'list-addons',
    'list-nodegroups',
    'update-cluster-version 1.35',
  ]);
});

it('looks first at an add-on and a node group that could not be described', () => {
  const hidden = (name: string) => readable([{ name, detail: unreadable(refused()) }]);
  const cluster = aCluster({ addons: hidden('coredns'), nodegroups: hidden('workers'), selfManagedAddons: [] });

  expect(commands(stepsToNextVersion(cluster, aContext()))).toEqual([
    'describe-addon coredns',
    'describe-nodegroup workers',
    'update-cluster-version 1.35',
  ]);
});

it('looks into the cluster first for an add-on that EKS does not manage', () => {
  const [vpcCni, coredns] = [anAddon('vpc-cni'), anAddon('coredns')];

  const [first, ...others] = stepsToNextVersion(aCluster({ addons: [vpcCni, coredns] }), aContext());

  expect(first?.command.slice(0, 4)).toEqual(['kubectl', '--context', aCluster().arn, 'get']);
  expect(commands(others)[0]).toBe('update-cluster-version 1.35');
});

it('looks once for all that EKS does not manage', () => {
  expect(stepsToNextVersion(aCluster({ addons: [] }), aContext()).map(({ command }) => command[0])).toEqual([
    'kubectl',
    'aws',
    'aws',
  ]);
});

it('rolls a node group of which no version is known only after the control plane', () => {
  const { version: _, ...group } = aNodegroup();

  expect(commands(stepsToNextVersion(aCluster({ nodegroups: [group] }), aContext()))).toEqual([
    'update-cluster-version 1.35',
    'update-nodegroup-version workers 1.35',
  ]);
});

it('waits after each step for what the next one needs', () => {
  const [controlPlane, nodes] = stepsToNextVersion(aCluster(), aContext());

  expect(controlPlane?.verify.slice(0, 4)).toEqual(['aws', 'eks', 'wait', 'cluster-active']);
  expect(nodes?.verify.slice(0, 4)).toEqual(['aws', 'eks', 'wait', 'nodegroup-active']);
});
