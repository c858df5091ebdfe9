import type { Instant } from '#core/days.ts';
import type { KnownCluster } from '#core/history/known-cluster.ts';
import { unreadFacet } from '#core/history/last-known.ts';
import { resolveAll } from '#core/history/reconcile.ts';
import { clusterArn } from '#core/partition.ts';
import type { Unreadable } from '#core/reading.ts';
import type { Target } from '#core/snapshot.ts';
import type { Sweep } from '#core/sweep.ts';
import { insufficientData } from '#core/verdicts.ts';
import type { Store } from '#ports/store.ts';
import type { AuditClusterDeps } from './audit-cluster.ts';
import { settleResults } from './settle-results.ts';

/** A cluster that was listed and could not be described tonight. */
export interface UnreadCluster {
  readonly name: string;
  readonly because: Unreadable;
  readonly before: KnownCluster | undefined;
  readonly previousAsOf: Instant | undefined;
}

/** Keeps in mind that a cluster is there and could not be described: its findings stay, its siblings are told so. */
export async function rememberUnread(
  { store, rules, place }: AuditClusterDeps,
  sweep: Sweep,
  target: Target,
  { name, because, before, previousAsOf }: UnreadCluster,
): Promise<void> {
  const arn = before?.arn ?? clusterArn(target, name);
  const placement = before?.placement ?? place({ arn, name, account: target.account, tags: {} });
  const { missingSince: _, ...known } = before ?? { firstObservedAt: sweep.asOf, changedAt: sweep.asOf };
  const unread = [unreadFacet('cluster', because, before, before?.snapshot && previousAsOf)];
  await store.saveCluster(sweep, { ...target, arn, name, placement, ...known, unread }, undefined);

  const verdict = insufficientData(because);
  const results = rules.map(({ id }) => ({
    rule: id,
    complete: false,
    evaluations: [{ resource: arn, horizon: 'now' as const, verdict }],
  }));
  const cluster = { ...target, arn, createdAt: before?.snapshot?.createdAt ?? '' };
  await settleResults(store, sweep, { phase: 'cluster', cluster, placement, previousAsOf, results });
}

/**
 * A cluster that a whole list no longer names, or whose target no sweep of the whole fleet looks at any more: once may
 * be a slip, twice is for good.
 */
export async function rememberMissing(
  store: Store,
  sweep: Sweep,
  cluster: KnownCluster,
  cause: 'GONE' | 'NO_LONGER_WATCHED',
): Promise<void> {
  // A night in between on which somebody looked there, and saw nothing, does not count twice.
  const isInRow = cause === 'GONE' || (cluster.missingSince ?? '') >= (sweep.since ?? '');
  if (cluster.missingSince === undefined || !isInRow) {
    await store.saveCluster(sweep, { ...cluster, missingSince: sweep.asOf }, undefined);
  } else if (cluster.missingSince < sweep.asOf) {
    // The findings first: once the cluster is out of the rosters, nobody comes back to them.
    await store.saveFindings(sweep, resolveAll(await store.findingsOf(cluster.arn), cause, sweep.id, sweep.asOf));
    await store.removeCluster(sweep, cluster);
  }
}
