import pLimit from 'p-limit';
import { type Coverage, isSeen } from '#core/coverage.ts';
import type { Instant } from '#core/days.ts';
import { lostParts, newlyRefused, regainedParts } from '#core/digest/coverage-news.ts';
import type { CoverageLost, CoverageRegained, Digest } from '#core/digest/digest.ts';
import type { Target } from '#core/snapshot.ts';
import type { ConcludedSweep, Sweep } from '#core/sweep.ts';
import type { Store } from '#ports/store.ts';
import type { SweepCoverage } from './sweep-coverage.ts';
import { type TargetEnvironmentsDeps, withEnvironments } from './target-environments.ts';

export interface CoverageNewsDeps extends TargetEnvironmentsDeps {
  readonly store: TargetEnvironmentsDeps['store'] & Pick<Store, 'coverageBefore' | 'coverageIn'>;
}

/** What could be looked at the last time and not tonight, and the other way round: targets, and what is inside them. */
export async function coverageNews(
  deps: CoverageNewsDeps,
  sweep: Sweep,
  coverage: SweepCoverage,
  previous: ConcludedSweep | undefined,
): Promise<Pick<Digest, 'coverageLost' | 'coverageRegained'>> {
  const lost = await each([...coverage.unseen, ...coverage.partlyUnseen], (row) => lostOf(deps, sweep, row));
  const { unseen = [], partlyUnseen = [] } = previous ?? {};
  const seen = partlyUnseen.filter(coverage.isSeen);
  const regained = await each(seen, (target) => regainedOf(deps, sweep, target));
  return {
    // What is dark tonight was seen the last time, what is seen again is seen tonight.
    coverageLost: await withEnvironments(deps, lost, previous ? [previous.id] : []),
    coverageRegained: await withEnvironments(deps, [...unseen.filter(coverage.isSeen), ...regained], [sweep.id]),
  };
}

async function lostOf({ store }: CoverageNewsDeps, sweep: Sweep, row: Coverage): Promise<CoverageLost | undefined> {
  const before = await lastRow(store, sweep, row);
  if (!isSeen(row) && isLostNow(sweep, row, before)) return row;
  if (newlyRefused(row, before).length === 0) return undefined;
  const parts = lostParts(row, before, await store.clustersOf(row));
  return parts.length === 0 ? undefined : { ...row, parts };
}

async function regainedOf(
  { store }: CoverageNewsDeps,
  sweep: Sweep,
  target: Target,
): Promise<CoverageRegained | undefined> {
  const [row, before] = await Promise.all([store.coverageIn(sweep.id, target), lastRow(store, sweep, target)]);
  const parts = row && before ? regainedParts(row, before, await store.clustersOf(target)) : [];
  return parts.length === 0 ? undefined : { ...target, parts };
}

/** Whether a target that could not be seen was seen the last time, or was never looked at before. */
function isLostNow({ since }: Sweep, row: Coverage, before: Coverage | undefined): boolean {
  // A row for all regions is there only where they could not be listed: the last one may be long ago.
  const isOld = row.region === '*' && since !== undefined && before !== undefined && before.asOf < since;
  // On the first night a region that is switched off is as it should be; one that refuses is not.
  return before && !isOld ? isSeen(before) : row.status !== 'REGION_DISABLED';
}

/** What was seen of a target by the sweep that this one is compared with, or before it. */
async function lastRow(
  store: Pick<Store, 'coverageBefore'>,
  sweep: Sweep,
  target: Target,
): Promise<Coverage | undefined> {
  const { since } = sweep;
  return since === undefined ? undefined : store.coverageBefore(target, comparedUntil(sweep, since));
}

/** What was seen since the sweep that this one is compared with, by whoever looked in between, was told to nobody. */
function comparedUntil({ asOf }: Sweep, since: Instant): Instant {
  const after = new Date(Date.parse(since) + 1).toISOString();
  return after < asOf ? after : asOf;
}

async function each<T, R>(targets: readonly T[], ask: (target: T) => Promise<R | undefined>): Promise<readonly R[]> {
  const answers = await pLimit(16).map(targets, ask);
  return answers.flatMap((answer) => answer ?? []);
}
