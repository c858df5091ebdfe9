import { describe, expect, it } from 'vitest';
import { defineFleetRule, type FleetSubject } from '#core/fleet/fleet-rule.ts';
import { fleetRules } from '#core/fleet/rules/index.ts';
import { unreadable } from '#core/reading.ts';
import type { FleetRule } from '#core/rule.ts';
import { compliant, nonCompliant } from '#core/verdicts.ts';
import { aMember, anUnseenMember, refused } from '../../support/builders.ts';
import { evidenceOf, reasonOf, resultOf, shortOf } from '../../support/fleet-cases.ts';

const page = { id: 'a-rule', title: '', why: '', judged: [], reads: [], mend: '', debug: [], reference: '' };

/** A rule that keeps what it was asked. */
function aRule(overrides: Partial<Parameters<typeof defineFleetRule>[0]> = {}): {
  rule: FleetRule;
  asked: FleetSubject[];
} {
  const asked: FleetSubject[] = [];
  const rule = defineFleetRule({
    ...page,
    looksAt: ['addons'],
    horizon: 'next-upgrade',
    judgedBy: 'any',
    check(subject) {
      asked.push(subject);
      return [{ resource: subject.cluster.arn, horizon: 'next-upgrade', verdict: compliant }];
    },
    ...overrides,
  });
  return { rule, asked };
}

const because = refused('eks:ListAddons');
const blind = { addons: unreadable(because) };

describe('defineFleetRule', () => {
  it('judges a member among its siblings in other environments, in the order of promotion', () => {
    const { rule, asked } = aRule();
    const members = [aMember('prod'), aMember('test'), aMember('test', { name: 'shop-test-us' }), aMember('dev')];

    const result = resultOf(rule, members[1]!, members);

    expect(result).toMatchObject({ rule: 'a-rule', complete: true });
    expect(asked[0]?.siblings.map(({ name }) => name)).toEqual(['shop-dev', 'shop-prod']);
    expect(asked[0]).toMatchObject({ environment: 'test', rank: 1, neverRead: [] });
  });

  it('judges by lower environments alone where the rule says so', () => {
    const { rule, asked } = aRule({ judgedBy: 'lower' });
    const members = [aMember('prod'), aMember('dev', { name: 'b' }), aMember('dev', { name: 'a' }), aMember('test')];

    resultOf(rule, members[3]!, members);

    expect(asked[0]?.siblings.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it.each([
    [
      'any',
      'dev',
      [aMember('dev'), aMember('dev', { name: 'other' })],
      'its system has no cluster in another environment',
    ],
    ['lower', 'dev', [aMember('dev'), aMember('prod')], 'its system has no cluster in a lower environment'],
    ['any', 'perf', [aMember('perf'), aMember('prod')], 'its environment perf is not in the configuration'],
    ['any', 'prod', [aMember('prod'), aMember('perf')], 'its system has no cluster in another environment'],
  ] as const)('does not apply, judged by %s, in %s', (judgedBy, _, members, reason) => {
    const { rule } = aRule({ judgedBy, resourcesOf: ({ arn }) => [`${arn}/addon/coredns`] });

    const result = resultOf(rule, members[0], members);

    expect(result.complete).toBe(true);
    expect(result.evaluations.map(({ resource }) => resource)).toEqual([
      members[0].arn,
      `${members[0].arn}/addon/coredns`,
    ]);
    expect(result.evaluations.map(({ horizon, verdict }) => [horizon, reasonOf(verdict)])).toEqual([
      ['next-upgrade', reason],
      ['next-upgrade', reason],
    ]);
    expect(shortOf(result.evaluations[0])).toBe('NOT_APPLICABLE');
  });

  it.each([
    ['it was not read tonight', aMember('prod', {}, { unread: [{ facet: 'addons', because, lastReadAt: 'x' }] })],
    ['it was never read', aMember('prod', blind)],
    ['the cluster was not read tonight', aMember('prod', {}, { unread: [{ facet: 'cluster', because }] })],
  ])('judges no member of which it looks at something where %s', (_, member) => {
    const { rule, asked } = aRule();

    const result = resultOf(rule, member, [aMember('dev'), member]);

    expect(result).toEqual({
      rule: 'a-rule',
      complete: false,
      evaluations: [
        {
          resource: member.arn,
          horizon: 'next-upgrade',
          verdict: { compliance: 'INSUFFICIENT_DATA', because: 'eks:ListAddons: DENIED (not authorized)' },
        },
      ],
    });
    expect(asked).toEqual([]);
  });

  it('judges a member of which only something else could not be read', () => {
    const { rule, asked } = aRule();
    const member = aMember('prod', {}, { unread: [{ facet: 'nodegroups', because }] });

    expect(resultOf(rule, member, [aMember('dev'), member]).complete).toBe(true);
    expect(asked).toHaveLength(1);
  });

  it('takes a sibling that was not read tonight as it last was, and says since when', () => {
    const { rule, asked } = aRule();
    const dev = aMember('dev', {}, { unread: [{ facet: 'addons', because, lastReadAt: '2026-02-27T02:00:00.000Z' }] });
    const test = aMember(
      'test',
      {},
      { unread: [{ facet: 'cluster', because }], changedAt: '2026-02-20T02:00:00.000Z' },
    );
    const other = aMember('prod', {}, { unread: [{ facet: 'nodegroups', because }] });

    resultOf(rule, aMember('prod'), [dev, test]);
    resultOf(rule, dev && aMember('dev'), [other]);

    expect(asked[0]?.siblings.map(({ unreadSince }) => unreadSince)).toEqual([
      '2026-02-27T02:00:00.000Z',
      '2026-02-20T02:00:00.000Z',
    ]);
    expect(asked[1]?.siblings[0]).not.toHaveProperty('unreadSince');
  });

  it('says of a sibling with several parts unread how old the oldest is', () => {
    const { rule, asked } = aRule({ looksAt: ['addons', 'nodegroups'] });
    const unread = [
      { facet: 'addons', because, lastReadAt: '2026-02-27T02:00:00.000Z' },
      { facet: 'nodegroups', because, lastReadAt: '2026-02-25T02:00:00.000Z' },
    ] as const;

    resultOf(rule, aMember('prod'), [aMember('dev', {}, { unread })]);

    expect(asked[0]?.siblings[0]?.unreadSince).toBe('2026-02-25T02:00:00.000Z');
  });

  it('tells which siblings nothing is known of, and that it did not see all', () => {
    const { rule, asked } = aRule();
    const { unread: _, ...unseen } = anUnseenMember('dev');
    const members = [anUnseenMember('dev'), aMember('test', blind), { ...unseen, name: 'new', unread: [] }];

    const result = resultOf(rule, aMember('prod'), members);

    expect(result.complete).toBe(false);
    expect(asked[0]?.siblings).toEqual([]);
    expect(asked[0]?.neverRead.map(({ name, because: { call } }) => `${name} ${call}`)).toEqual([
      'new eks:DescribeCluster',
      'shop-dev eks:DescribeCluster',
      'shop-test eks:ListAddons',
    ]);
  });

  it('says from when AWS upgrades by itself, as far as the catalogue of the region is known', () => {
    const verdict = nonCompliant('LOW', { a: 1 }, []);
    const check = ({ cluster }: FleetSubject) => [{ resource: cluster.arn, horizon: 'next-upgrade' as const, verdict }];
    const { rule } = aRule({ check });

    const known = resultOf(rule, aMember('prod'), [aMember('dev')]);
    const unknown = resultOf(rule, aMember('prod'), [aMember('dev')], { catalogues: {} });

    expect(evidenceOf(known.evaluations[0]?.verdict)).toEqual({ a: 1, awsUpgradesFrom: '2027-12-02T00:00:00.000Z' });
    expect(evidenceOf(unknown.evaluations[0]?.verdict)).toEqual({ a: 1 });
  });

  it('keeps the page of the rule, and a cause of its own only where it has one', () => {
    const causeOf = () => 'GONE' as const;

    expect(aRule().rule).toMatchObject(page);
    expect(aRule().rule).not.toHaveProperty('causeOf');
    expect(aRule({ causeOf }).rule.causeOf).toBe(causeOf);
  });
});

describe('the page of each rule that several clusters tell', () => {
  it.each(fleetRules.map((rule) => [rule.id, rule] as const))('%s is whole', (_, rule) => {
    expect(rule.reference).toMatch(/^https:\/\/(docs\.aws\.amazon\.com|kubernetes\.io)\//);
    expect([rule.title, rule.why, rule.mend].every((text) => text.length > 20)).toBe(true);
    expect(Math.min(rule.judged.length, rule.reads.length, rule.debug.length)).toBeGreaterThan(0);
  });
});
