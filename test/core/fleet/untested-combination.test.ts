import { describe, expect, it } from 'vitest';
import type { Finding } from '#core/finding.ts';
import { combinationOf } from '#core/fleet/combination.ts';
import { untestedCombination as rule } from '#core/fleet/rules/untested-combination.ts';
import type { RanCombination, SystemMember, SystemView } from '#core/fleet/system.ts';
import { unreadable } from '#core/reading.ts';
import {
  aCatalogue,
  aCluster,
  aMember,
  aNodegroup,
  anAddon,
  anUnseenMember,
  anUpdate,
  asOf,
  coreAddons,
  refused,
  region,
  releases,
  settings,
} from '../../support/builders.ts';
import { commandsOf, evidenceOf, reasonOf, resultOf, shortOf } from '../../support/fleet-cases.ts';

/** A member on 1.35, whose kube-proxy has come along. */
const ahead = (environment: string, versions: Readonly<Record<string, string>> = {}): SystemMember =>
  aMember(environment, {
    version: '1.35',
    addons: coreAddons({ 'kube-proxy': 'v1.35.0-eksbuild.2', ...versions }),
    nodegroups: [aNodegroup({ version: '1.35' })],
  });

const prod = (versions: Readonly<Record<string, string>> = {}): SystemMember =>
  aMember('prod', { addons: coreAddons(versions) });

function judge(members: readonly SystemMember[], view: Partial<SystemView> = {}) {
  return resultOf(rule, members.at(-1)!, members, view).evaluations[0]!;
}

const short = (members: readonly SystemMember[], view: Partial<SystemView> = {}) => shortOf(judge(members, view));

function ran(cluster = aCluster({ version: '1.35' }), overrides: Partial<RanCombination> = {}): RanCombination {
  const kubeProxyIsLevel = { ...combinationOf(cluster), kubeProxyBehind: '0' };
  return {
    environment: 'dev',
    cluster: aMember('dev').arn,
    combination: kubeProxyIsLevel,
    firstObservedAt: '2026-02-01T02:00:00.000Z',
    ...overrides,
  };
}

describe('once a lower environment runs the next version', () => {
  it.each<[string, readonly SystemMember[], string]>([
    ['it is tested where all is alike', [ahead('dev'), ahead('test'), prod()], 'COMPLIANT'],
    [
      'it is tested where one of them is alike',
      [ahead('dev'), ahead('test', { 'vpc-cni': 'v1.21.1-eksbuild.1' }), prod()],
      'COMPLIANT',
    ],
    ['a patch is no other combination', [ahead('dev', { 'vpc-cni': 'v1.20.1-eksbuild.3' }), prod()], 'COMPLIANT'],
    [
      'kube-proxy one behind is as one that is level',
      [ahead('dev'), prod({ 'kube-proxy': 'v1.33.5-eksbuild.2' })],
      'COMPLIANT',
    ],
    ['kube-proxy two behind is another', [ahead('dev'), prod({ 'kube-proxy': 'v1.32.0-eksbuild.2' })], 'HIGH'],
    ['a minor of vpc-cni is another', [ahead('dev'), prod({ 'vpc-cni': 'v1.19.6-eksbuild.1' })], 'HIGH'],
    ['a minor of coredns is another', [ahead('dev'), prod({ coredns: 'v1.12.4-eksbuild.1' })], 'HIGH'],
    [
      'it is MEDIUM before the last environment',
      [ahead('dev'), aMember('test', { addons: coreAddons({ coredns: 'v1.12.4-eksbuild.1' }) })],
      'MEDIUM',
    ],
  ])('%s', (_, members, expected) => {
    expect(short(members)).toBe(expected);
  });

  it('takes families of nodes for tested where all of them ran together', () => {
    const nodegroups = ['AL2023_x86_64_STANDARD', 'BOTTLEROCKET_ARM_64'].map((amiType, index) =>
      aNodegroup({ name: `group-${index}`, amiType }),
    );
    const more = { version: '1.35', addons: coreAddons({ 'kube-proxy': 'v1.35.0-eksbuild.2' }), nodegroups };

    expect(short([aMember('dev', more), prod()])).toBe('COMPLIANT');
    expect(short([ahead('dev'), aMember('prod', { nodegroups })])).toBe('HIGH');
    expect(short([ahead('dev'), aMember('prod', { nodegroups: [] })])).toBe('COMPLIANT');
  });

  it('goes by the last environment of the configuration, whether it has a cluster or not', () => {
    const environments = ['dev', 'prod', 'dr'].map((name) => ({ name, also: [] }));
    const members = [ahead('dev'), prod({ coredns: 'v1.12.4-eksbuild.1' })];

    expect(short(members, { settings: settings({ environments }) })).toBe('MEDIUM');
  });

  it('knows what ran once in our history', () => {
    const members = [aMember('dev'), prod()];

    expect(short(members, { combinations: [ran()] })).toBe('COMPLIANT');
    expect(short(members, { combinations: [ran(aCluster({ version: '1.36' }))] })).toBe('NOT_APPLICABLE');
    expect(short([aMember('dev'), prod({ coredns: 'v1.12.4-eksbuild.1' })], { combinations: [ran()] })).toBe('HIGH');
  });

  it.each<[string, Partial<RanCombination>]>([
    ['ran in its own environment', { environment: 'prod', cluster: 'arn:another' }],
    ['ran in an environment that is not known', { environment: 'perf' }],
    ['ran in the cluster itself, when it was in another environment', { cluster: aMember('prod').arn }],
    ['was half seen', { combination: { kubernetes: '1.35', vpcCni: '1.20' } }],
  ])('does not count what %s', (_, overrides) => {
    expect(short([aMember('dev'), prod()], { combinations: [ran(undefined, overrides)] })).toBe('NOT_APPLICABLE');
  });

  it('is not hindered by what was half seen in the past', () => {
    const combinations = [ran(undefined, { combination: { kubernetes: '1.35', vpcCni: '1.19' } })];

    expect(short([ahead('dev'), prod({ 'vpc-cni': 'v1.19.6-eksbuild.1' })], { combinations })).toBe('HIGH');
  });

  it('gives the nearest that ran, where, and what differs', () => {
    const members = [
      ahead('dev', { coredns: 'v1.12.4-eksbuild.1', 'vpc-cni': 'v1.21.1-eksbuild.1' }),
      ahead('test'),
      prod({ 'vpc-cni': 'v1.19.6-eksbuild.1' }),
    ];

    const evaluation = judge(members);

    expect(evaluation).toMatchObject({ resource: members[2]?.arn, horizon: 'next-upgrade' });
    expect(evaluation).not.toHaveProperty('fault');
    const shared = { kubernetes: '1.35', coredns: '1.13', kubeProxyBehind: '0', amiFamilies: ['AL2023'] };
    expect(evidenceOf(evaluation.verdict)).toEqual({
      nextVersion: '1.35',
      willHave: { ...shared, vpcCni: '1.19' },
      nearest: { ...shared, vpcCni: '1.20' },
      sibling: 'shop-test',
      siblingEnvironment: 'test',
      siblingSince: '2026-02-22T02:00:00.000Z',
      differing: [{ part: 'vpcCni', willHave: '1.19', ran: '1.20' }],
      awsUpgradesFrom: '2027-12-02T00:00:00.000Z',
    });
  });

  it('takes of several that are as near the highest environment', () => {
    const members = [ahead('dev'), ahead('test'), prod({ coredns: 'v1.12.4-eksbuild.1' })];

    expect(evidenceOf(judge(members).verdict)).toMatchObject({ sibling: 'shop-test' });
  });

  it('says since when our history knows it, and when the sibling was last read', () => {
    const unread = [{ facet: 'addons', because: refused(), lastReadAt: '2026-02-27T02:00:00.000Z' }] as const;
    const members = [{ ...ahead('dev'), unread }, prod({ coredns: 'v1.12.4-eksbuild.1' })];

    expect(evidenceOf(judge(members, { combinations: [ran()] }).verdict)).toMatchObject({
      siblingSince: '2026-02-01T02:00:00.000Z',
      siblingUnreadSince: '2026-02-27T02:00:00.000Z',
    });
  });

  it('names the siblings that were never read and may have run it', () => {
    const members = [anUnseenMember('dev'), ahead('test'), prod({ coredns: 'v1.12.4-eksbuild.1' })];

    expect(short(members)).toBe('HIGH');
    expect(evidenceOf(judge(members).verdict)).toMatchObject({ neverRead: ['shop-dev'] });
    expect(short([anUnseenMember('dev'), ahead('test'), prod()])).toBe('COMPLIANT');
  });
});

/** dev went to 1.35 in place, and one of its add-ons followed an hour later. */
describe('between the step of a control plane and that of its add-ons', () => {
  const steppedAt = '2026-02-20T08:00:00.000Z';
  const later = '2026-02-20T09:00:00.000Z';
  const step = anUpdate({ version: '1.35', createdAt: steppedAt });
  const dev = (moved: readonly string[], updates: Parameters<typeof aCluster>[0] = { updates: [step] }) =>
    aMember('dev', {
      version: '1.35',
      createdAt: '2026-02-10T08:00:00.000Z',
      addons: coreAddons({ 'kube-proxy': 'v1.35.0-eksbuild.2', coredns: 'v1.14.3-eksbuild.1' }).map((addon) => ({
        ...addon,
        modifiedAt: moved.includes(addon.name) ? later : '2026-02-10T09:00:00.000Z',
      })),
      nodegroups: [aNodegroup({ version: '1.35' })],
      ...updates,
    });
  const before = (more: Partial<RanCombination> = {}) => ran(aCluster(), more);

  it('it ran what our history saw before the step', () => {
    const members = [dev(['coredns', 'kube-proxy']), prod()];
    const combinations = [before({ firstObservedAt: '2026-02-15T02:00:00.000Z' })];

    expect(short(members, { combinations })).toBe('COMPLIANT');
    const other = ran(aCluster({ addons: coreAddons({ coredns: 'v1.12.4-eksbuild.1' }) }), {
      firstObservedAt: '2026-02-15T02:00:00.000Z',
    });
    expect(short(members, { combinations: [other] })).toBe('HIGH');
  });

  it('it is not known what it ran, where a part that differs moved before our history', () => {
    expect(reasonOf(judge([dev(['coredns', 'kube-proxy']), prod()]).verdict)).toBe(
      'with which add-ons its sibling shop-dev went from 1.34 to 1.35 is not known',
    );
  });

  it('kube-proxy has moved where it is ahead of the control plane of before, whatever its times say', () => {
    expect(short([dev(['coredns']), prod()])).toBe('INSUFFICIENT_DATA');
  });

  it('kube-proxy was level where it followed: one that is far behind here has run nowhere', () => {
    const behind = prod({ 'kube-proxy': 'v1.32.0-eksbuild.2' });

    expect(short([dev(['coredns', 'kube-proxy']), behind])).toBe('HIGH');
    expect(short([dev(['coredns']), behind])).toBe('HIGH');
  });

  it('what differs and has not moved since was no other then', () => {
    expect(short([dev([]), prod()])).toBe('HIGH');
    expect(short([dev(['vpc-cni']), prod()])).toBe('HIGH');
  });

  it('a cluster that was made anew took no step', () => {
    expect(short([dev(['coredns'], { updates: [] }), prod()])).toBe('HIGH');
  });

  it('it is not known whether it took the step, where its updates cannot be read', () => {
    const updates = unreadable(refused('eks:ListUpdates'));

    expect(reasonOf(judge([dev(['coredns'], { updates }), prod()]).verdict)).toBe(
      'the updates of its sibling shop-dev could not be read: eks:ListUpdates: DENIED (not authorized)',
    );
  });

  it('our history tells a step, too', () => {
    const updates = unreadable(refused('eks:ListUpdates'));
    const combinations = [before({ firstObservedAt: '2026-02-15T02:00:00.000Z' })];

    expect(short([dev(['coredns'], { updates }), prod()], { combinations })).toBe('COMPLIANT');
  });
});

describe('what to do', () => {
  const proxy = 'update-addon --cluster-name shop-prod --addon-name kube-proxy --addon-version';
  const cni = 'update-addon --cluster-name shop-prod --addon-name vpc-cni --addon-version';
  const dns = 'update-addon --cluster-name shop-prod --addon-name coredns --addon-version';
  const up = 'update-cluster-version --name shop-prod --kubernetes-version 1.35';
  const keep = '--resolve-conflicts PRESERVE';

  it('is to bring the add-ons to what was tested, and then the control plane up', () => {
    const behind = {
      'kube-proxy': 'v1.32.0-eksbuild.2',
      'vpc-cni': 'v1.18.6-eksbuild.1',
      coredns: 'v1.12.1-eksbuild.2',
    };

    expect(commandsOf(judge([ahead('dev'), prod(behind)]).verdict)).toEqual([
      `${proxy} v1.34.1-eksbuild.2 ${keep}`,
      `${cni} v1.19.6-eksbuild.1 ${keep}`,
      `${cni} v1.20.4-eksbuild.1 ${keep}`,
      `${dns} v1.13.2-eksbuild.1 ${keep}`,
      up,
    ]);
  });

  it('is to take the newest of the tested minor where nobody runs it any more', () => {
    const members = [aMember('dev'), prod({ 'vpc-cni': 'v1.19.6-eksbuild.1' })];

    expect(commandsOf(judge(members, { combinations: [ran()] }).verdict)).toEqual([
      `${cni} v1.20.4-eksbuild.1 ${keep}`,
      up,
    ]);
  });

  it('is to rehearse in the lower environment what is newer here', () => {
    const members = [
      ahead('dev', { 'kube-proxy': 'v1.33.0-eksbuild.2', 'vpc-cni': 'v1.20.4-eksbuild.1' }),
      prod({ 'vpc-cni': 'v1.21.1-eksbuild.1' }),
    ];
    const inDev = (addon: string, version: string) =>
      `update-addon --cluster-name shop-dev --addon-name ${addon} --addon-version ${version} ${keep}`;

    expect(commandsOf(judge(members).verdict)).toEqual([
      inDev('kube-proxy', 'v1.35.0-eksbuild.2'),
      inDev('vpc-cni', 'v1.21.1-eksbuild.1'),
      up,
    ]);
    const gone = [aMember('dev'), prod({ 'vpc-cni': 'v1.21.1-eksbuild.1' })];
    expect(commandsOf(judge(gone, { combinations: [ran()] }).verdict)).toEqual([
      'describe-addon-versions --addon-name vpc-cni --kubernetes-version 1.34',
    ]);
  });

  it('moves nothing here that is newer than what ran, where nobody runs that any more', () => {
    const combination = { ...combinationOf(aCluster({ version: '1.35' })), kubeProxyBehind: '2' };
    const members = [aMember('dev'), prod({ 'kube-proxy': 'v1.34.0-eksbuild.2' })];

    expect(commandsOf(judge(members, { combinations: [ran(undefined, { combination })] }).verdict)).toEqual([
      'describe-addon-versions --addon-name kube-proxy --kubernetes-version 1.34',
    ]);
  });

  it('names no upgrade into what it warns of, where nothing listed makes the two alike', () => {
    const newer = releases({ 'v1.13.2-eksbuild.1': ['1.34'], 'v1.14.3-eksbuild.1': ['1.35'] });
    const catalogues = { [region]: aCatalogue({ addons: { ...aCatalogue().addons, coredns: newer } }) };
    const members = [ahead('dev', { coredns: 'v1.14.3-eksbuild.1' }), prod({ 'vpc-cni': 'v1.19.6-eksbuild.1' })];

    const { verdict } = judge(members, { catalogues });

    expect(commandsOf(verdict)).toEqual([
      `${cni} v1.20.4-eksbuild.1 ${keep}`,
      'describe-addon-versions --addon-name coredns --kubernetes-version 1.34',
    ]);
    expect(verdict).toMatchObject({ remediation: [{}, { holdsBack: true }] });
  });

  it('is to look into the cluster whose add-on EKS does not manage', () => {
    const unmanaged = (versions: Readonly<Record<string, string>>, own: string) =>
      coreAddons(versions).map((addon) => (addon.name === own ? { ...addon, managed: false } : addon));
    const behind = unmanaged({ coredns: 'v1.12.4-eksbuild.1' }, 'coredns');
    const theirs = unmanaged({ 'kube-proxy': 'v1.35.0-eksbuild.2', coredns: 'v1.12.4-eksbuild.1' }, 'coredns');
    const looked = (member: SystemMember) => [
      `${member.arn} get daemonset,deployment --namespace kube-system --output wide`,
    ];
    const [dev, own] = [aMember('dev', { version: '1.35', addons: theirs }), aMember('prod', { addons: behind })];

    expect(commandsOf(judge([ahead('dev'), own]).verdict)).toEqual(looked(own));
    expect(commandsOf(judge([dev, prod()]).verdict)).toEqual(looked(dev));
  });

  it('ends with a look where another add-on is not known to stand the upgrade', () => {
    const csi = unreadable(refused('eks:DescribeAddonVersions'));
    const catalogues = { [region]: aCatalogue({ addons: { ...aCatalogue().addons, csi } }) };
    const more = { addons: [...coreAddons({ 'vpc-cni': 'v1.19.6-eksbuild.1' }), anAddon('csi')] };
    const look = 'describe-addon-versions --addon-name csi --kubernetes-version 1.35';

    expect(commandsOf(judge([ahead('dev'), aMember('prod', more)], { catalogues }).verdict)).toEqual([
      `${cni} v1.20.4-eksbuild.1 ${keep}`,
      look,
    ]);
    const forced = judge([aMember('dev'), aMember('prod', more)], { catalogues, asOf: '2027-10-01T02:00:00.000Z' });
    expect(commandsOf(forced.verdict)).not.toContain(up);
    expect(commandsOf(forced.verdict).at(-1)).toBe(look);
  });

  it('ends with a look where what is listed brings it no nearer', () => {
    const catalogues = { [region]: aCatalogue({ addons: { ...aCatalogue().addons, coredns: unreadable(refused()) } }) };
    const members = [ahead('dev'), prod({ coredns: 'v1.12.4-eksbuild.1' })];

    expect(commandsOf(judge(members, { catalogues }).verdict)).toEqual([
      'describe-addon-versions --addon-name coredns --kubernetes-version 1.34',
    ]);
  });

  it('moves the other add-ons that would not fit, too', () => {
    const csi = releases({ 'v1.0.0-eksbuild.1': ['1.34'], 'v1.1.0-eksbuild.1': ['1.34', '1.35'] });
    const catalogues = { [region]: aCatalogue({ addons: { ...aCatalogue().addons, csi } }) };
    const more = { addons: [...coreAddons({ 'vpc-cni': 'v1.19.6-eksbuild.1' }), anAddon('csi')] };

    expect(commandsOf(judge([ahead('dev'), aMember('prod', more)], { catalogues }).verdict)).toEqual([
      `${cni} v1.20.4-eksbuild.1 ${keep}`,
      `update-addon --cluster-name shop-prod --addon-name csi --addon-version v1.1.0-eksbuild.1 ${keep}`,
      up,
    ]);
  });

  it('is to look at node groups of a family that nobody tested', () => {
    const group = (name: string, amiType: string) => aNodegroup({ name, amiType });
    const nodegroups = [group('old', 'AL2_x86_64'), group('workers', 'AL2023_x86_64_STANDARD')];

    expect(commandsOf(judge([ahead('dev'), aMember('prod', { nodegroups })]).verdict)).toEqual([
      'describe-nodegroup --cluster-name shop-prod --nodegroup-name old',
    ]);
  });

  it('is to look at which add-ons there are for one that is not here', () => {
    const auto = aMember('prod', { autoMode: true, addons: [], nodegroups: [] });

    expect(short([ahead('dev'), auto])).toBe('HIGH');
    expect(commandsOf(judge([ahead('dev'), auto]).verdict)).toEqual(['list-addons --cluster-name shop-prod']);
  });

  it('is to look at the add-ons that are not there', () => {
    const auto = { version: '1.35', autoMode: true, addons: [], nodegroups: [aNodegroup()], selfManagedAddons: [] };

    expect(commandsOf(judge([aMember('dev', auto), prod()]).verdict)).toEqual(
      ['vpc-cni', 'coredns', 'kube-proxy'].map(
        (name) => `describe-addon-versions --addon-name ${name} --kubernetes-version 1.34`,
      ),
    );
  });
});

describe('while nobody runs the next version', () => {
  /** Extended support of 1.34 ends on 2027-12-02, standard support on 2026-12-02. */
  it.each([
    ['EXTENDED', '2027-09-03T02:00:00.000Z', 'NOT_APPLICABLE'],
    ['EXTENDED', '2027-09-04T02:00:00.000Z', 'MEDIUM'],
    ['EXTENDED', '2027-12-03T02:00:00.000Z', 'MEDIUM'],
    ['STANDARD', '2026-09-03T02:00:00.000Z', 'NOT_APPLICABLE'],
    ['STANDARD', '2026-09-04T02:00:00.000Z', 'MEDIUM'],
  ] as const)('with upgradePolicy %s on %s: %s', (supportType, night, expected) => {
    expect(short([aMember('dev'), aMember('prod', { supportType })], { asOf: night })).toBe(expected);
  });

  it('goes by the notice of its own policy', () => {
    const notices = settings({ notice: { standardSupport: 10, extendedSupport: 400 } });
    const night = { asOf: '2026-11-01T02:00:00.000Z', settings: notices };

    expect(short([aMember('dev'), aMember('prod', { supportType: 'EXTENDED' })], night)).toBe('MEDIUM');
    expect(short([aMember('dev'), aMember('prod', { supportType: 'STANDARD' })], night)).toBe('NOT_APPLICABLE');
  });

  it('does not apply where AWS publishes no date', () => {
    const versions = [{ version: '1.34' }, { version: '1.35' }];
    const clusterVersions = { readable: true, value: { value: versions, readAt: asOf } } as const;

    expect(short([aMember('dev'), prod()], { catalogues: { [region]: aCatalogue({ clusterVersions }) } })).toBe(
      'NOT_APPLICABLE',
    );
  });

  it('names what it will have, where the lower ones are, and the rehearsal', () => {
    const members = [
      aMember('dev', { version: '1.33' }),
      aMember('test'),
      prod({ 'kube-proxy': 'v1.31.0-eksbuild.2' }),
    ];

    const { verdict } = judge(members, { asOf: '2027-10-01T02:00:00.000Z' });

    expect(evidenceOf(verdict)).toEqual({
      nextVersion: '1.35',
      willHave: {
        kubernetes: '1.35',
        vpcCni: '1.20',
        coredns: '1.13',
        kubeProxyBehind: '3',
        amiFamilies: ['AL2023'],
      },
      lower: ['shop-dev 1.33', 'shop-test 1.34'],
      awsUpgradesFrom: '2027-12-02T00:00:00.000Z',
    });
    const commands = commandsOf(verdict).filter((command) => !command.startsWith('update-nodegroup'));
    expect(commands).toEqual([
      'update-cluster-version --name shop-test --kubernetes-version 1.35',
      'update-addon --cluster-name shop-prod --addon-name kube-proxy --addon-version v1.34.1-eksbuild.2 --resolve-conflicts PRESERVE',
      'update-cluster-version --name shop-prod --kubernetes-version 1.35',
    ]);
  });

  it('rehearses in the highest of the lower environments', () => {
    const members = [aMember('dev'), aMember('test'), prod()];

    const commands = commandsOf(judge(members, { asOf: '2027-10-01T02:00:00.000Z' }).verdict);

    expect(commands[0]).toBe('update-cluster-version --name shop-test --kubernetes-version 1.35');
  });

  it('rehearses in the highest of those that are a step before', () => {
    const members = [aMember('dev'), aMember('test', { version: '1.33' }), prod()];

    const commands = commandsOf(judge(members, { asOf: '2027-10-01T02:00:00.000Z' }).verdict);

    expect(commands[0]).toBe('update-cluster-version --name shop-dev --kubernetes-version 1.35');
  });

  it('does not follow a rehearsal that ends with a look', () => {
    const csi = unreadable(refused('eks:DescribeAddonVersions'));
    const catalogues = { [region]: aCatalogue({ addons: { ...aCatalogue().addons, csi } }) };
    const dev = aMember('dev', { addons: [...coreAddons(), anAddon('csi')] });

    expect(commandsOf(judge([dev, prod()], { catalogues, asOf: '2027-10-01T02:00:00.000Z' }).verdict)).toEqual([
      'describe-addon-versions --addon-name csi --kubernetes-version 1.35',
    ]);
  });

  it('has no rehearsal where no lower one is a step before, or its region was never read', () => {
    const up = ['update-cluster-version --name shop-prod --kubernetes-version 1.35'];
    const night = { asOf: '2027-10-01T02:00:00.000Z' };
    const lagging = [aMember('dev', { version: '1.32' }), prod()];
    const elsewhere = [aMember('dev', { region: 'us-east-1' }), prod()];

    expect(commandsOf(judge(lagging, night).verdict)).toEqual(up);
    expect(commandsOf(judge(elsewhere, night).verdict)).toEqual(up);
  });

  it('does not know where a lower sibling was never read, unless AWS forces it', () => {
    const members = [anUnseenMember('dev'), aMember('test'), prod()];
    const forced = judge(members, { asOf: '2027-10-01T02:00:00.000Z' });

    expect(reasonOf(judge(members).verdict)).toContain('its sibling shop-dev was never read');
    expect(shortOf(forced)).toBe('MEDIUM');
    expect(evidenceOf(forced.verdict)).toMatchObject({ neverRead: ['shop-dev'] });
  });
});

describe('not applicable', () => {
  it('in the first environment', () => {
    const members = [prod(), aMember('dev', { addons: coreAddons({ coredns: 'v1.12.4-eksbuild.1' }) })];

    expect(short(members)).toBe('NOT_APPLICABLE');
    expect(judge(members).horizon).toBe('next-upgrade');
  });

  it('where AWS has released no next version', () => {
    const evaluation = judge([ahead('dev'), aMember('prod', { version: '1.35' })]);

    expect(reasonOf(evaluation.verdict)).toBe('AWS has released no version after 1.35');
    expect(shortOf(evaluation)).toBe('NOT_APPLICABLE');
  });
});

describe('INSUFFICIENT_DATA', () => {
  it('where AWS could not be asked for its versions', () => {
    const clusterVersions = unreadable(refused('eks:DescribeClusterVersions'));
    const catalogues = { [region]: aCatalogue({ clusterVersions }) };

    expect(reasonOf(judge([ahead('dev'), prod()], { catalogues }).verdict)).toBe(
      'eks:DescribeClusterVersions: DENIED (not authorized)',
    );
    expect(reasonOf(judge([ahead('dev'), prod()], { catalogues: {} }).verdict)).toBe(
      'what AWS publishes in eu-west-1 was never read',
    );
  });

  it('where a part that decides could not be seen, here or there', () => {
    const half = aMember('prod', { addons: coreAddons().slice(1) });
    const dev = aMember('dev', {
      version: '1.35',
      addons: coreAddons({ 'kube-proxy': 'v1.35.0-eksbuild.2' }).slice(1),
    });

    expect(reasonOf(judge([ahead('dev'), half]).verdict)).toBe(
      'whether it has run depends on what could not be seen: coredns',
    );
    expect(short([dev, prod()])).toBe('INSUFFICIENT_DATA');
    expect(short([dev, ahead('test'), prod()])).toBe('COMPLIANT');
    expect(short([dev, prod({ 'vpc-cni': 'v1.19.6-eksbuild.1' })])).toBe('HIGH');
  });

  it.each(['addons', 'nodegroups'] as const)('where its %s could not be read tonight', (facet) => {
    const member = aMember('prod', {}, { unread: [{ facet, because: refused('eks:ListIt'), lastReadAt: 'x' }] });

    expect(short([ahead('dev'), member])).toBe('INSUFFICIENT_DATA');
  });
});

describe('how it ends', () => {
  const finding = { evidence: { nextVersion: '1.35' } } as unknown as Finding;

  it('is upgraded untested where the cluster runs the version that the finding names', () => {
    expect(rule.causeOf?.(finding, aCluster({ version: '1.35' }))).toBe('UPGRADED_UNTESTED');
  });

  it('is an ordinary end where it does not', () => {
    expect(rule.causeOf?.(finding, aCluster({ version: '1.34' }))).toBeUndefined();
  });
});
