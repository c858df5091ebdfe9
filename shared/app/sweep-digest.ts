import pLimit from 'p-limit';
import { type Coverage, isSeen } from '#core/coverage.ts';
import type { Instant } from '#core/days.ts';
import { type Digest, makeDigest } from '#core/digest.ts';
import type { Finding } from '#core/finding.ts';
import { type Notice, unheard } from '#core/notice.ts';
import { applySuppressions } from '#core/suppression.ts';
import type { ConcludedSweep, Sweep } from '#core/sweep.ts';
import type { Store } from '#ports/store.ts';
import type { Knowledge } from './knowledge.ts';
import type { SweepCoverage } from './sweep-coverage.ts';
import { withEnvironments } from './target-environments.ts';
import { toldChanges } from './told-changes.ts';

export interface SweepDigestDeps {
  readonly store: Pick<
    Store,
    'untoldFindings' | 'openFindings' | 'coverageBefore' | 'coverageRowsOf' | 'clustersOf' | 'catalogueChanges'
  >;
  readonly knowledge: Pick<Knowledge, 'suppressions' | 'siblings'>;
  readonly notify: { readonly repeatCriticalEveryDays: number };
}

/** What a digest is made of, besides the findings. */
export interface DigestOccasion {
  readonly coverage: SweepCoverage;
  /** The last whole sweep that ended. */
  readonly previous: ConcludedSweep | undefined;
  /** All that is not as it should be, whether it is news or not. */
  readonly notices: readonly Notice[];
}

export interface SweepDigest {
  readonly digest: Digest;
  /** The findings of whose untold transitions it tells. */
  readonly untold: readonly Finding[];
  /** The findings that hold something other systems have not heard of. */
  readonly unpublished: readonly Finding[];
  /** All that is not as it should be, with what is to be said of the suppressions. */
  readonly notices: readonly Notice[];
}

/** Gathers what a sweep has to tell. What is suppressed stays untold. */
export async function sweepDigest(
  deps: SweepDigestDeps,
  sweep: Sweep,
  { coverage, previous, notices }: DigestOccasion,
): Promise<SweepDigest> {
  const { store, knowledge, notify } = deps;
  const { suppressions } = knowledge;
  const [allUnheard, allOpen] = await Promise.all([store.untoldFindings(), store.openFindings()]);
  const allUntold = allUnheard.filter(({ untold }) => untold.length > 0);
  const untold = applySuppressions(allUntold, suppressions, sweep.asOf).counted;
  const { counted: open, suppressed, notices: ofSuppressions } = applySuppressions(allOpen, suppressions, sweep.asOf);
  const all = [...notices, ...ofSuppressions];
  const lost = await lostIn(deps, sweep, coverage);
  const regained = (previous?.unseen ?? []).filter(coverage.isSeen);
  const digest = makeDigest({
    sweep,
    untold,
    open,
    suppressed: suppressed.map(({ finding }) => finding),
    // What is dark tonight was seen the last time, what is seen again is seen tonight.
    coverageLost: await withEnvironments(deps, lost, previous ? [previous.id] : []),
    coverageRegained: await withEnvironments(deps, regained, [sweep.id]),
    catalogueChanges: await toldChanges(store, sweep, previous),
    notices: unheard(all, previous?.noticesHeard ?? []),
    repeatCriticalEveryDays: notify.repeatCriticalEveryDays,
  });
  const unpublished = allUnheard.filter((finding) => finding.unpublished.length > 0);
  return { digest, untold, unpublished, notices: all };
}

/** The targets that could not be seen, and were seen the last time or never looked at before. */
async function lostIn(
  { store }: SweepDigestDeps,
  sweep: Sweep,
  { unseen }: SweepCoverage,
): Promise<readonly Coverage[]> {
  const limit = pLimit(16);
  const news = await Promise.all(unseen.map((row) => limit(() => isLostNow(store, sweep, row))));
  return unseen.filter((_, i) => news[i]);
}

/** Whether a target that could not be seen was seen the last time, or was never looked at before. */
async function isLostNow(store: SweepDigestDeps['store'], sweep: Sweep, row: Coverage): Promise<boolean> {
  const { since } = sweep;
  const before = since === undefined ? undefined : await store.coverageBefore(row, comparedUntil(sweep, since));
  // A row for all regions is there only where they could not be listed: the last one may be long ago.
  const isOld = row.region === '*' && since !== undefined && before !== undefined && before.asOf < since;
  // On the first night a region that is switched off is as it should be; one that refuses is not.
  return before && !isOld ? isSeen(before) : row.status !== 'REGION_DISABLED';
}

/** What was seen since the sweep that this one is compared with, by whoever looked in between, was told to nobody. */
function comparedUntil({ asOf }: Sweep, since: Instant): Instant {
  const after = new Date(Date.parse(since) + 1).toISOString();
  return after < asOf ? after : asOf;
}
