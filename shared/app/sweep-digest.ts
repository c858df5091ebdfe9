import { type Digest, makeDigest } from '#core/digest/digest.ts';
import type { Finding } from '#core/finding.ts';
import { type Notice, unheard } from '#core/notice.ts';
import { applySuppressions } from '#core/suppression.ts';
import type { ConcludedSweep, Sweep } from '#core/sweep.ts';
import type { Store } from '#ports/store.ts';
import { type CoverageNewsDeps, coverageNews } from './coverage-news.ts';
import type { Knowledge } from './knowledge.ts';
import type { SweepCoverage } from './sweep-coverage.ts';
import { toldChanges } from './told-changes.ts';

export interface SweepDigestDeps {
  readonly store: CoverageNewsDeps['store'] & Pick<Store, 'untoldFindings' | 'openFindings' | 'catalogueChanges'>;
  readonly knowledge: CoverageNewsDeps['knowledge'] & Pick<Knowledge, 'suppressions'>;
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
  const digest = makeDigest({
    sweep,
    untold,
    open,
    suppressed: suppressed.map(({ finding }) => finding),
    ...(await coverageNews(deps, sweep, coverage, previous)),
    catalogueChanges: await toldChanges(store, sweep, previous),
    notices: unheard(all, previous?.noticesHeard ?? []),
    repeatCriticalEveryDays: notify.repeatCriticalEveryDays,
  });
  const unpublished = allUnheard.filter((finding) => finding.unpublished.length > 0);
  return { digest, untold, unpublished, notices: all };
}
