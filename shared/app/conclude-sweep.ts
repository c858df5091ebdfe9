import type { Coverage } from '#core/coverage.ts';
import { isIncomplete, isSeen } from '#core/coverage.ts';
import { type Digest, isWorthTelling, makeDigest } from '#core/digest.ts';
import type { Finding } from '#core/finding.ts';
import type { Severity } from '#core/severity.ts';
import { applySuppressions } from '#core/suppression.ts';
import type { Sweep } from '#core/sweep.ts';
import type { Clock } from '#ports/clock.ts';
import type { Notifier } from '#ports/notifier.ts';
import { type AuditSystemDeps, auditSystem } from './audit-system.ts';

export interface ConcludeSweepDeps extends AuditSystemDeps {
  readonly clock: Clock;
  /** Who is told; absent where nothing may be told, nor marked as told. */
  readonly notifier?: Notifier;
  readonly notify: { readonly minimumSeverity: Severity; readonly repeatCriticalEveryDays: number };
}

/**
 * Ends a sweep: judges what only several clusters can tell, one system at a time, and tells people what is new.
 *
 * Told first, marked after: a crash in between repeats a message under the same id, and loses none.
 */
export async function concludeSweep(deps: ConcludeSweepDeps, sweep: Sweep): Promise<Digest> {
  const { store, clock, notifier, notify, knowledge } = deps;
  const coverage = await store.coverageOf(sweep.id);
  for (const system of await store.systems()) await auditSystem(deps, sweep, system, coverage);

  const untold = applySuppressions(await store.untoldFindings(), knowledge.suppressions, sweep.asOf).counted;
  const digest = await digestOf(deps, sweep, coverage, untold);
  if (notifier) {
    if (isWorthTelling(digest, notify.minimumSeverity)) await notifier.notify(digest);
    await store.markTold(sweep, [...untold, ...digest.repeated]);
  }
  await store.saveSweep({
    ...sweep,
    concludedAt: clock.now(),
    targets: coverage.length,
    incompleteTargets: coverage.filter(isIncomplete).length,
    clusters: coverage.reduce((sum, { clusters }) => sum + clusters, 0),
  });
  return digest;
}

async function digestOf(
  { store, knowledge, notify }: ConcludeSweepDeps,
  sweep: Sweep,
  coverage: readonly Coverage[],
  untold: readonly Finding[],
): Promise<Digest> {
  const { repeatCriticalEveryDays } = notify;
  const open = applySuppressions(await store.openFindings(), knowledge.suppressions, sweep.asOf).counted;
  const latest = await store.latestSweep();
  const coverageLost: Coverage[] = [];
  for (const row of coverage) {
    if (isSeen(row)) continue;
    const before = await store.coverageBefore(row, sweep.asOf);
    // On the first night a region that is switched off is as it should be; one that refuses is not.
    // A row for all regions is there only where they could not be listed: the last one may be long ago.
    const isOld = row.region === '*' && before !== undefined && before.asOf !== latest?.asOf;
    const isNews = before && !isOld ? isSeen(before) : row.status !== 'REGION_DISABLED';
    if (isNews) coverageLost.push(row);
  }
  return makeDigest({ sweep, untold, open, coverageLost, repeatCriticalEveryDays });
}
