import { describe, expect, it } from 'vitest';
import type { Finding } from '#core/finding.ts';
import { combinationOf } from '#core/fleet/combination.ts';
import { upgradeRehearsal as rule } from '#core/fleet/rules/upgrade-rehearsal.ts';
import type { RanCombination, SystemMember, SystemView } from '#core/fleet/system.ts';
import { readable, unreadable } from '#core/reading.ts';
import {
  aCatalogue,
  aCluster,
  aMember,
  anAddon,
  anUnseenMember,
  anUpdate,
  coreAddons,
  refused,
  region,
  settings,
} from '../../support/builders.ts';
import { commandsOf, evidenceOf, reasonOf, resultOf, shortOf } from '../../support/fleet-cases.ts';

type Cluster = Parameters<typeof aMember>[1];

/** 1.35 was released on 2026-01-28: what is younger may have been made with it. */
const young = '2026-02-10T08:00:00.000Z';
const steppedAt = '2026-02-20T08:00:00.000Z';
const step = anUpdate({ version: '1.35', createdAt: steppedAt });

/** A member on 1.35 that is younger than that, with add-ons that have not moved since it was made. */
function ahead(environment: string, versions: Readonly<Record<string, string>> = {}, more: Cluster = {}): SystemMember {
  const addons = coreAddons({ 'kube-proxy': 'v1.35.0-eksbuild.2', ...versions }).map((addon) => ({
    ...addon,
    modifiedAt: '2026-02-10T09:00:00.000Z',
  }));
  return aMember(environment, { version: '1.35', createdAt: young, updates: [], addons, ...more });
}

const prod = (versions: Readonly<Record<string, string>> = {}): SystemMember =>
  aMember('prod', { addons: coreAddons(versions) });

/** What dev ran under a version, by our history. */
function ran(kubernetes: string, versions: Readonly<Record<string, string>> = {}, more: Partial<RanCombination> = {}) {
  const combination = { ...combinationOf(aCluster({ addons: coreAddons(versions) })), kubernetes };
  return {
    environment: 'dev',
    cluster: aMember('dev').arn,
    combination,
    firstObservedAt: '2026-02-15T02:00:00.000Z',
    ...more,
  };
}

function judge(members: readonly SystemMember[], view: Partial<SystemView> = {}) {
  return resultOf(rule, members.at(-1)!, members, view).evaluations[0]!;
}
const short = (members: readonly SystemMember[], view: Partial<SystemView> = {}) => shortOf(judge(members, view));

const other = { 'vpc-cni': 'v1.19.6-eksbuild.1' };

describe('once a lower environment runs the next version', () => {
  it.each<[string, readonly SystemMember[], string]>([
    ['it was upgraded to it, by its own updates', [ahead('dev', {}, { updates: [step] }), prod()], 'COMPLIANT'],
    [
      'it is older than the version',
      [ahead('dev', {}, { createdAt: '2026-01-27T23:00:00.000Z' }), prod()],
      'COMPLIANT',
    ],
    ['it was made anew with it', [ahead('dev'), prod()], 'MEDIUM'],
    [
      'it was made on the day of the release',
      [ahead('dev', {}, { createdAt: '2026-01-28T00:00:00.000Z' }), prod()],
      'MEDIUM',
    ],
    [
      'its upgrade failed, and it was made anew',
      [ahead('dev', {}, { updates: [{ ...step, status: 'Failed' }] }), prod()],
      'MEDIUM',
    ],
    [
      'it was upgraded to another version',
      [ahead('dev', {}, { updates: [{ ...step, version: '1.34' }] }), prod()],
      'MEDIUM',
    ],
    [
      'it was rolled back to it',
      [ahead('dev', {}, { updates: [{ ...step, type: 'VersionRollback' }] }), prod()],
      'MEDIUM',
    ],
    ['one of two was made anew', [ahead('dev', {}, { updates: [step] }), ahead('test'), prod()], 'COMPLIANT'],
    [
      'a patch is no other add-on',
      [ahead('dev', { 'vpc-cni': 'v1.20.1-eksbuild.3' }, { updates: [step] }), prod()],
      'COMPLIANT',
    ],
    ['it went with another minor of vpc-cni', [ahead('dev', {}, { updates: [step] }), prod(other)], 'MEDIUM'],
    [
      'it went with another minor of coredns',
      [ahead('dev', { coredns: 'v1.12.4-eksbuild.1' }, { updates: [step] }), prod()],
      'MEDIUM',
    ],
    [
      'it went with another distance of kube-proxy',
      [ahead('dev', {}, { updates: [step] }), prod({ 'kube-proxy': 'v1.32.0-eksbuild.2' })],
      'MEDIUM',
    ],
    [
      'it is beyond it by now',
      [ahead('dev', { 'kube-proxy': 'v1.36.0-eksbuild.2' }, { version: '1.36', updates: [step] }), prod()],
      'COMPLIANT',
    ],
    [
      'it was rolled back from it, and had been there',
      [aMember('dev', { updates: [step], createdAt: young }), prod()],
      'COMPLIANT',
    ],
    ['it is the last but one', [ahead('dev'), aMember('test')], 'MEDIUM'],
  ])('%s', (_, members, expected) => {
    expect(short(members)).toBe(expected);
  });
});

describe('our history', () => {
  it('tells that a cluster went from one to the other, and with what', () => {
    const both = [ran('1.34'), ran('1.35', other)];

    expect(short([ahead('dev'), prod()], { combinations: both })).toBe('COMPLIANT');
    expect(short([ahead('dev', other), prod(other)], { combinations: both })).toBe('COMPLIANT');
    expect(short([ahead('dev'), prod({ coredns: 'v1.12.4-eksbuild.1' })], { combinations: both })).toBe('MEDIUM');
  });

  it('knows what a cluster took along, whatever has moved since', () => {
    const moved = coreAddons({ 'vpc-cni': 'v1.21.1-eksbuild.1' }).map((addon) => ({
      ...addon,
      modifiedAt: '2026-02-25T09:00:00.000Z',
    }));
    const dev = ahead('dev', {}, { updates: [step], addons: moved });

    expect(short([dev, prod()], { combinations: [ran('1.34')] })).toBe('COMPLIANT');
    expect(short([dev, prod()], { combinations: [ran('1.34', other)] })).toBe('MEDIUM');
    expect(reasonOf(judge([dev, prod()]).verdict)).toBe(
      'with which add-ons its sibling shop-dev went from 1.34 to 1.35 is not known',
    );
  });

  it('counts what it has of the instant in which a cluster was made, and not of the one before', () => {
    const at = (firstObservedAt: string) =>
      short([ahead('dev'), prod()], { combinations: [ran('1.34', {}, { firstObservedAt }), ran('1.35')] });

    expect(at(young)).toBe('COMPLIANT');
    expect(at('2026-02-10T07:59:59.999Z')).toBe('MEDIUM');
  });

  it('counts what it has of every lower environment', () => {
    const own = { cluster: aMember('test').arn, environment: 'test' };
    const combinations = [ran('1.34', {}, own), ran('1.35', {}, own)];

    expect(short([ahead('test'), prod()], { combinations })).toBe('COMPLIANT');
    expect(short([ahead('dev'), aMember('test')], { combinations })).toBe('MEDIUM');
  });

  it.each<[string, RanCombination]>([
    ['of the one before it was made anew', ran('1.34', {}, { firstObservedAt: '2026-02-09T02:00:00.000Z' })],
    ['of another cluster', ran('1.34', {}, { cluster: aMember('test').arn })],
    ['of its time in an environment that is not lower', ran('1.34', {}, { environment: 'prod' })],
    ['of its time in an environment that is not known', ran('1.34', {}, { environment: 'perf' })],
    ['that was half seen', ran('1.34', {}, { combination: { kubernetes: '1.34', vpcCni: '1.20' } })],
    ['of another version', ran('1.33')],
  ])('does not count what it has %s', (_, combination) => {
    expect(short([ahead('dev'), prod()], { combinations: [combination] })).toBe('MEDIUM');
  });
});

it.each([
  ['2026-02-20T08:00:00.000Z', 'COMPLIANT'],
  ['2026-02-20T08:00:00.001Z', 'INSUFFICIENT_DATA'],
])(
  'of a cluster that has gone on, add-ons that were changed last at %s are those of a step at eight',
  (modifiedAt, expected) => {
    const addons = coreAddons({ 'kube-proxy': 'v1.36.0-eksbuild.2' }).map((addon) => ({ ...addon, modifiedAt }));

    expect(short([ahead('dev', {}, { version: '1.36', updates: [step], addons }), prod()])).toBe(expected);
  },
);

describe('what is told', () => {
  it('is which sibling took the path otherwise, and in what', () => {
    const members = [
      ahead('dev', { coredns: 'v1.12.4-eksbuild.1' }, { updates: [step] }),
      ahead('test', {}, { updates: [step] }),
      prod(other),
    ];

    const evaluation = judge(members);

    expect(evaluation).toMatchObject({ resource: members[2]?.arn, horizon: 'next-upgrade' });
    expect(evaluation).not.toHaveProperty('fault');
    expect(evidenceOf(evaluation.verdict)).toEqual({
      version: '1.34',
      nextVersion: '1.35',
      willTake: { vpcCni: '1.19', coredns: '1.13', kubeProxyBehind: '0' },
      sibling: 'shop-test',
      siblingEnvironment: 'test',
      differing: [{ part: 'vpcCni', willHave: '1.19', ran: '1.20' }],
      awsUpgradesFrom: '2027-12-02T00:00:00.000Z',
    });
  });

  it('is of several ways that a sibling was seen the one that differs least', () => {
    const combinations = [ran('1.34', { ...other, coredns: 'v1.12.4-eksbuild.1' }), ran('1.35')];
    const told = evidenceOf(judge([ahead('dev'), prod({ coredns: 'v1.12.4-eksbuild.1' })], { combinations }).verdict);

    expect(told.differing).toEqual([{ part: 'vpcCni', willHave: '1.20', ran: '1.19' }]);
  });

  it('is where the others are, when none took it in place, and what such a cluster has to have', () => {
    const { verdict } = judge([ahead('dev'), ahead('test'), prod()]);

    expect(evidenceOf(verdict)).toMatchObject({ lower: ['shop-dev 1.35', 'shop-test 1.35'] });
    expect(commandsOf(verdict)).toEqual(['list-addons --cluster-name shop-prod']);
  });

  it('is to upgrade the lower environment that is still there, first', () => {
    const { verdict } = judge([ahead('dev'), aMember('test'), prod()]);

    expect(commandsOf(verdict)).toEqual([
      'update-cluster-version --name shop-test --kubernetes-version 1.35',
      'update-nodegroup-version --cluster-name shop-test --nodegroup-name workers --kubernetes-version 1.35',
      'update-cluster-version --name shop-prod --kubernetes-version 1.35',
    ]);
  });
});

describe('while nobody runs the next version', () => {
  it.each([
    ['2027-09-03T02:00:00.000Z', 'NOT_APPLICABLE'],
    ['2027-09-04T02:00:00.000Z', 'MEDIUM'],
  ])('it counts once AWS will not wait: %s', (asOf, expected) => {
    expect(short([aMember('dev'), prod()], { asOf })).toBe(expected);
  });

  it('it counts by the other notice where AWS upgrades at the end of standard support', () => {
    const standard = aMember('prod', { supportType: 'STANDARD' });
    const at = (asOf: string) => ({ asOf, settings: settings({ notice: { standardSupport: 30 } }) });

    expect(short([aMember('dev'), standard], at('2026-11-02T02:00:00.000Z'))).toBe('NOT_APPLICABLE');
    expect(short([aMember('dev'), standard], at('2026-11-03T02:00:00.000Z'))).toBe('MEDIUM');
    expect(short([aMember('dev'), prod()], at('2027-09-04T02:00:00.000Z'))).toBe('MEDIUM');
  });

  it('it does not count that a lower environment is where this cluster is, with the same add-ons', () => {
    expect(short([aMember('dev'), prod()], { combinations: [ran('1.34')] })).toBe('NOT_APPLICABLE');
  });

  it('it counts that one went beyond it, by another path or by one that is not known', () => {
    const beyond = (modifiedAt: string) =>
      ahead(
        'dev',
        {},
        {
          version: '1.36',
          updates: [step],
          addons: coreAddons({ ...other, 'kube-proxy': 'v1.36.0-eksbuild.2' }).map((addon) => ({
            ...addon,
            modifiedAt,
          })),
        },
      );

    expect(short([beyond(young), prod()])).toBe('MEDIUM');
    expect(short([beyond('2026-02-25T09:00:00.000Z'), prod()])).toBe('INSUFFICIENT_DATA');
  });

  it.each<[string, readonly SystemMember[], Partial<SystemView>]>([
    ['in the first environment', [aMember('dev')], {}],
    [
      'where AWS has released no next version',
      [aMember('dev', { version: '1.36' }), aMember('prod', { version: '1.35' })],
      {},
    ],
    ['where AWS has not dated the end', [aMember('dev'), prod()], undated()],
  ])('it is not applicable %s', (_, members, view) => {
    expect(short(members, view)).toBe('NOT_APPLICABLE');
  });
});

/** Of a region whose versions have no dates. */
function undated(): Partial<SystemView> {
  const clusterVersions = readable({
    value: ['1.34', '1.35'].map((version) => ({ version })),
    readAt: '2026-03-01T02:00:00.000Z',
  });
  return { catalogues: { [region]: aCatalogue({ clusterVersions }) } };
}

describe('what could not be seen', () => {
  const unlisted = unreadable(refused('eks:ListUpdates'));
  const unread = readable([{ name: 'one', detail: unreadable(refused('eks:DescribeUpdate')) }]);

  it.each([
    ['eks:ListUpdates', unlisted],
    ['eks:DescribeUpdate', unread],
  ])('is whether a sibling was upgraded: %s', (call, updates) => {
    const dev = ahead('dev', {}, { updates });

    expect(reasonOf(judge([dev, prod()]).verdict)).toMatch(
      `the updates of its sibling shop-dev could not be read: ${call}: DENIED`,
    );
    expect(short([dev, ahead('test', {}, { updates: [step] }), prod()])).toBe('COMPLIANT');
    expect(short([dev, prod()], { combinations: [ran('1.34')] })).toBe('COMPLIANT');
    expect(short([aMember('dev', { updates }), prod()])).toBe('NOT_APPLICABLE');
    expect(short([aMember('dev', { updates, version: 'latest' }), prod()])).toBe('NOT_APPLICABLE');
  });

  it('is when an add-on moved, or whether it is there', () => {
    const bare = coreAddons({ 'kube-proxy': 'v1.35.0-eksbuild.2' }).map(({ modifiedAt: _, ...addon }) => addon);
    const hidden = [anAddon('vpc-cni'), anAddon('kube-proxy', 'v1.35.0-eksbuild.2')].map((addon) => ({
      ...addon,
      modifiedAt: young,
    }));
    const none = { selfManagedAddons: [], fargateProfiles: [] };

    expect(short([ahead('dev', {}, { updates: [step], addons: bare }), prod(other)])).toBe('INSUFFICIENT_DATA');
    expect(short([ahead('dev', {}, { updates: [step], addons: hidden }), prod(other)])).toBe('INSUFFICIENT_DATA');
    expect(short([ahead('dev', {}, { updates: [step], addons: hidden, ...none }), prod(other)])).toBe('MEDIUM');
    expect(short([ahead('dev', {}, { updates: [step], addons: hidden }), prod()])).toBe('INSUFFICIENT_DATA');
  });

  it('is what an add-on was, whose version cannot be read', () => {
    expect(short([ahead('dev', { 'vpc-cni': 'latest' }, { updates: [step] }), prod()])).toBe('INSUFFICIENT_DATA');
  });

  it('is a sibling that was never described', () => {
    expect(short([anUnseenMember('dev'), ahead('test'), prod()])).toBe('INSUFFICIENT_DATA');
    expect(short([anUnseenMember('dev'), aMember('test'), prod()])).toBe('INSUFFICIENT_DATA');
    expect(short([anUnseenMember('dev'), ahead('test', {}, { updates: [step] }), prod()])).toBe('COMPLIANT');
  });

  it('is what AWS publishes', () => {
    const clusterVersions = unreadable(refused('eks:DescribeClusterVersions'));

    expect(short([ahead('dev'), prod()], { catalogues: {} })).toBe('INSUFFICIENT_DATA');
    expect(short([ahead('dev'), prod()], { catalogues: { [region]: aCatalogue({ clusterVersions }) } })).toBe(
      'INSUFFICIENT_DATA',
    );
  });

  it('is what AWS publishes in the region of a sibling: then its updates alone tell', () => {
    const inUsEast = { region: 'us-east-1', createdAt: '2025-06-10T08:00:00.000Z' };

    expect(short([ahead('dev', {}, inUsEast), prod()])).toBe('MEDIUM');
    expect(short([ahead('dev', {}, { ...inUsEast, updates: [step] }), prod()])).toBe('COMPLIANT');
  });
});

it('is over as entered untested where the upgrade came all the same', () => {
  const finding = { evidence: { nextVersion: '1.35' } } as unknown as Finding;

  expect(rule.causeOf?.(finding, aCluster({ version: '1.35' }))).toBe('UPGRADED_UNTESTED');
  expect(rule.causeOf?.(finding, aCluster())).toBeUndefined();
});
