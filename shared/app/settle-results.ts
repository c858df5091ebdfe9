import type { Instant } from '#core/days.ts';
import type { Finding, ResolutionCause } from '#core/finding.ts';
import type { Placement } from '#core/fleet/placement.ts';
import { type Occasion, reconcile, resolveAll } from '#core/history/reconcile.ts';
import type { RuleResult } from '#core/rule.ts';
import type { Sweep } from '#core/sweep.ts';
import type { Phase, Store } from '#ports/store.ts';

/** What a phase of a sweep found about one cluster, and where that is. */
export interface Settlement {
  readonly phase: Phase;
  readonly cluster: Occasion['cluster'];
  readonly placement: Placement;
  readonly previousAsOf: Instant | undefined;
  readonly results: readonly RuleResult[];
  readonly causeOf?: Parameters<typeof reconcile>[4];
  /** Why an open finding is over of which no rule speaks here; undefined for one that others speak of. */
  readonly strayCause?: (finding: Finding) => ResolutionCause | undefined;
}

/** Lays results over what is stored of a cluster, and saves what is new: findings, and what could not be judged. */
export async function settleResults(
  store: Store,
  sweep: Sweep,
  { phase, cluster, placement, previousAsOf, results, causeOf, strayCause = () => undefined }: Settlement,
): Promise<void> {
  const { arn } = cluster;
  const { environment, system } = placement;
  const occasion = {
    sweep: sweep.id,
    asOf: sweep.asOf,
    cluster,
    ...(previousAsOf === undefined ? {} : { previousAsOf }),
    ...(environment ? { environment: environment.name } : {}),
    ...(system ? { system: system.name } : {}),
  };
  const known = await store.insufficienciesOf(arn, phase);
  const before = await store.findingsOf(arn);
  const reconciled = reconcile(before, results, occasion, known, causeOf);
  const spoken = new Set(results.map(({ rule }) => rule));
  const strays = before.flatMap((finding) => {
    const cause = spoken.has(finding.rule) ? undefined : strayCause(finding);
    return cause === undefined ? [] : resolveAll([finding], cause, sweep.id, sweep.asOf);
  });
  await store.saveFindings(sweep, [...reconciled.changed, ...strays]);
  await store.saveInsufficiencies(sweep, arn, phase, reconciled.insufficient);
}
