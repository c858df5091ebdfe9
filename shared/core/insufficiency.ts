import type { Instant } from './days.ts';
import type { Evaluation, RuleResult } from './rule.ts';

/** Something a rule could not judge, and since when. */
export interface Insufficiency {
  readonly rule: string;
  readonly resource: string;
  readonly horizon: Evaluation['horizon'];
  readonly fault?: string;
  readonly reason: string;
  readonly since: Instant;
}

/** What the results leave unjudged; what was so already keeps its date. */
export function insufficienciesOf(
  results: readonly RuleResult[],
  known: readonly Insufficiency[],
  asOf: Instant,
): readonly Insufficiency[] {
  const idOf = (one: Omit<Insufficiency, 'reason' | 'since'>): string =>
    [one.rule, one.resource, one.horizon, one.fault ?? ''].join('|');
  const since = new Map(known.map((one) => [idOf(one), one.since]));
  return results.flatMap(({ rule, evaluations }) =>
    evaluations.flatMap(({ verdict, ...where }) => {
      if (verdict.compliance !== 'INSUFFICIENT_DATA') return [];
      const one = { rule, ...where };
      return [{ ...one, reason: verdict.because, since: since.get(idOf(one)) ?? asOf }];
    }),
  );
}
