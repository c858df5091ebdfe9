import type { ToldChange } from './catalogue-change.ts';
import type { Coverage } from './coverage.ts';
import { addDays } from './days.ts';
import { compareFindings, type Finding } from './finding.ts';
import { type News, newsOf, weightOf } from './news.ts';
import { isLoud, type Notice } from './notice.ts';
import { compareSeverities, type Severity } from './severity.ts';
import type { Target } from './snapshot.ts';
import type { Sweep } from './sweep.ts';

/** A finding as it is now, with what happened to it: once, or all that nobody had heard of. */
export interface Told {
  readonly finding: Finding;
  readonly transition: News;
}

/** What one sweep has to tell: facts only, the words are made for each audience. */
export interface Digest {
  /** The same for the same sweep, however often it is sent. */
  readonly id: string;
  readonly sweep: Sweep;
  /** Opened, reopened, worsened. Worst first. */
  readonly worse: readonly Told[];
  /** Mended or eased. */
  readonly better: readonly Told[];
  /** Resolved without being mended. */
  readonly over: readonly Told[];
  /** Open criticals that are told again. */
  readonly repeated: readonly Finding[];
  /** Targets that could not be seen, and were seen the last time or were never looked at before. */
  readonly coverageLost: readonly Coverage[];
  /** Targets that can be seen again. */
  readonly coverageRegained: readonly Target[];
  /** What AWS publishes otherwise than before, and concerns clusters of the fleet. */
  readonly catalogueChanges: readonly ToldChange[];
  /** What else is not as it should be, and nobody has heard of. */
  readonly notices: readonly Notice[];
  /** All that is open, for the summary line. */
  readonly open: readonly Finding[];
  /** What is open and people accepted: it is told of none, and stays in sight. */
  readonly suppressed: readonly Finding[];
}

export interface DigestInput
  extends Pick<Digest, 'sweep' | 'coverageLost' | 'coverageRegained' | 'catalogueChanges' | 'notices' | 'suppressed'> {
  readonly untold: readonly Finding[];
  readonly open: readonly Finding[];
  /** After how many days an open critical is told again. */
  readonly repeatCriticalEveryDays: number;
}

/** Sorts what is untold into news of each kind: one of each finding, which sums up all that happened to it. */
export function makeDigest({ sweep, untold, open, repeatCriticalEveryDays, ...others }: DigestInput): Digest {
  const told = [...untold].sort(compareFindings).flatMap((finding): Told[] => {
    const transition = newsOf(finding);
    return transition ? [{ finding, transition }] : [];
  });
  const isNews = new Set(untold.map(({ id }) => id));
  const dueBefore = addDays(sweep.asOf, -repeatCriticalEveryDays);
  return {
    id: sweep.id,
    sweep,
    worse: told.filter(({ transition }) => ['OPENED', 'REOPENED', 'WORSENED'].includes(transition.kind)),
    better: told.filter(({ transition }) => transition.kind === 'EASED' || transition.cause === 'MENDED'),
    over: told.filter(({ transition: { kind, cause } }) => kind === 'RESOLVED' && cause !== 'MENDED'),
    repeated: open
      .filter(({ id, severity }) => severity === 'CRITICAL' && !isNews.has(id))
      .filter(({ lastToldAt }) => lastToldAt !== undefined && lastToldAt <= dueBefore)
      .sort(compareFindings),
    ...others,
    open: [...open].sort(compareFindings),
  };
}

/** What a digest tells of one environment: what is of no environment, such as coverage, is for those who are told all. */
export function digestOfEnvironment(digest: Digest, environment: string): Digest {
  const isOf = (finding: Finding): boolean => finding.environment === environment;
  const told = (list: readonly Told[]): readonly Told[] => list.filter(({ finding }) => isOf(finding));
  return {
    ...digest,
    worse: told(digest.worse),
    better: told(digest.better),
    over: told(digest.over),
    repeated: digest.repeated.filter(isOf),
    open: digest.open.filter(isOf),
    suppressed: digest.suppressed.filter(isOf),
    coverageLost: [],
    coverageRegained: [],
    catalogueChanges: [],
    notices: [],
  };
}

/**
 * Whether a digest says anything that people should hear unasked. Who heard that something is bad hears that it is
 * better, however mild it has become.
 */
export function isWorthTelling(digest: Digest, minimum: Severity): boolean {
  const counts = ({ transition }: Told): boolean => compareSeverities(weightOf(transition), minimum) >= 0;
  const news = [...digest.worse, ...digest.better, ...digest.over];
  const { repeated, coverageLost, coverageRegained, catalogueChanges, notices } = digest;
  const others = [repeated, coverageLost, coverageRegained, catalogueChanges];
  return others.some((list) => list.length > 0) || notices.some(isLoud) || news.some(counts);
}
