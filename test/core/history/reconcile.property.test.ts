import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Finding, findingId, horizons } from '#core/finding.ts';
import { type Occasion, reconcile, resolveAll } from '#core/history/reconcile.ts';
import type { Evaluation, RuleResult } from '#core/rule.ts';
import { severities } from '#core/severity.ts';
import { compliant, insufficientData, nonCompliant, notApplicable } from '#core/verdicts.ts';

const cluster = {
  arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/blue',
  account: '111122223333',
  region: 'eu-west-1',
  createdAt: '2024-01-01T00:00:00.000Z',
};

const verdict = fc.oneof(
  fc.constant(compliant),
  fc.constant(notApplicable('no next version')),
  fc.constant(insufficientData('eks:ListAddons: DENIED')),
  fc
    .tuple(fc.constantFrom(...severities), fc.nat({ max: 2 }))
    .map(([severity, n]) => nonCompliant(severity, { n }, [])),
);
const evaluation: fc.Arbitrary<Evaluation> = fc
  .tuple(fc.constantFrom('a', 'b'), fc.constantFrom(...horizons), fc.constantFrom('x', 'y', undefined), verdict)
  .map(([name, horizon, fault, judged]) => ({
    resource: `${cluster.arn}/addon/${name}`,
    horizon,
    ...(fault === undefined ? {} : { fault }),
    verdict: judged,
  }));
const result = (rule: string): fc.Arbitrary<RuleResult> =>
  fc.record({
    rule: fc.constant(rule),
    complete: fc.boolean(),
    evaluations: fc.uniqueArray(evaluation, {
      maxLength: 6,
      selector: ({ resource, horizon, fault }) => [resource, horizon, fault].join(),
    }),
  });
const night = fc.tuple(result('first'), result('second'));
const nights = fc.array(night, { minLength: 1, maxLength: 5 });

function occasion(n: number): Occasion {
  return { sweep: `night-${n}`, asOf: `2024-01-${String(n + 10).padStart(2, '0')}T02:00:00.000Z`, cluster };
}

/** What is stored after some nights: the findings as they last were. */
function after(all: readonly (readonly RuleResult[])[]): Finding[] {
  const stored = new Map<string, Finding>();
  all.forEach((results, n) => {
    for (const finding of reconcile([...stored.values()], results, occasion(n)).changed)
      stored.set(finding.id, finding);
  });
  return [...stored.values()];
}

function metBy(results: readonly RuleResult[]): Set<string> {
  return new Set(
    results.flatMap(({ rule, evaluations }) =>
      evaluations.flatMap(({ verdict: judged, ...where }) =>
        judged.compliance === 'NON_COMPLIANT'
          ? [findingId({ rule, ...where, clusterCreatedAt: cluster.createdAt })]
          : [],
      ),
    ),
  );
}

it('loses no fault: what a rule met is open, and under one id', () => {
  fc.assert(
    fc.property(nights, night, (before, today) => {
      const { open } = reconcile(after(before), today, occasion(9));

      const ids = open.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of metBy(today)) expect(ids).toContain(id);
    }),
  );
});

it('changes nothing when the same results come a second time', () => {
  fc.assert(
    fc.property(nights, night, (before, today) => {
      const once = after([...before, today]);

      const again = reconcile(once, today, occasion(before.length + 1));

      expect(again.changed).toEqual([]);
      expect(again.open).toEqual(expect.arrayContaining(once.filter(({ status }) => status === 'OPEN')));
    }),
  );
});

it('resolves nothing on the word of rules that could not see everything', () => {
  fc.assert(
    fc.property(nights, night, (before, today) => {
      const stored = after(before);
      const blind = today.map((one) => ({ ...one, complete: false, evaluations: [] }));

      const { changed, open } = reconcile(stored, blind, occasion(9));

      expect(changed.filter(({ status }) => status === 'RESOLVED')).toEqual([]);
      expect(open.length).toBe(stored.filter(({ status }) => status === 'OPEN').length);
    }),
  );
});

it('resolves nothing about a resource that could not be read', () => {
  fc.assert(
    fc.property(nights, fc.boolean(), (before, complete) => {
      const stored = after(before);
      const unread = ['first', 'second'].map((rule) => ({
        rule,
        complete,
        evaluations: ['a', 'b'].map((name) => ({
          resource: `${cluster.arn}/addon/${name}`,
          horizon: 'now' as const,
          verdict: insufficientData('eks:DescribeAddon: DENIED'),
        })),
      }));

      const { changed } = reconcile(stored, unread, occasion(9));

      expect(changed.filter(({ status }) => status === 'RESOLVED')).toEqual([]);
      for (const finding of changed) expect(finding.unreadableSince).toBe(occasion(9).asOf);
    }),
  );
});

it('forgets nothing untold, and counts each write', () => {
  fc.assert(
    fc.property(nights, night, (before, today) => {
      const stored = new Map(after(before).map((finding) => [finding.id, finding]));

      for (const finding of reconcile([...stored.values()], today, occasion(9)).changed) {
        const earlier = stored.get(finding.id);
        expect(finding.revision).toBe((earlier?.revision ?? 0) + 1);
        expect(finding.untold.slice(0, earlier?.untold.length ?? 0)).toEqual(earlier?.untold ?? []);
        expect(finding.untold.length - (earlier?.untold.length ?? 0)).toBeLessThanOrEqual(1);
        if (finding.status === 'RESOLVED') expect(finding.lastTransition.cause).toBeDefined();
      }
    }),
  );
});

it('leaves the findings of other rules alone', () => {
  fc.assert(
    fc.property(nights, result('first'), (before, today) => {
      const { changed } = reconcile(after(before), [today], occasion(9));

      expect(changed.filter(({ rule }) => rule === 'second')).toEqual([]);
    }),
  );
});

it('ends everything open on a cluster that is gone, and only that', () => {
  fc.assert(
    fc.property(nights, (before) => {
      const stored = after(before);

      const ended = resolveAll(stored, 'NO_LONGER_WATCHED', 'last', occasion(9).asOf);

      expect(ended.map(({ id }) => id)).toEqual(stored.filter(({ status }) => status === 'OPEN').map(({ id }) => id));
      expect(ended.every(({ status, cause }) => status === 'RESOLVED' && cause === 'NO_LONGER_WATCHED')).toBe(true);
    }),
  );
});
