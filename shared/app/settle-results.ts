import type { Instant } from '#core/days.ts';
import type { Placement } from '#core/fleet/placement.ts';
import { type Occasion, reconcile } from '#core/reconcile.ts';
import type { RuleResult } from '#core/rule.ts';
import type { Sweep } from '#core/sweep.ts';
import type { Phase, Store } from '#ports/store.ts';

/** What a phase of a sweep found about one cluster, and where that is. */
export interface Settlement {
  readonly phase: Phase;
  readonly cluster: Occasion['cluster'];
  readonly placement?: Placement;
  readonly previousAsOf: Instant | undefined;
  readonly results: readonly RuleResult[];
  readonly causeOf?: Parameters<typeof reconcile>[4];
}

/** Lays results over what is stored of a cluster, and saves what is new: findings, and what could not be judged. */
export async function settleResults(
  store: Store,
  sweep: Sweep,
  { phase, cluster, placement = {}, previousAsOf, results, causeOf }: Settlement,
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
  const reconciled = reconcile(await store.findingsOf(arn), results, occasion, known, causeOf);
  await store.saveFindings(sweep, reconciled.changed);
  await store.saveInsufficiencies(sweep, arn, phase, reconciled.insufficient);
}
