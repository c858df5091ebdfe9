import type { ToldChange } from '../catalogue-change.ts';
import type { Coverage, UnreadableResource } from '../coverage.ts';
import { addDays } from '../days.ts';
import { compareFindings, type Finding } from '../finding.ts';
import { isLoud, type Notice } from '../notice.ts';
import { compareSeverities, type Severity, severities } from '../severity.ts';
import type { Target } from '../snapshot.ts';
import type { Sweep } from '../sweep.ts';
import type { TargetPart } from './coverage-news.ts';
import { type News, newsOf, weightOf } from './news.ts';

/** A finding as it is now, with what happened to it: once, or all that nobody had heard of. */
export interface Told {
  readonly finding: Finding;
  readonly transition: News;
}

/** What something is about: environments by their names; absent where nobody can tell, so that it may be any. */
export interface OfEnvironments {
  readonly environments?: readonly string[];
}

/** A target that cannot be looked at any more, or not whole. */
export interface CoverageLost extends Coverage, OfEnvironments {
  /** What of it can be read no more; absent where that is the target as a whole. */
  readonly parts?: readonly UnreadableResource[];
}

/** A target that can be looked at again, or more of it. */
export interface CoverageRegained extends Target, OfEnvironments {
  /** What of it can be read again; absent where that is the target as a whole. */
  readonly parts?: readonly TargetPart[];
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
  /** What could not be looked at, and could the last time or was never looked at before. The worst first. */
  readonly coverageLost: readonly CoverageLost[];
  readonly coverageRegained: readonly CoverageRegained[];
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
export function makeDigest({
  sweep,
  untold,
  open,
  coverageLost,
  repeatCriticalEveryDays,
  ...others
}: DigestInput): Digest {
  const told = [...untold].sort(compareFindings).flatMap((finding): Told[] => {
    const transition = newsOf(finding);
    return transition ? [{ finding, transition }] : [];
  });
  const dueBefore = addDays(sweep.asOf, -repeatCriticalEveryDays);
  return {
    id: sweep.id,
    sweep,
    worse: told.filter(({ transition }) => ['OPENED', 'REOPENED', 'WORSENED'].includes(transition.kind)),
    better: told.filter(({ transition }) => transition.kind === 'EASED' || transition.cause === 'MENDED'),
    over: told.filter(({ transition: { kind, cause } }) => kind === 'RESOLVED' && cause !== 'MENDED'),
    // One that has news is no repetition, also where the index that leads to the news is late: it is told with the next.
    repeated: open
      .filter(({ severity, untold: news }) => severity === 'CRITICAL' && news.length === 0)
      .filter(({ lastToldAt }) => lastToldAt !== undefined && lastToldAt <= dueBefore)
      .sort(compareFindings),
    ...others,
    coverageLost: worstFirst(coverageLost, open),
    open: [...open].sort(compareFindings),
  };
}

/** The targets first where the worst is open, which nobody sees now. */
function worstFirst<T extends Target>(targets: readonly T[], open: readonly Finding[]): readonly T[] {
  const worst = new Map<string, number>();
  for (const { account, region, severity } of open) {
    for (const name of [`${account} ${region}`, `${account} *`]) {
      worst.set(name, Math.max(worst.get(name) ?? -1, severities.indexOf(severity)));
    }
  }
  const of = ({ account, region }: Target): number => worst.get(`${account} ${region}`) ?? -1;
  return targets.toSorted((a, b) => of(b) - of(a));
}

/**
 * What a digest tells of one environment: what happened there, and that somebody could not look where it has clusters,
 * or may have them. What is of no environment, such as notices, is for those who are told all.
 */
export function digestOfEnvironment(digest: Digest, environment: string): Digest {
  const isOf = (one: { readonly environment?: string }): boolean => one.environment === environment;
  const told = (list: readonly Told[]): readonly Told[] => list.filter(({ finding }) => isOf(finding));
  const mayBe = ({ environments = [environment] }: OfEnvironments): boolean => environments.includes(environment);
  return {
    ...digest,
    worse: told(digest.worse),
    better: told(digest.better),
    over: told(digest.over),
    repeated: digest.repeated.filter(isOf),
    open: digest.open.filter(isOf),
    suppressed: digest.suppressed.filter(isOf),
    coverageLost: digest.coverageLost.filter(mayBe),
    coverageRegained: digest.coverageRegained.filter(mayBe),
    catalogueChanges: digest.catalogueChanges.flatMap((told): readonly ToldChange[] => {
      const clusters = told.clusters.filter(isOf);
      return clusters.length === 0 ? [] : [{ ...told, clusters }];
    }),
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
