import { describe, expect, it } from 'vitest';
import { environmentDriftAddon as rule } from '#core/fleet/rules/environment-drift-addon.ts';
import type { SystemMember } from '#core/fleet/system.ts';
import { type Reading, readable, unreadable } from '#core/reading.ts';
import type { AddonSnapshot } from '#core/snapshot.ts';
import type { Update } from '#core/update.ts';
import {
  aCatalogue,
  aMember,
  anAddon,
  anUnseenMember,
  anUpdate,
  coreAddons,
  refused,
  region,
  releases,
  settings,
} from '../../support/builders.ts';
import { commandsOf, complaintsOf, evidenceOf, reasonOf, resultOf, shortOf } from '../../support/fleet-cases.ts';

/** 30 days before the night, and 31. */
const withinGrace = '2026-01-30T00:00:00.000Z';
const afterGrace = '2026-01-29T23:59:59.000Z';

type Given = Partial<AddonSnapshot> | string | undefined;

/** A fleet in which one add-on differs; undefined where it is not installed. */
function fleet(name: string, given: Readonly<Record<string, Given>>): readonly SystemMember[] {
  return Object.entries(given).map(([environment, addon]) => {
    const others = coreAddons().filter((one) => one.name !== name);
    const addons = addon === undefined ? others : [...others, anAddon(name, addon)];
    return aMember(environment, { addons, selfManagedAddons: [] });
  });
}

const told = (name: string, given: Readonly<Record<string, Given>>) => complaintsOf(rule, fleet(name, given));
const at = (version: string, modifiedAt = afterGrace): Given => ({ version, modifiedAt });

const old = 'v1.18.1-eksbuild.1';
const middle = 'v1.19.2-eksbuild.1';
const recent = 'v1.20.4-eksbuild.1';

function verdictOn(members: readonly SystemMember[], index: number, addon: string, fault?: string) {
  const member = members[index]!;
  const result = resultOf(rule, member, members);
  return result.evaluations.find((one) => one.resource === `${member.arn}/addon/${addon}` && one.fault === fault)
    ?.verdict;
}

describe('a version', () => {
  it.each<[string, Record<string, Given>, readonly string[]]>([
    ['is the same everywhere', { dev: recent, test: recent, prod: recent }, []],
    ['differs by a build', { dev: 'v1.20.4-eksbuild.10', test: 'v1.20.4-eksbuild.9', prod: recent }, []],
    [
      'is more than a minor behind, however new that is',
      { dev: recent, test: old, prod: recent },
      ['shop-test/vpc-cni version MEDIUM'],
    ],
    [
      'is two minors behind a sibling of yesterday',
      { dev: at(recent, '2026-02-28T00:00:00.000Z'), prod: old },
      ['shop-prod/vpc-cni version MEDIUM'],
    ],
    ['is one minor behind, within grace', { dev: at(recent, withinGrace), prod: middle }, []],
    ['is one minor behind, after grace', { dev: at(recent), prod: middle }, ['shop-prod/vpc-cni version MEDIUM']],
    ['is a patch behind, within grace', { dev: at(recent, withinGrace), prod: 'v1.20.3-eksbuild.7' }, []],
    [
      'is a patch behind, after grace',
      { dev: at(recent), prod: 'v1.20.3-eksbuild.7' },
      ['shop-prod/vpc-cni version LOW'],
    ],
    ['is a patch ahead', { dev: 'v1.20.3-eksbuild.7', prod: recent }, []],
    ['is a major behind', { dev: 'v2.0.0-eksbuild.1', prod: recent }, ['shop-prod/vpc-cni version MEDIUM']],
    [
      'is behind one lower environment only',
      { dev: at(recent), test: at(middle), prod: at(middle) },
      ['shop-test/vpc-cni version MEDIUM', 'shop-prod/vpc-cni version MEDIUM'],
    ],
    [
      'is ahead of every lower environment by a minor',
      { dev: middle, test: middle, prod: recent },
      ['shop-prod/vpc-cni version MEDIUM'],
    ],
    ['is ahead of one of them', { dev: at(recent, withinGrace), test: middle, prod: recent }, []],
    ['is ahead, and there are two environments', { dev: middle, prod: recent }, ['shop-prod/vpc-cni version MEDIUM']],
    [
      'is behind all others in the lowest',
      { dev: middle, test: recent, prod: recent },
      ['shop-dev/vpc-cni version LOW'],
    ],
    [
      'is behind all others in the lowest, which differ as well',
      { dev: old, test: at(middle), prod: at(recent) },
      ['shop-dev/vpc-cni version LOW', 'shop-prod/vpc-cni version MEDIUM'],
    ],
    ['is behind all others in the lowest by a patch', { dev: 'v1.20.3-eksbuild.7', test: recent, prod: recent }, []],
    [
      'is behind one other in the lowest',
      { dev: middle, test: recent, prod: middle },
      ['shop-test/vpc-cni version MEDIUM'],
    ],
    [
      'is behind what is itself ahead of all below it, and behind those as well',
      { dev: at(middle), test: at(recent), prod: old },
      ['shop-test/vpc-cni version MEDIUM', 'shop-prod/vpc-cni version MEDIUM'],
    ],
    [
      'is ahead where the lowest has none',
      { dev: undefined, test: middle, prod: recent },
      ['shop-test/vpc-cni extra INFORMATIONAL', 'shop-prod/vpc-cni version MEDIUM'],
    ],
  ])('%s', (_, given, complaints) => {
    expect(told('vpc-cni', given)).toEqual(complaints);
  });

  it('of which EKS gives no date is as old as our sight of the sibling', () => {
    const { modifiedAt: _, ...undated } = anAddon('coredns', 'v1.13.2-eksbuild.1');
    const others = coreAddons().slice(1);
    const prod = aMember('prod', { addons: [anAddon('coredns', 'v1.12.4-eksbuild.1'), ...others] });
    const dev = (changedAt: string) => aMember('dev', { addons: [undated, ...others] }, { changedAt });

    expect(complaintsOf(rule, [dev(withinGrace), prod])).toEqual([]);
    expect(complaintsOf(rule, [dev(afterGrace), prod])).toEqual(['shop-prod/coredns version MEDIUM']);
  });

  it('is behind a sibling that is ahead of one below it, and not of all', () => {
    const environments = ['dev', 'test', 'stage', 'prod'].map((name) => ({ name, also: [] }));
    const given = { dev: at(recent, withinGrace), test: middle, stage: at(recent), prod: middle };

    expect(complaintsOf(rule, fleet('vpc-cni', given), { settings: settings({ environments }) })).toEqual([
      'shop-prod/vpc-cni version MEDIUM',
    ]);
  });

  it('is given the grace that is configured', () => {
    const members = fleet('vpc-cni', { dev: at(recent, '2026-02-25T00:00:00.000Z'), prod: middle });
    const drift = (grace: number) => ({ settings: settings({ drift: { clusterVersionsBehind: 1, grace } }) });

    expect(complaintsOf(rule, members, drift(4))).toEqual([]);
    expect(complaintsOf(rule, members, drift(3))).toEqual(['shop-prod/vpc-cni version MEDIUM']);
  });

  it('is told once among several clusters of an environment, of the one that differs most', () => {
    const devs = [middle, recent].map((version, index) =>
      aMember('dev', { name: `shop-dev-${index}`, addons: coreAddons({ 'vpc-cni': version }) }),
    );
    const prods = [old, recent].map((version, index) =>
      aMember('prod', { name: `shop-prod-${index}`, addons: coreAddons({ 'vpc-cni': version }) }),
    );

    expect(complaintsOf(rule, [...devs, ...prods])).toEqual(['shop-prod-0/vpc-cni version MEDIUM']);
    expect(evidenceOf(verdictOn([...devs, ...prods], 2, 'vpc-cni', 'version'))).toMatchObject({
      sibling: 'shop-dev-1',
    });
  });

  it('is told with its facts, and brought up one minor at a time', () => {
    const members = fleet('vpc-cni', { dev: at(recent), test: at(recent), prod: 'v1.18.6-eksbuild.1' });

    const verdict = verdictOn(members, 2, 'vpc-cni', 'version');

    expect(evidenceOf(verdict)).toEqual({
      addon: 'vpc-cni',
      version: 'v1.18.6-eksbuild.1',
      difference: 'MINORS_BEHIND',
      sibling: 'shop-dev',
      siblingEnvironment: 'dev',
      siblingVersion: recent,
      siblingSince: afterGrace,
    });
    expect(commandsOf(verdict)).toEqual(
      ['v1.19.6-eksbuild.1', recent].map(
        (version) =>
          `update-addon --cluster-name shop-prod --addon-name vpc-cni --addon-version ${version} --resolve-conflicts PRESERVE`,
      ),
    );
  });

  it('says how old the sight of the sibling is', () => {
    const [dev, prod] = fleet('vpc-cni', { dev: recent, prod: old });
    const unread = [{ facet: 'addons', because: refused(), lastReadAt: '2026-02-27T02:00:00.000Z' }] as const;

    const verdict = verdictOn([{ ...dev!, unread }, prod!], 1, 'vpc-cni', 'version');

    expect(evidenceOf(verdict)).toMatchObject({ siblingUnreadSince: '2026-02-27T02:00:00.000Z' });
  });

  it('that went ahead is brought to the lower environments, the lowest first', () => {
    const members = fleet('vpc-cni', { dev: 'v1.19.6-eksbuild.1', test: 'v1.19.6-eksbuild.1', prod: recent });

    const verdict = verdictOn(members, 2, 'vpc-cni', 'version');

    expect(evidenceOf(verdict)).toMatchObject({
      difference: 'AHEAD',
      sibling: 'shop-test',
      behindIt: ['shop-dev v1.19.6-eksbuild.1', 'shop-test v1.19.6-eksbuild.1'],
    });
    expect(commandsOf(verdict).map((command) => command.split(' ')[2])).toEqual(['shop-dev', 'shop-test']);
  });

  it.each([
    ['the very version', 'v1.12.4-eksbuild.1', 'v1.12.4-eksbuild.1'],
    ['the newest of its minor', 'v1.12.9-eksbuild.3', 'v1.12.4-eksbuild.1'],
    ['the newest that is older', 'v1.19.0-eksbuild.1', 'v1.13.2-eksbuild.1'],
  ])('is brought to %s, of what is listed', (_, wanted, expected) => {
    const members = fleet('coredns', { dev: at(wanted), prod: 'v1.11.4-eksbuild.2' });

    expect(commandsOf(verdictOn(members, 1, 'coredns', 'version'))).toEqual([
      `update-addon --cluster-name shop-prod --addon-name coredns --addon-version ${expected} --resolve-conflicts PRESERVE`,
    ]);
  });

  it.each([
    ['nothing listed is nearer', 'v1.18.0-eksbuild.1'],
    ['it is on the nearest that is listed', 'v1.13.2-eksbuild.1'],
  ])('is no drift where %s', (_, behind) => {
    const ahead = at('v1.20.0-eksbuild.1');

    expect(told('coredns', { dev: ahead, prod: at(behind) })).toEqual([]);
    expect(told('coredns', { dev: behind, test: behind, prod: ahead })).toEqual([]);
    expect(told('coredns', { dev: behind, test: ahead, prod: ahead })).toEqual([]);
  });

  it.each([
    ['behind a lower one', { dev: 'v1.20.0-eksbuild.1', prod: 'v1.11.4-eksbuild.2' }, 1],
    ['ahead of all lower ones', { dev: 'v1.11.4-eksbuild.2', prod: 'v1.12.4-eksbuild.1' }, 1],
  ])('depends on the list where it is %s', (_, versions, index) => {
    const coredns = unreadable(refused('eks:DescribeAddonVersions'));
    const catalogues = { [region]: aCatalogue({ addons: { ...aCatalogue().addons, coredns } }) };
    const members = fleet('coredns', versions);

    const { evaluations } = resultOf(rule, members[index]!, members, { catalogues });

    expect(reasonOf(evaluations.find(({ fault }) => fault === 'version')?.verdict)).toBe(
      'eks:DescribeAddonVersions: DENIED (not authorized)',
    );
  });

  it('is told of what EKS does not manage, whatever is listed, and looked up', () => {
    const prod = { version: 'v1.18.0-eksbuild.1', managed: false };
    const members = fleet('coredns', { dev: 'v1.20.0-eksbuild.1', prod });

    expect(commandsOf(verdictOn(members, 1, 'coredns', 'version'))).toEqual([
      'describe-addon-versions --addon-name coredns --kubernetes-version 1.34',
    ]);
  });

  it('is looked up where the catalogue was never read', () => {
    const members = fleet('coredns', { dev: 'v1.20.0-eksbuild.1', prod: 'v1.11.4-eksbuild.2' });

    const result = resultOf(rule, members[1]!, members, { catalogues: {} });

    expect(commandsOf(result.evaluations.find(({ fault }) => fault === 'version')?.verdict)).toEqual([
      'describe-addon-versions --addon-name coredns --kubernetes-version 1.34',
    ]);
  });

  describe('INSUFFICIENT_DATA', () => {
    it('where its own cannot be read', () => {
      const verdict = verdictOn(fleet('coredns', { dev: 'v1.13.2-eksbuild.1', prod: 'main' }), 1, 'coredns', 'version');

      expect(reasonOf(verdict)).toBe('its version main cannot be compared under 1.34');
    });

    it.each<[string, Record<string, Given>, number, string | undefined]>([
      ['a lower one cannot be read', { dev: 'main', test: recent, prod: recent }, 2, 'INSUFFICIENT_DATA'],
      [
        'a lower one cannot be read, and all others are behind',
        { dev: 'main', test: middle, prod: recent },
        2,
        'INSUFFICIENT_DATA',
      ],
      ['a lower one cannot be read, and another decides', { dev: 'main', test: recent, prod: old }, 2, 'MEDIUM'],
      ['the only lower one cannot be read', { dev: 'main', test: recent, prod: recent }, 1, 'INSUFFICIENT_DATA'],
      [
        'a higher one cannot be read, and another is not ahead',
        { dev: recent, test: recent, prod: 'main' },
        0,
        'COMPLIANT',
      ],
      [
        'a higher one cannot be read, and another is ahead',
        { dev: middle, test: recent, prod: 'main' },
        0,
        'INSUFFICIENT_DATA',
      ],
      ['a higher one cannot be read that is of no matter', { dev: recent, test: recent, prod: 'main' }, 1, 'COMPLIANT'],
    ])('where %s', (_, given, index, expected) => {
      const verdict = verdictOn(fleet('vpc-cni', given), index, 'vpc-cni', 'version');

      expect(shortOf(verdict && { resource: '', horizon: 'now', verdict })).toBe(expected);
    });
  });
});

describe('kube-proxy', () => {
  const proxies = (versions: Readonly<Record<string, readonly [string, string]>>): readonly SystemMember[] =>
    Object.entries(versions).map(([environment, [version, kubeProxy]]) =>
      aMember(environment, { version, addons: coreAddons({ 'kube-proxy': kubeProxy }) }),
    );

  it.each<[string, Record<string, readonly [string, string]>, readonly string[]]>([
    [
      'is level with control planes that differ',
      { dev: ['1.35', 'v1.35.0-eksbuild.2'], prod: ['1.34', 'v1.34.1-eksbuild.2'] },
      [],
    ],
    ['is one behind its own', { dev: ['1.34', 'v1.34.1-eksbuild.2'], prod: ['1.34', 'v1.33.5-eksbuild.2'] }, []],
    [
      'is one behind its own in the lower one',
      { dev: ['1.35', 'v1.34.1-eksbuild.2'], prod: ['1.34', 'v1.34.1-eksbuild.2'] },
      [],
    ],
    ['is a patch behind', { dev: ['1.34', 'v1.34.1-eksbuild.2'], prod: ['1.34', 'v1.34.0-eksbuild.2'] }, []],
    [
      'is two behind its own, and one in the lower one',
      { dev: ['1.34', 'v1.33.5-eksbuild.2'], prod: ['1.34', 'v1.32.9-eksbuild.2'] },
      ['shop-prod/kube-proxy version MEDIUM'],
    ],
    [
      'is three behind its own, and two in the lower one',
      { dev: ['1.35', 'v1.33.5-eksbuild.2'], prod: ['1.34', 'v1.31.9-eksbuild.2'] },
      ['shop-prod/kube-proxy version MEDIUM'],
    ],
    ['is as far behind everywhere', { dev: ['1.34', 'v1.32.9-eksbuild.2'], prod: ['1.33', 'v1.31.9-eksbuild.2'] }, []],
    [
      'is of another major everywhere',
      { dev: ['1.34', 'v0.32.9-eksbuild.2'], prod: ['1.34', 'v0.31.9-eksbuild.2'] },
      [],
    ],
    [
      'lags in the lowest alone',
      {
        dev: ['1.34', 'v1.32.9-eksbuild.2'],
        test: ['1.34', 'v1.34.1-eksbuild.2'],
        prod: ['1.34', 'v1.34.1-eksbuild.2'],
      },
      ['shop-dev/kube-proxy version LOW'],
    ],
  ])('%s', (_, versions, complaints) => {
    expect(complaintsOf(rule, proxies(versions))).toEqual(complaints);
  });

  it('has no grace, and goes to the minor of its own control plane', () => {
    const kubeProxy = anAddon('kube-proxy', { version: 'v1.35.0-eksbuild.2', modifiedAt: '2026-02-28T09:00:00.000Z' });
    const dev = aMember('dev', { version: '1.35', addons: [kubeProxy] });
    const prod = aMember('prod', { addons: [anAddon('kube-proxy', 'v1.32.9-eksbuild.2')] });

    const verdict = verdictOn([dev, prod], 1, 'kube-proxy', 'version');

    expect(evidenceOf(verdict)).toEqual({
      addon: 'kube-proxy',
      version: 'v1.32.9-eksbuild.2',
      controlPlane: '1.34',
      difference: 'MINORS_BEHIND',
      sibling: 'shop-dev',
      siblingEnvironment: 'dev',
      siblingVersion: 'v1.35.0-eksbuild.2',
      siblingSince: '2026-02-28T09:00:00.000Z',
      siblingControlPlane: '1.35',
    });
    expect(commandsOf(verdict)).toEqual([
      'update-addon --cluster-name shop-prod --addon-name kube-proxy --addon-version v1.34.1-eksbuild.2 --resolve-conflicts PRESERVE',
    ]);
  });

  it('under a control plane whose version cannot be read is not compared', () => {
    const members = proxies({ dev: ['1.34', 'v1.34.1-eksbuild.2'], prod: ['next', 'v1.34.1-eksbuild.2'] });

    expect(reasonOf(verdictOn(members, 1, 'kube-proxy', 'version'))).toBe(
      'its version v1.34.1-eksbuild.2 cannot be compared under next',
    );
    expect(verdictOn(members, 0, 'kube-proxy', 'version')).toMatchObject({ compliance: 'INSUFFICIENT_DATA' });
  });
});

describe('an add-on that not all have', () => {
  const there = 'v1.0.0-eksbuild.1';

  it.each<[string, Record<string, Given>, readonly string[]]>([
    ['two lower have it', { dev: there, test: there, prod: undefined }, ['shop-prod/x missing MEDIUM']],
    ['one lower has it', { dev: there, prod: undefined }, ['shop-prod/x missing INFORMATIONAL']],
    [
      'the lowest alone has it',
      { dev: there, test: undefined, prod: undefined },
      ['shop-test/x missing INFORMATIONAL', 'shop-prod/x missing INFORMATIONAL'],
    ],
    ['the highest alone has it', { dev: undefined, test: undefined, prod: there }, ['shop-prod/x extra INFORMATIONAL']],
    ['the lowest alone lacks it', { dev: undefined, test: there, prod: there }, ['shop-test/x extra INFORMATIONAL']],
    ['the middle alone lacks it', { dev: there, test: undefined, prod: there }, ['shop-test/x missing INFORMATIONAL']],
    ['nobody has it', { dev: undefined, test: undefined, prod: undefined }, []],
  ])('%s', (_, given, complaints) => {
    expect(told('x', given)).toEqual(complaints);
  });

  it('is one opinion in two regions of one environment', () => {
    const devs = ['shop-dev-eu', 'shop-dev-us'].map((name) => aMember('dev', { name, addons: [anAddon('x')] }));

    expect(complaintsOf(rule, [...devs, aMember('prod', { addons: [] })])).toEqual([
      'shop-prod/x missing INFORMATIONAL',
    ]);
  });

  it('is installed in the version of the nearest sibling, where that is listed, and looked up otherwise', () => {
    const members = fleet('coredns', { dev: 'v1.13.2-eksbuild.1', test: 'v1.12.4-eksbuild.1', prod: undefined });
    const unlisted = fleet('x', { dev: there, test: there, prod: undefined });
    const listed = { [region]: aCatalogue({ addons: { x: releases({ [there]: ['1.33'] }) } }) };

    const verdict = verdictOn(members, 2, 'coredns', 'missing');
    const result = resultOf(rule, unlisted[2]!, unlisted, { catalogues: listed });

    expect(evidenceOf(verdict)).toEqual({
      addon: 'coredns',
      sibling: 'shop-test',
      siblingEnvironment: 'test',
      siblingVersion: 'v1.12.4-eksbuild.1',
      presentIn: ['shop-dev', 'shop-test'],
    });
    expect(commandsOf(verdict)).toEqual([
      'create-addon --cluster-name shop-prod --addon-name coredns --addon-version v1.12.4-eksbuild.1 --resolve-conflicts NONE',
    ]);
    expect(
      commandsOf(result.evaluations.find((one) => one.fault === 'missing' && one.resource.endsWith('/x'))?.verdict),
    ).toEqual(['describe-addon-versions --addon-name x --kubernetes-version 1.34']);
  });

  it('is looked up where the sibling’s version cannot be read', () => {
    const members = fleet('coredns', { dev: 'main', prod: undefined });

    expect(commandsOf(verdictOn(members, 1, 'coredns', 'missing'))).toEqual([
      'describe-addon-versions --addon-name coredns --kubernetes-version 1.34',
    ]);
  });

  it('says where it is not, of what only the higher has', () => {
    const members = fleet('x', { dev: undefined, test: undefined, prod: there });

    const verdict = verdictOn(members, 2, 'x', 'extra');

    expect(evidenceOf(verdict)).toEqual({
      addon: 'x',
      version: there,
      sibling: 'shop-test',
      siblingEnvironment: 'test',
      absentIn: ['shop-dev', 'shop-test'],
    });
    expect(commandsOf(verdict)).toEqual(['describe-addon --cluster-name shop-prod --addon-name x']);
  });

  it('has nothing else to be judged by where it is not', () => {
    const members = fleet('x', { dev: there, prod: undefined });

    const others = ['version', 'configuration', 'iam', 'management', 'extra'].map((fault) =>
      reasonOf(verdictOn(members, 1, 'x', fault)),
    );

    expect(new Set(others)).toEqual(new Set(['it is not installed']));
  });

  it('is cleared of missing where it is', () => {
    expect(verdictOn(fleet('x', { dev: there, prod: there }), 1, 'x', 'missing')).toEqual({ compliance: 'COMPLIANT' });
  });

  it('of GuardDuty is left out', () => {
    expect(told('aws-guardduty-agent', { dev: there, test: there, prod: undefined })).toEqual([]);
  });

  it('is not known to be missing, or alone, where a lower sibling was never read', () => {
    const missing = [anUnseenMember('dev'), ...fleet('x', { test: undefined, prod: there })];
    const extra = [anUnseenMember('dev'), ...fleet('x', { test: undefined, prod: there })];

    expect(reasonOf(verdictOn(missing, 1, 'x', 'missing'))).toBe(
      'x of its sibling shop-dev could not be read: eks:DescribeCluster: DENIED (not authorized)',
    );
    expect(verdictOn(extra, 2, 'x', 'extra')).toMatchObject({ compliance: 'INSUFFICIENT_DATA' });
  });
});

describe('EKS Auto Mode', () => {
  const auto = { autoMode: true, addons: [], nodegroups: [] };

  it('does itself what the core add-ons would do', () => {
    const members = [aMember('dev'), aMember('test'), aMember('prod', auto)];
    const around = [aMember('dev', auto), aMember('test', auto), aMember('prod')];

    expect(complaintsOf(rule, members)).toEqual([]);
    expect(complaintsOf(rule, around)).toEqual([]);
    expect(reasonOf(verdictOn(members, 2, 'coredns'))).toBe('EKS Auto Mode does itself what it would do');
  });

  it.each(['aws-ebs-csi-driver', 'eks-pod-identity-agent'])('needs no %s', (name) => {
    const withIt = { addons: [anAddon(name)] };

    expect(complaintsOf(rule, [aMember('dev', withIt), aMember('test', withIt), aMember('prod', auto)])).toEqual([]);
  });

  it('misses what it does not do', () => {
    const withIt = { addons: [anAddon('metrics-server')] };

    expect(complaintsOf(rule, [aMember('dev', withIt), aMember('test', withIt), aMember('prod', auto)])).toEqual([
      'shop-prod/metrics-server missing MEDIUM',
    ]);
  });
});

describe('what EKS does not manage and nobody could read', () => {
  it('is not missing: INSUFFICIENT_DATA, once and about everything', () => {
    const members = [aMember('dev'), aMember('test'), aMember('prod', { addons: coreAddons().slice(1) })];

    const { evaluations } = resultOf(rule, members[2]!, members);

    expect(evaluations.filter(({ resource }) => resource.endsWith('/coredns'))).toEqual([
      {
        resource: `${members[2]?.arn}/addon/coredns`,
        horizon: 'now',
        verdict: {
          compliance: 'INSUFFICIENT_DATA',
          because:
            'kubernetes:ListDaemonSets: NOT_CONFIGURED (cluster access is off, so what EKS does not manage cannot be seen)',
        },
      },
    ]);
  });

  it('of a sibling decides nothing', () => {
    const members = [aMember('dev', { addons: coreAddons().slice(1) }), aMember('prod')];

    expect(reasonOf(verdictOn(members, 1, 'coredns', 'version'))).toContain('coredns of its sibling shop-dev');
    expect(reasonOf(verdictOn(members, 1, 'coredns', 'extra'))).toContain('coredns of its sibling shop-dev');
  });

  it('is one add-on that AWS refused to describe', () => {
    const coredns = { name: 'coredns', detail: unreadable(refused()) };
    const addons = readable([coredns, { name: 'kube-proxy', detail: readable(anAddon('kube-proxy')) }]);
    const members = [aMember('dev'), aMember('prod', { addons, selfManagedAddons: [anAddon('vpc-cni')] })];

    expect(reasonOf(verdictOn(members, 1, 'coredns'))).toBe('eks:DescribeAddon: DENIED (not authorized)');
    expect(verdictOn(members, 1, 'kube-proxy', 'version')).toEqual({ compliance: 'COMPLIANT' });
  });
});

describe.each<[string, Given, Given, string]>([
  ['configuration', { configuration: { env: { WARM: '1' } } }, { configuration: { env: { WARM: '2' } } }, 'MEDIUM'],
  ['iam', { serviceAccountRoleArn: 'arn:aws:iam::1:role/a' }, {}, 'MEDIUM'],
  ['iam', { podIdentityAssociations: ['arn:a'] }, { serviceAccountRoleArn: 'arn:aws:iam::1:role/a' }, 'MEDIUM'],
  ['management', { managed: true }, { managed: false }, 'LOW'],
])('%s', (fault, a, b, severity) => {
  const complaint = (environment: string) => `shop-${environment}/vpc-cni ${fault} ${severity}`;

  it.each<[string, Record<string, Given>, readonly string[]]>([
    ['is the same', { dev: a, test: a, prod: a }, []],
    ['differs in the highest', { dev: a, test: a, prod: b }, [complaint('prod')]],
    ['differs in the middle', { dev: a, test: b, prod: a }, [complaint('test')]],
    ['differs in the lowest, which is alone', { dev: a, test: b, prod: b }, [complaint('dev')]],
    ['differs, and there are two environments', { dev: b, prod: a }, [complaint('prod')]],
    ['differs where the lowest has none', { test: a, prod: b }, [complaint('prod')]],
  ])('%s', (_, given, complaints) => {
    expect(told('vpc-cni', given)).toEqual(complaints);
  });

  it('differs in the upper half of four', () => {
    const environments = ['dev', 'test', 'stage', 'prod'].map((name) => ({ name, also: [] }));
    const members = fleet('vpc-cni', { dev: a, test: a, stage: b, prod: b });

    expect(complaintsOf(rule, members, { settings: settings({ environments }) })).toEqual([complaint('stage')]);
  });

  it('agrees with one of two clusters of an environment', () => {
    const devs = fleet('vpc-cni', { dev: a });
    const others = fleet('vpc-cni', { dev: b }).map((member) => ({ ...member, name: 'shop-dev-us' }));

    expect(complaintsOf(rule, [...devs, ...others, ...fleet('vpc-cni', { prod: b })])).toEqual([]);
  });

  it('is not known where what decides was never read', () => {
    const dev = anUnseenMember('dev');
    const test = anUnseenMember('test');
    const prod = anUnseenMember('prod');
    const compliance = (members: readonly SystemMember[], index: number) =>
      verdictOn(members, index, 'vpc-cni', fault)?.compliance;

    expect(compliance([dev, ...fleet('vpc-cni', { test: a })], 1)).toBe('INSUFFICIENT_DATA');
    expect(compliance([dev, ...fleet('vpc-cni', { test: a, prod: a })], 2)).toBe('COMPLIANT');
    expect(compliance([dev, ...fleet('vpc-cni', { test: a, prod: b })], 2)).toBe('NON_COMPLIANT');
    expect(compliance([...fleet('vpc-cni', { dev: a, test: b }), prod], 0)).toBe('INSUFFICIENT_DATA');
    expect(compliance([...fleet('vpc-cni', { dev: a, test: a }), prod], 0)).toBe('COMPLIANT');
    expect(compliance([...fleet('vpc-cni', { dev: a, prod: a }), test], 0)).toBe('COMPLIANT');
    expect(compliance([...fleet('vpc-cni', { dev: a, test: b, prod: b }), { ...test, name: 'shop-test-us' }], 0)).toBe(
      'INSUFFICIENT_DATA',
    );
    expect(compliance([...fleet('vpc-cni', { dev: a, test: a }), prod], 1)).toBe('COMPLIANT');
  });
});

it.each([
  ['higher', 'stage', 'COMPLIANT'],
  ['lower', 'dev', 'INSUFFICIENT_DATA'],
])('where the lowest is alone, a %s cluster that was never read decides what it should', (_, environment, expected) => {
  const environments = ['dev', 'test', 'stage', 'prod'].map((name) => ({ name, also: [] }));
  const unseen = { ...anUnseenMember(environment), name: 'shop-us' };
  const members = [...fleet('x', { dev: { configuration: { a: 1 } }, test: {}, prod: {} }), unseen];

  const { evaluations } = resultOf(rule, members[1]!, members, { settings: settings({ environments }) });

  const ofX = evaluations.find(({ resource, fault }) => resource.endsWith('/addon/x') && fault === 'configuration');
  expect(ofX?.verdict.compliance).toBe(expected);
});

describe('a lower environment that leads', () => {
  const yesterday = '2026-02-28T09:00:00.000Z';
  const before = '2026-02-27T09:00:00.000Z';
  const given = (createdAt: string, value: string, overrides: Partial<Update> = {}): Update =>
    anUpdate({ id: createdAt, type: 'AddonUpdate', createdAt, sets: { configuration: value }, ...overrides });

  /** Environments in which an add-on has a configuration, and the updates by which it got it. */
  function set(of: Readonly<Record<string, readonly [value: string, updates: readonly Update[]]>>) {
    return Object.entries(of).map(([environment, [value, updates]]) =>
      aMember(environment, {
        addons: [...coreAddons(), anAddon('x', { configuration: { value } })],
        addonUpdates: readable([{ name: 'x', detail: readable(updates) }]),
        selfManagedAddons: [],
      }),
    );
  }
  const configured = 'shop-prod/x configuration MEDIUM';

  it.each<[string, Parameters<typeof set>[0], readonly string[]]>([
    ['since yesterday', { dev: ['b', [given(yesterday, 'b')]], prod: ['a', []] }, []],
    [
      'since yesterday, where no update of the higher set it',
      { dev: ['b', [given(yesterday, 'b')]], prod: ['a', [anUpdate({ createdAt: before })]] },
      [],
    ],
    ['for as long as the grace', { dev: ['b', [given(withinGrace, 'b')]], prod: ['a', []] }, []],
    ['for longer', { dev: ['b', [given(afterGrace, 'b')]], prod: ['a', []] }, [configured]],
    ['alone', { dev: ['b', [given(yesterday, 'b')]], test: ['a', []], prod: ['a', []] }, []],
    ['with another below it', { dev: ['b', []], test: ['b', [given(yesterday, 'b')]], prod: ['a', []] }, []],
    ['in nothing: it made no change', { dev: ['b', []], prod: ['a', []] }, [configured]],
    [
      'in nothing: the higher changed after it',
      { dev: ['b', [given(before, 'b')]], prod: ['a', [given(yesterday, 'a')]] },
      [configured],
    ],
    [
      'by a change that the higher made before it, too',
      { dev: ['b', [given(yesterday, 'b')]], prod: ['a', [given(before, 'a')]] },
      [],
    ],
    [
      'for long, and was given the same again',
      {
        dev: ['b', [given(yesterday, 'b'), given(afterGrace, 'b'), given('2025-12-01T09:00:00.000Z', 'a')]],
        prod: ['a', []],
      },
      [configured],
    ],
    [
      'since yesterday, after it was given the same for long',
      { dev: ['b', [given(afterGrace, 'a'), given(yesterday, 'b')]], prod: ['a', []] },
      [],
    ],
    [
      'in nothing: the update failed',
      { dev: ['b', [given(yesterday, 'b', { status: 'Failed' })]], prod: ['a', []] },
      [configured],
    ],
    [
      'in nothing: the update was cancelled',
      { dev: ['b', [given(yesterday, 'b', { status: 'Cancelled' })]], prod: ['a', []] },
      [configured],
    ],
    ['by its version alone', { dev: ['b', [anUpdate({ createdAt: yesterday })]], prod: ['a', []] }, [configured]],
  ])('in its configuration %s', (_, of, complaints) => {
    expect(complaintsOf(rule, set(of))).toEqual(complaints);
  });

  it.each<[string, Given, Given, readonly string[]]>([
    ['was installed yesterday', { modifiedAt: yesterday }, { modifiedAt: afterGrace }, []],
    ['was installed longer ago', { modifiedAt: afterGrace }, {}, [configured]],
    ['was installed with its cluster', { modifiedAt: '2025-06-11T23:00:00.000Z' }, {}, [configured]],
    ['was installed on the same day as the higher', { modifiedAt: yesterday }, { modifiedAt: yesterday }, [configured]],
    ['was installed before the higher', { modifiedAt: before }, { modifiedAt: yesterday }, [configured]],
  ])('in its configuration where none of its updates is listed: it %s', (_, ofDev, ofProd, complaints) => {
    const dev = { configuration: { value: 'b' }, ...(ofDev as object) };

    expect(told('x', { dev, prod: { configuration: { value: 'a' }, ...(ofProd as object) } })).toEqual(complaints);
  });

  it('not by what came with a cluster that was made anew', () => {
    const configuration = { value: 'b' };
    const anew = (modifiedAt: string) => [
      aMember('dev', {
        createdAt: '2026-02-25T09:00:00.000Z',
        addons: [...coreAddons(), anAddon('x', { configuration, modifiedAt })],
        selfManagedAddons: [],
      }),
      ...fleet('x', { prod: { configuration: { value: 'a' } } }),
    ];

    expect(complaintsOf(rule, anew('2026-02-26T23:00:00.000Z'))).toEqual([configured]);
    expect(complaintsOf(rule, anew('2026-02-27T00:00:00.000Z'))).toEqual([]);
  });

  it('says so, and since when', () => {
    const members = set({ dev: ['b', [given(yesterday, 'b')]], prod: ['a', []] });

    expect(verdictOn(members, 1, 'x', 'configuration')).toEqual({
      compliance: 'NOT_APPLICABLE',
      because: 'dev has led with it since 2026-02-28, within drift.grace',
    });
  });

  it('is not known to lead where its updates could not be read', () => {
    const [dev, prod] = set({ dev: ['b', []], prod: ['a', []] });
    const unread = { ...dev!, snapshot: { ...dev!.snapshot!, addonUpdates: unreadable(refused('eks:ListUpdates')) } };

    expect(complaintsOf(rule, [unread, prod!])).toEqual([configured]);
  });

  it('in how the add-on gets its permissions', () => {
    const ofPermissions = (createdAt: string) => {
      const updates = [anUpdate({ type: 'AddonUpdate', createdAt, sets: { permissions: 'r' } })];
      const dev = aMember('dev', {
        addons: [...coreAddons(), anAddon('x', { serviceAccountRoleArn: 'arn:aws:iam::111122223333:role/x' })],
        addonUpdates: readable([{ name: 'x', detail: readable(updates) }]),
        selfManagedAddons: [],
      });
      const prod = aMember('prod', { addons: [...coreAddons(), anAddon('x')], selfManagedAddons: [] });
      return complaintsOf(rule, [dev, prod]);
    };

    expect(ofPermissions(withinGrace)).toEqual([]);
    expect(ofPermissions(afterGrace)).toEqual(['shop-prod/x iam MEDIUM']);
  });

  it.each([
    ['of late', withinGrace, 'INFORMATIONAL'],
    ['long ago', afterGrace, 'MEDIUM'],
  ])('in having an add-on: two have it, one of them got it %s', (_, createdAt, severity) => {
    const members = fleet('x', { dev: {}, test: { createdAt }, prod: undefined });

    expect(complaintsOf(rule, members)).toEqual([`shop-prod/x missing ${severity}`]);
  });

  it.each([
    ['a day', '2026-02-19T00:00:00.000Z', '2026-02-20T23:00:00.000Z', 'MEDIUM'],
    ['two', '2026-02-19T23:00:00.000Z', '2026-02-21T00:00:00.000Z', 'INFORMATIONAL'],
  ])('in nothing where it was made anew with all it has, within %s', (_, made, createdAt, severity) => {
    const addons = [...coreAddons(), anAddon('x', { createdAt })];
    const anew = aMember('test', { createdAt: made, addons, selfManagedAddons: [] });
    const [dev, prod] = fleet('x', { dev: {}, prod: undefined });

    expect(complaintsOf(rule, [dev!, anew, prod!])).toEqual([`shop-prod/x missing ${severity}`]);
  });
});

describe('settings', () => {
  it('of a cluster’s own, and sizes, are no difference', () => {
    const own = (stage: string, account: string) => ({
      configuration: { replicaCount: account.length, env: { STAGE: stage, VPC: `vpc-${account}` } },
    });

    expect(told('x', { dev: own('dev', '0a1b2c3d'), prod: own('prod', '0a1b2c3d4e') })).toEqual([]);
    expect(told('x', { dev: {}, prod: { configuration: {} } })).toEqual([]);
  });

  it('name the paths of a configuration that differ, and both add-ons to lay side by side', () => {
    const members = fleet('x', {
      dev: { configuration: { env: { A: '1', B: '1' } } },
      test: { configuration: { env: { A: '1', B: '1' } } },
      prod: { configuration: { env: { A: '2' } } },
    });

    const verdict = verdictOn(members, 2, 'x', 'configuration');

    expect(evidenceOf(verdict)).toEqual({
      addon: 'x',
      differing: ['env.A', 'env.B'],
      sibling: 'shop-test',
      siblingEnvironment: 'test',
    });
    expect(commandsOf(verdict)).toEqual([
      'describe-addon --cluster-name shop-prod --addon-name x',
      'describe-addon --cluster-name shop-test --addon-name x',
    ]);
  });

  it('are compared for the lowest, where it is alone, with the nearest above', () => {
    const members = fleet('x', { dev: { configuration: { a: 1 } }, test: {}, prod: {} });

    expect(evidenceOf(verdictOn(members, 0, 'x', 'configuration'))).toMatchObject({ sibling: 'shop-test' });
  });

  it('name the ways of permissions and the roles that are known', () => {
    const members = fleet('vpc-cni', {
      dev: { serviceAccountRoleArn: 'arn:aws:iam::111122223333:role/cni' },
      prod: {},
    });

    expect(evidenceOf(verdictOn(members, 1, 'vpc-cni', 'iam'))).toEqual({
      addon: 'vpc-cni',
      mode: 'NODE_ROLE',
      sibling: 'shop-dev',
      siblingEnvironment: 'dev',
      siblingMode: 'ROLE',
      siblingRole: 'arn:aws:iam::111122223333:role/cni',
    });
  });

  describe('by an association that was made beside the add-on', () => {
    const own = { podIdentityAssociations: ['arn:a'] };
    const beside = (
      environment: string,
      associations: readonly string[] | Reading<readonly string[]>,
      addon: Partial<AddonSnapshot> = {},
      name = 'aws-ebs-csi-driver',
    ) =>
      aMember(environment, {
        addons: [...coreAddons(), anAddon(name, addon)],
        podIdentityAssociations: 'readable' in associations ? associations : readable(associations),
      });
    const iam = (members: readonly SystemMember[], index: number, name = 'aws-ebs-csi-driver') =>
      verdictOn(members, index, name, 'iam');
    const denied = unreadable(refused('eks:ListPodIdentityAssociations'));
    const given = ['kube-system/ebs-csi-controller-sa'];

    it('it has them as one that was given them itself', () => {
      expect(iam([beside('dev', [], own), beside('prod', given)], 1)?.compliance).toBe('COMPLIANT');
      expect(iam([beside('dev', [], own), beside('prod', [])], 1)?.compliance).toBe('NON_COMPLIANT');
    });

    it('nobody knows where those could not be listed, here or there', () => {
      expect(reasonOf(iam([beside('dev', [], own), beside('prod', denied)], 1))).toContain(
        'eks:ListPodIdentityAssociations: DENIED',
      );
      expect(reasonOf(iam([beside('dev', denied), beside('prod', [], own)], 1))).toContain(
        'eks:ListPodIdentityAssociations: DENIED',
      );
      expect(iam([beside('dev', denied), beside('test', [], own), beside('prod', [])], 2)?.compliance).toBe(
        'NON_COMPLIANT',
      );
    });

    it('nobody asks of what EKS does not manage', () => {
      const members = [beside('dev', denied, { managed: false }), beside('prod', [], own)];

      expect(iam(members, 1)?.compliance).toBe('COMPLIANT');
      expect(iam([beside('dev', [], own), beside('prod', denied, { managed: false })], 1)?.compliance).toBe(
        'NOT_APPLICABLE',
      );
    });
  });

  it.each<[string, string, Given, readonly string[]]>([
    [
      'no further than to look: the role trusts the service account, not pod identity',
      'vpc-cni',
      { serviceAccountRoleArn: 'arn:aws:iam::333344445555:role/cni' },
      [],
    ],
    ['no further where it has no role', 'vpc-cni', {}, []],
    ['no further where its service account is not known', 'x', { serviceAccountRoleArn: 'arn:aws:iam::1:role/x' }, []],
  ])('go %s', (_, name, prod, more) => {
    const members = fleet(name, { dev: { podIdentityAssociations: ['arn:a'] }, prod });

    expect(commandsOf(verdictOn(members, 1, name, 'iam')).slice(2)).toEqual(more);
  });

  it('go no further where the sibling uses a role', () => {
    const prod = { podIdentityAssociations: ['arn:a'], serviceAccountRoleArn: 'arn:aws:iam::333344445555:role/cni' };
    const members = fleet('vpc-cni', { dev: { serviceAccountRoleArn: 'arn:aws:iam::1:role/cni' }, prod });

    const verdict = verdictOn(members, 1, 'vpc-cni', 'iam');
    expect(commandsOf(verdict)).toHaveLength(2);
    expect(verdict).toMatchObject({ remediation: [{ account: '333344445555' }, { account: '111122223333' }] });
  });

  it('of what EKS does not manage are not known', () => {
    const members = fleet('coredns', { dev: {}, prod: { managed: false, configuration: { a: 1 } } });

    expect(reasonOf(verdictOn(members, 1, 'coredns', 'configuration'))).toBe(
      'EKS knows no settings of an add-on that it does not manage',
    );
    expect(verdictOn(members, 0, 'coredns', 'iam')).toEqual({ compliance: 'COMPLIANT' });
  });

  it('take what EKS should manage over in a version that is listed', () => {
    const members = fleet('coredns', { dev: {}, prod: { managed: false, version: 'v1.12.4' } });

    const verdict = verdictOn(members, 1, 'coredns', 'management');

    expect(evidenceOf(verdict)).toEqual({
      addon: 'coredns',
      version: 'v1.12.4',
      managed: false,
      sibling: 'shop-dev',
      siblingEnvironment: 'dev',
    });
    expect(commandsOf(verdict)).toEqual([
      'create-addon --cluster-name shop-prod --addon-name coredns --addon-version v1.12.4-eksbuild.1 --resolve-conflicts NONE',
    ]);
  });

  it('only look at what EKS manages and the siblings do not', () => {
    const members = fleet('coredns', { dev: { managed: false }, prod: {} });

    expect(commandsOf(verdictOn(members, 1, 'coredns', 'management'))).toEqual([
      'describe-addon --cluster-name shop-prod --addon-name coredns',
    ]);
  });
});

it('says of each add-on that it does not apply, where there is nobody to compare with', () => {
  const members = [aMember('prod')];

  const { evaluations } = resultOf(rule, members[0]!, members);

  expect(evaluations.map(({ resource }) => resource.replace(/^.*cluster\//, ''))).toEqual([
    'shop-prod',
    'shop-prod/addon/coredns',
    'shop-prod/addon/kube-proxy',
    'shop-prod/addon/vpc-cni',
  ]);
});
