import { describe, expect, it } from 'vitest';
import type { ImageBreakage } from '#core/images/image-breakage.ts';
import type { NodeImage } from '#core/images/node-image.ts';
import type { AmiFamily } from '#core/images/nodegroup-release.ts';
import { readable, unreadable } from '#core/reading.ts';
import type { Step } from '#core/remediation.ts';
import type { ClusterSnapshot, NodegroupSnapshot } from '#core/snapshot.ts';
import { rollTo } from '#core/upgrade/roll.ts';
import { stepsToNextVersion, stepsToRenew, stepsToRoll, stepsToTemplateVersion } from '#core/upgrade/steps.ts';
import {
  aCatalogue,
  aCluster,
  aContext,
  aNodegroup,
  anAddon,
  anUpdate,
  aReference,
  coreAddons,
  imageLists,
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

it.each([
  ['v1.32.0-eksbuild.1', 'update-cluster-version 1.35'],
  ['v1.31.9-eksbuild.1', 'update-addon kube-proxy v1.34.1-eksbuild.2'],
])('lets kube-proxy %s stay as far behind as it may be after the upgrade, and no further', (version, first) => {
  const cluster = aCluster({ addons: coreAddons({ 'kube-proxy': version }) });

  expect(commands(stepsToNextVersion(cluster, aContext()))[0]).toBe(first);
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

describe('a node group whose AMI type has no image for a version', () => {
  const al2 = (version: string) =>
    aNodegroup({ version, amiType: 'AL2_x86_64', releaseVersion: `${version}.9-20251209` });
  const on = (version: string, ...groups: readonly NodegroupSnapshot[]) =>
    aCluster({ version, addons: coreAddons({ 'kube-proxy': 'v1.33.5-eksbuild.2' }), nodegroups: groups });
  const waits = (steps: readonly Step[]) => steps.map(({ waitsFor, holdsBack }) => [waitsFor, holdsBack]);

  it('is to be replaced by one of another type, since EKS changes none, once the add-ons fit new nodes', () => {
    const cluster = aCluster({
      version: '1.33',
      addons: coreAddons({ 'kube-proxy': 'v1.28.1-eksbuild.1' }),
      nodegroups: [al2('1.32')],
    });

    const steps = stepsToRoll(al2('1.32'), cluster, aContext());

    expect(commands(steps)).toEqual(['update-addon kube-proxy v1.33.5-eksbuild.2', 'describe-nodegroup workers']);
    expect(steps.at(-1)).toMatchObject({ waitsFor: 'ANOTHER_AMI_TYPE' });
  });

  it('is rolled to the last version that has one', () => {
    const cluster = on('1.32', al2('1.31'));
    const context = aContext({ breakages: [], catalogue: aCatalogue({ addons: {} }) });

    expect(stepsToNextVersion(cluster, context).some(({ waitsFor }) => waitsFor === 'ANOTHER_AMI_TYPE')).toBe(true);
    expect(rollTo('1.32', al2('1.31'), cluster, context)).toMatchObject({ isRoll: true });
    expect(rollTo('1.33', al2('1.31'), cluster, context)).toMatchObject({ isRoll: false });
  });

  it('is to be replaced before the control plane moves there, and does not follow it', () => {
    const steps = stepsToNextVersion(on('1.33', al2('1.33'), aNodegroup({ name: 'new', version: '1.33' })), aContext());

    expect(commands(steps)).toEqual([
      'describe-nodegroup workers',
      'update-cluster-version 1.34',
      'update-nodegroup-version new 1.34',
    ]);
    expect(waits(steps)[0]).toEqual(['ANOTHER_AMI_TYPE', undefined]);
  });

  it('holds the control plane back where it would be out of its skew there', () => {
    const upgrade = (version: string) => stepsToNextVersion(on('1.33', al2(version)), aContext());

    expect(commands(upgrade('1.31'))).toEqual(['describe-nodegroup workers', 'update-cluster-version 1.34']);
    expect(commands(upgrade('1.30'))).toEqual(['describe-nodegroup workers']);
    expect(waits(upgrade('1.30'))).toEqual([['ANOTHER_AMI_TYPE', true]]);
  });

  it.each([
    ['2026-02-26T02:00:00.000Z', 'FIRST_IMAGE'],
    ['2026-02-27T02:00:00.000Z', 'ANOTHER_AMI_TYPE'],
  ])('may wait for the first while the version is new: on %s', (asOf, waitsFor) => {
    const catalogue = aCatalogue({ images: { ...aCatalogue().images, ...imageLists({ '1.35': {} }) } });

    expect(rollTo('1.35', aNodegroup(), aCluster(), aContext({ asOf, catalogue })).step).toMatchObject({ waitsFor });
  });

  it('is to be replaced where nobody knows how new the version is', () => {
    const images = { ...aCatalogue().images, ...imageLists({ '1.35': {} }) };
    const catalogue = aCatalogue({ images, clusterVersions: unreadable(refused('eks:DescribeClusterVersions')) });

    expect(rollTo('1.35', aNodegroup(), aCluster(), aContext({ catalogue })).step).toMatchObject({
      waitsFor: 'ANOTHER_AMI_TYPE',
    });
  });

  it('follows the control plane by a look where it waits for the first', () => {
    const catalogue = aCatalogue({ images: { ...aCatalogue().images, ...imageLists({ '1.35': {} }) } });
    const steps = stepsToNextVersion(aCluster(), aContext({ asOf: '2026-02-26T02:00:00.000Z', catalogue }));

    expect(commands(steps)).toEqual(['update-cluster-version 1.35', 'describe-nodegroup workers']);
    expect(waits(steps)[1]).toEqual(['FIRST_IMAGE', undefined]);
  });
});

describe('a node group with an update under way', () => {
  const updating = aNodegroup({ version: '1.33' });
  const underWay = anUpdate({ status: 'InProgress' });
  const having = (nodegroupUpdates: ClusterSnapshot['nodegroupUpdates']) =>
    aCluster({ nodegroups: [updating], nodegroupUpdates });
  const cluster = having(readable([{ name: 'workers', detail: readable([underWay]) }]));

  it('is not rolled, since EKS would refuse it, and waits for its end', () => {
    expect(stepsToRoll(updating, cluster, aContext())).toEqual([
      expect.objectContaining({ waitsFor: 'UPDATE_END', holdsBack: true }),
    ]);
  });

  it.each([
    ['of another group', readable([{ name: 'batch', detail: readable([underWay]) }])],
    ['that has ended', readable([{ name: 'workers', detail: readable([anUpdate()]) }])],
    ['that nobody could see', readable([{ name: 'workers', detail: unreadable(refused('eks:ListUpdates')) }])],
    ['where none could be listed', unreadable(refused('eks:ListNodegroups'))],
  ])('is rolled beside an update %s', (_, updates) => {
    expect(commands(stepsToRoll(updating, having(updates), aContext()))).toEqual([
      'update-nodegroup-version workers 1.34',
    ]);
  });

  it('is looked at before its control plane moves, and follows it as all others do', () => {
    const steps = stepsToNextVersion(cluster, aContext());

    expect(commands(steps)).toEqual([
      'describe-nodegroup workers',
      'update-cluster-version 1.35',
      'update-nodegroup-version workers 1.35',
    ]);
    expect(steps[0]).toMatchObject({ waitsFor: 'UPDATE_END' });
  });
});

describe('no node group is rolled to an image that is known to be bad', () => {
  const bad = (kubernetes: string, amiFamily: AmiFamily = 'AL2023'): ImageBreakage => ({
    id: 'no-network',
    rule: 'nodegroup-image-known-bad',
    condition: { amiFamily, kubernetes: { from: kubernetes, to: kubernetes } },
    consequence: 'Nodes have no network.',
    severity: 'CRITICAL',
    source: 'https://example.com',
    read: '2026-03-01',
  });
  const upgrade = (group: Partial<NodegroupSnapshot>, breakage: ImageBreakage) =>
    stepsToNextVersion(aCluster({ nodegroups: [aNodegroup(group)] }), aContext({ breakages: [breakage] }));

  it('after the control plane', () => {
    const steps = upgrade({}, bad('1.35'));

    expect(commands(steps)).toEqual(['update-cluster-version 1.35', 'describe-nodegroup workers']);
    expect(steps[1]).toMatchObject({ waitsFor: 'GOOD_IMAGE' });
  });

  it('before it, which is held back where the nodes would be out of their skew', () => {
    expect(commands(upgrade({ version: '1.33' }, bad('1.34')))).toEqual([
      'describe-nodegroup workers',
      'update-cluster-version 1.35',
      'update-nodegroup-version workers 1.35',
    ]);
    const held = upgrade({ version: '1.31' }, bad('1.34'));
    expect(commands(held)).toEqual(['describe-nodegroup workers']);
    expect(held[0]).toMatchObject({ waitsFor: 'GOOD_IMAGE', holdsBack: true });
  });

  it('and is where the breakage is of another family, or of another version', () => {
    expect(commands(upgrade({ version: '1.33' }, bad('1.34', 'BOTTLEROCKET')))[0]).toBe(
      'update-nodegroup-version workers 1.34',
    );
    expect(commands(upgrade({ version: '1.33' }, bad('1.33')))[0]).toBe('update-nodegroup-version workers 1.34');
  });

  it('of Bottlerocket, whose releases name no version, by the version that the group would go to', () => {
    const group = { version: '1.33', amiType: 'BOTTLEROCKET_x86_64', releaseVersion: '1.54.0-55d04a85' };

    expect(commands(upgrade(group, bad('1.34', 'BOTTLEROCKET')))[0]).toBe('describe-nodegroup workers');
    expect(commands(upgrade(group, bad('1.33', 'BOTTLEROCKET')))[0]).toBe('update-nodegroup-version workers 1.34');
  });

  it('nor alone, and that is all there is to do', () => {
    const lagging = aNodegroup({ version: '1.33' });
    const cluster = aCluster({ nodegroups: [lagging], addons: coreAddons({ 'kube-proxy': 'v1.30.0-eksbuild.1' }) });

    expect(stepsToRoll(lagging, cluster, aContext({ breakages: [bad('1.34')] }))).toMatchObject([
      { command: expect.arrayContaining(['describe-nodegroup']), waitsFor: 'GOOD_IMAGE', holdsBack: true },
    ]);
  });
});

describe('a roll for the sake of the image', () => {
  const image = (kubernetes: string): NodeImage => ({ family: 'AL2023', release: '', kubernetes, text: '' });
  const renew = (group: Partial<NodegroupSnapshot>, kubernetes: string, images = aCatalogue().images) =>
    stepsToRenew(
      aNodegroup({ version: kubernetes, ...group }),
      image(kubernetes),
      aCluster({ nodegroups: [aNodegroup({ version: kubernetes, ...group })] }),
      aContext({ catalogue: aCatalogue({ images }) }),
    );

  it('within its version is verified by the release: its version says nothing', () => {
    expect(renew({}, '1.34')).toMatchObject([
      {
        command: expect.arrayContaining(['--release-version', '1.34.4-20260224']),
        expected: ['ACTIVE', '1.34.4-20260224'],
      },
    ]);
  });

  it('brings a group that lags to the version of its control plane, and that verifies it', () => {
    expect(renew({}, '1.33')).toMatchObject([{ expected: ['ACTIVE', '1.34'] }]);
  });

  it('keeps a group that is ahead in its version, since EKS takes none back', () => {
    expect(renew({}, '1.35')).toMatchObject([{ expected: ['ACTIVE', '1.35.1-20260224'] }]);
  });

  it('keeps a group in its version where that of the control plane has no image for it', () => {
    const images = { ...aCatalogue().images, ...imageLists({ '1.34': {} }) };

    expect(renew({}, '1.33', images)).toMatchObject([{ expected: ['ACTIVE', '1.33.8-20260224'] }]);
  });

  it('cannot be verified where nobody knows which release is the newest: what is there is shown', () => {
    const [step] = renew({}, '1.34', {});

    expect(step?.command.slice(-2)).toEqual(['--nodegroup-name', 'workers']);
    expect(step?.verify.slice(-3)).toEqual(['nodegroup.[status,releaseVersion]', '--output', 'text']);
    expect(step).not.toHaveProperty('expected');
  });

  it('is none where the recommended release is the one that runs', () => {
    expect(commands(renew({ releaseVersion: '1.34.4-20260224' }, '1.34'))).toEqual(['describe-nodegroup workers']);
  });

  it('of a release that cannot be read is one to whatever is the newest', () => {
    const [step] = renew({}, '1.34', imageLists({ '1.34': { AL2023_x86_64_STANDARD: 'newest' } }));

    expect(step?.command.slice(-2)).toEqual(['--nodegroup-name', 'workers']);
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

describe('a roll to a version of a launch template', () => {
  const group = (overrides: Partial<NodegroupSnapshot> = {}) =>
    aNodegroup({ launchTemplate: aReference, ...overrides });
  const roll = (of: NodegroupSnapshot, more: Partial<Parameters<typeof aCluster>[0]> = {}, context = aContext()) =>
    stepsToTemplateVersion(of, aReference, 4, aCluster({ nodegroups: [of], ...more }), context);
  const rolled = 'update-nodegroup-version workers id=lt-0b1c2d3e4f5a60718,version=4';

  it('is that alone where all is well, whether its image is that of EKS or its own', () => {
    expect(commands(roll(group()))).toEqual([rolled]);
    expect(commands(roll(group({ amiType: 'CUSTOM' })))).toEqual([rolled]);
  });

  it('brings the newest image of its own version, and waits where that is known to be bad', () => {
    const breakage = (from: string): ImageBreakage => ({
      id: 'bad-image',
      rule: 'nodegroup-image-known-bad',
      condition: { amiFamily: 'AL2023', release: { from: '20260219' }, kubernetes: { from, to: from } },
      consequence: 'Nodes have no network.',
      severity: 'CRITICAL',
      source: 'https://example.com',
      read: '2026-03-01',
    });
    const held = (from: string, version = '1.34') =>
      roll(group({ version }), {}, aContext({ breakages: [breakage(from)] }));

    expect(held('1.34')).toMatchObject([{ waitsFor: 'GOOD_IMAGE', holdsBack: true }]);
    expect(held('1.35')).not.toHaveProperty('0.waitsFor');
    expect(held('1.34', '1.33')).not.toHaveProperty('0.waitsFor');
  });

  it('waits for the end of an update, whatever its image', () => {
    const nodegroupUpdates = readable([{ name: 'workers', detail: readable([anUpdate({ status: 'InProgress' })]) }]);
    const waiting = [{ waitsFor: 'UPDATE_END', holdsBack: true }];

    expect(roll(group(), { nodegroupUpdates })).toMatchObject(waiting);
    expect(roll(group({ amiType: 'CUSTOM' }), { nodegroupUpdates })).toMatchObject(waiting);
  });

  it('is judged by the version of the control plane where its own is not known', () => {
    const { version: _, ...unknown } = group();

    expect(commands(roll(unknown))).toEqual([rolled]);
  });
});
