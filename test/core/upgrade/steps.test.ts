import { describe, expect, it } from 'vitest';
import { readable, unreadable } from '#core/reading.ts';
import type { Step } from '#core/remediation.ts';
import { stepsToNextVersion, stepsToRoll } from '#core/upgrade/steps.ts';
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

function commands(steps: readonly Step[]): string[] {
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

  expect(commands(stepsToNextVersion(cluster, aContext({ catalogue }))).slice(0, 3)).toEqual([
    'update-addon vpc-cni v1.19.6-eksbuild.1',
    'update-addon vpc-cni v1.20.4-eksbuild.1',
    'update-addon csi v1.1.0-eksbuild.1',
  ]);
});

it('knows no steps where there is no next version, or nobody knows it', () => {
  const blind = aCatalogue({ clusterVersions: unreadable(refused('eks:DescribeClusterVersions')) });

  expect(stepsToNextVersion(aCluster({ version: '1.35' }), aContext())).toEqual([]);
  expect(stepsToNextVersion(aCluster(), aContext({ catalogue: blind }))).toEqual([]);
});

describe('the upgrade is left out, and what decides it is looked at', () => {
  const unseen = unreadable(refused());
  const withList = (name: string, list: ReturnType<typeof releases>) =>
    aContext({ catalogue: aCatalogue({ addons: { ...aCatalogue().addons, [name]: list } }) });
  const on = (version: string) => aCluster({ addons: coreAddons({ coredns: version }) });

  it('where the list of an add-on could not be read', () => {
    expect(commands(stepsToNextVersion(aCluster(), withList('coredns', unseen)))).toEqual([
      'describe-addon-versions coredns 1.35',
    ]);
  });

  it('where nothing that is listed fits the next version, after the step that fits the version of today', () => {
    const apart = releases({ 'v1.11.4-eksbuild.9': ['1.34'], 'v1.13.2-eksbuild.1': ['1.35'] });

    expect(commands(stepsToNextVersion(on('v1.9.3-eksbuild.1'), withList('coredns', apart)))).toEqual([
      'update-addon coredns v1.11.4-eksbuild.9',
      'describe-addon-versions coredns 1.35',
    ]);
  });

  it('where an add-on is known to break, and no step mends it', () => {
    const cluster = aCluster({ addons: coreAddons({ 'vpc-cni': 'v1.11.4-eksbuild.1' }) });
    const onlyThis = releases({ 'v1.11.4-eksbuild.1': ['1.34', '1.35'] });

    expect(commands(stepsToNextVersion(cluster, withList('vpc-cni', onlyThis)))).toEqual([
      'describe-addon-versions vpc-cni 1.35',
    ]);
  });

  it('where kube-proxy would be out of its skew, and nothing is listed that it could go to', () => {
    const cluster = aCluster({ addons: coreAddons({ 'kube-proxy': 'v1.31.0-eksbuild.1' }) });

    expect(commands(stepsToNextVersion(cluster, withList('kube-proxy', unseen)))).toEqual([
      'describe-addon-versions kube-proxy 1.35',
    ]);
  });

  it('where EKS cannot move the add-on that would break, since it does not manage it', () => {
    const [vpcCni, coredns] = [anAddon('vpc-cni'), anAddon('coredns')];
    const kubeProxy = anAddon('kube-proxy', { version: 'v1.31.0', managed: false });
    const cluster = aCluster({ addons: [vpcCni, coredns], selfManagedAddons: [kubeProxy] });

    expect(commands(stepsToNextVersion(cluster, aContext()))).toEqual(['describe-addon-versions kube-proxy 1.35']);
  });

  it('where the version of an add-on cannot be read', () => {
    expect(commands(stepsToNextVersion(on('latest'), aContext()))).toEqual(['describe-addon-versions coredns 1.35']);
  });

  it('where neither add-ons nor node groups could be read', () => {
    expect(commands(stepsToNextVersion(aCluster({ addons: unseen, nodegroups: unseen }), aContext()))).toEqual([
      'list-addons',
      'list-nodegroups',
    ]);
  });

  it('where node groups alone could not be read', () => {
    expect(commands(stepsToNextVersion(aCluster({ nodegroups: unseen }), aContext()))).toEqual(['list-nodegroups']);
  });

  it.each([
    [
      'an add-on',
      { addons: readable([{ name: 'coredns', detail: unseen }]), selfManagedAddons: [] },
      'describe-addon coredns',
    ],
    ['a node group', { nodegroups: readable([{ name: 'workers', detail: unseen }]) }, 'describe-nodegroup workers'],
  ])('where %s could not be described', (_what, given, look) => {
    expect(commands(stepsToNextVersion(aCluster(given), aContext()))).toEqual([look]);
  });

  it('where an add-on that EKS does not manage could not be seen; one look shows them all', () => {
    const steps = stepsToNextVersion(aCluster({ addons: [] }), aContext());

    expect(steps.map(({ command }) => command.slice(0, 4))).toEqual([['kubectl', '--context', aCluster().arn, 'get']]);
  });

  it('where nodes that EKS cannot roll would be out of their skew', () => {
    const own = (version: string) =>
      stepsToNextVersion(
        aCluster({ nodegroups: [aNodegroup({ name: 'own', version, amiType: 'CUSTOM' })] }),
        aContext(),
      );

    expect(commands(own('1.31'))).toEqual(['describe-nodegroup own']);
    expect(commands(own('1.32'))).toEqual(['describe-nodegroup own', 'update-cluster-version 1.35']);
  });

  it('and each such look says that it holds back what would follow', () => {
    const apart = releases({ 'v1.11.4-eksbuild.9': ['1.34'], 'v1.13.2-eksbuild.1': ['1.35'] });
    const held = stepsToNextVersion(on('v1.9.3-eksbuild.1'), withList('coredns', apart));
    const named = stepsToNextVersion(
      aCluster({ nodegroups: [aNodegroup({ version: '1.33', amiType: 'CUSTOM' })] }),
      aContext(),
    );

    expect(held.map(({ holdsBack }) => holdsBack)).toEqual([undefined, true]);
    expect(named.map(({ holdsBack }) => holdsBack)).toEqual([undefined, undefined]);
  });
});

describe('the upgrade is named', () => {
  it('where kube-proxy is within its skew, whether its list could be read or not', () => {
    const catalogue = aCatalogue({ addons: { ...aCatalogue().addons, 'kube-proxy': unreadable(refused()) } });

    expect(commands(stepsToNextVersion(aCluster(), aContext({ catalogue })))[0]).toBe('update-cluster-version 1.35');
  });

  it('where what is known to go wrong is mild', () => {
    const breakage = (severity: 'LOW' | 'MEDIUM') => ({
      id: 'noise',
      rule: 'addon-version-compatibility' as const,
      condition: { addon: 'coredns', kubernetes: { from: '1.35' } },
      consequence: 'It logs more.',
      severity,
      horizon: 'now' as const,
      source: 'https://example.com',
      read: '2026-03-01',
    });
    const first = (severity: 'LOW' | 'MEDIUM') =>
      commands(stepsToNextVersion(aCluster(), aContext({ breakages: [breakage(severity)] })))[0];

    expect(first('LOW')).toBe('update-cluster-version 1.35');
    expect(first('MEDIUM')).toBe('describe-addon-versions coredns 1.35');
  });

  it('where nothing better is listed than what AWS recommends against', () => {
    const minimum = {
      addon: 'coredns',
      kubernetes: '1.35',
      version: 'v1.99.0',
      source: 'https://example.com',
      read: '',
    };

    expect(commands(stepsToNextVersion(aCluster(), aContext({ minimumVersions: [minimum] })))).toContain(
      'update-cluster-version 1.35',
    );
  });
});

describe('before nodes are rolled', () => {
  const lagging = aNodegroup({ version: '1.33' });
  const early = releases({ 'v1.11.4-eksbuild.1': ['1.33', '1.34'] });
  const vpcCni = (list: ReturnType<typeof releases>) =>
    aContext({ catalogue: aCatalogue({ addons: { ...aCatalogue().addons, 'vpc-cni': list } }) });

  it('an add-on that breaks already, and that no step mends, is looked at: they are not rolled onto it', () => {
    const cluster = aCluster({ addons: coreAddons({ 'vpc-cni': 'v1.11.4-eksbuild.1' }), nodegroups: [lagging] });

    expect(commands(stepsToRoll(lagging, cluster, vpcCni(early)))).toEqual(['describe-addon-versions vpc-cni 1.34']);
    expect(commands(stepsToNextVersion(cluster, vpcCni(early)))).toEqual([
      'describe-addon-versions vpc-cni 1.34',
      'describe-addon-versions vpc-cni 1.35',
    ]);
  });

  it('what would break at the next version only is no hindrance', () => {
    const cluster = aCluster({ nodegroups: [lagging] });
    const here = vpcCni(releases({ 'v1.20.4-eksbuild.1': ['1.34'] }));

    expect(commands(stepsToRoll(lagging, cluster, here))).toEqual(['update-nodegroup-version workers 1.34']);
    expect(commands(stepsToNextVersion(cluster, here))).toEqual([
      'describe-addon-versions vpc-cni 1.35',
      'update-nodegroup-version workers 1.34',
    ]);
  });

  it('nodes that may not be rolled hold back the upgrade where they would be out of their skew', () => {
    const onlyNext = vpcCni(releases({ 'v1.20.4-eksbuild.1': ['1.35'] }));
    const upgrade = (version: string) =>
      commands(stepsToNextVersion(aCluster({ nodegroups: [aNodegroup({ version })] }), onlyNext));

    expect(upgrade('1.31')).toEqual(['describe-addon-versions vpc-cni 1.34']);
    expect(upgrade('1.32')).toEqual([
      'describe-addon-versions vpc-cni 1.34',
      'update-cluster-version 1.35',
      'update-nodegroup-version workers 1.35',
    ]);
  });

  it('an add-on is moved clear of what cannot be ruled out while the family of some group is not known', () => {
    const { amiType: _, ...group } = lagging;
    const cluster = aCluster({ addons: coreAddons({ 'vpc-cni': 'v1.15.0-eksbuild.1' }), nodegroups: [group] });
    const versions = { 'v1.15.0-eksbuild.1': ['1.34', '1.35'], 'v1.16.2-eksbuild.1': ['1.34', '1.35'] };

    expect(commands(stepsToRoll(group, cluster, vpcCni(releases(versions))))).toEqual([
      'update-addon vpc-cni v1.16.2-eksbuild.1',
      'update-nodegroup-version workers 1.34',
    ]);
    expect(commands(stepsToRoll(group, cluster, vpcCni(releases({ 'v1.15.0-eksbuild.1': ['1.34'] }))))).toEqual([
      'describe-addon-versions vpc-cni 1.34',
    ]);
  });
});

it('rolls a node group of which no version is known only after the control plane', () => {
  const { version: _, ...group } = aNodegroup();

  expect(commands(stepsToNextVersion(aCluster({ nodegroups: [group] }), aContext()))).toEqual([
    'update-cluster-version 1.35',
    'update-nodegroup-version workers 1.35',
  ]);
});

it('verifies after each step the status and the version: ACTIVE is what EKS says after a failed update, too', () => {
  const cluster = aCluster({ addons: coreAddons({ coredns: 'v1.12.4-eksbuild.1' }) });

  const steps = stepsToNextVersion(cluster, aContext());

  const shown = (fields: string) => ['--query', fields, '--output', 'text'];
  expect(steps.map(({ verify, expected }) => ({ verify: [verify[2], ...verify.slice(-4)], expected }))).toEqual([
    {
      verify: ['describe-addon', ...shown('addon.[status,addonVersion]')],
      expected: ['ACTIVE', 'v1.13.2-eksbuild.1'],
    },
    {
      verify: ['describe-cluster', ...shown('cluster.[status,version]')],
      expected: ['ACTIVE', '1.35'],
    },
    {
      verify: ['describe-nodegroup', ...shown('nodegroup.[status,version]')],
      expected: ['ACTIVE', '1.35'],
    },
  ]);
});
