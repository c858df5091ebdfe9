import { clusterIn, type TargetPart } from '#core/digest/coverage-news.ts';
import type { CoverageLost, CoverageRegained, Digest, OfEnvironments } from '#core/digest/digest.ts';
import type { Unreadable } from '#core/reading.ts';
import type { Target } from '#core/snapshot.ts';
import { obstacleWords, remedyFor, remedyForUnreadable, statusWords } from '../coverage-words.ts';
import { firstOf, listed, type Phrase, say } from '../phrase.ts';
import { placeIn } from './told-words.ts';

/** One thing to tell of what can be looked at: a target as a whole, or one call, wherever it is refused. */
export interface CoverageNews {
  /** How many targets it is about. */
  readonly targets: number;
  readonly words: Phrase;
  /** Where it is, in a few words. */
  readonly about: Phrase;
  /** In a subject, the longest first. */
  readonly short: readonly Phrase[];
  /** What to do about it; of several, about the first. */
  readonly remedy?: Phrase;
}

/** What could not be looked at: the targets, then what is refused inside others, a call at a time. */
export function lostNews({ coverageLost }: Pick<Digest, 'coverageLost'>): readonly CoverageNews[] {
  const calls = callsIn(coverageLost, ({ call, obstacle }) => `${call} ${obstacle}`);
  return [...coverageLost.filter(isWhole).map(lostTarget), ...calls.map(lostCall)];
}

/** What can be looked at again, in the same order. */
export function regainedNews({ coverageRegained }: Pick<Digest, 'coverageRegained'>): readonly CoverageNews[] {
  const calls = callsIn(coverageRegained, ({ call }) => call);
  return [...coverageRegained.filter(isWhole).map(regainedTarget), ...calls.map(regainedCall)];
}

function isWhole({ parts }: CoverageRegained): boolean {
  return parts === undefined;
}

function lostTarget(row: CoverageLost): CoverageNews {
  const { because, status } = row;
  const call = because === undefined ? say`` : say`, by ${because.call}`;
  const remedy = because?.obstacle === 'UNFINISHED' ? waitForNext : remedyFor(row);
  return {
    targets: 1,
    about: placeIn(row),
    words: say`${placeIn(row)}: ${statusWords[status]}${call}${detailOf(because)}. What was open there stays open`,
    short: [say`Could not look at ${placeIn(row)}: ${statusWords[status]}`],
    ...(remedy === undefined ? {} : { remedy }),
  };
}

/** The sweep that tells people comes again by itself. */
const waitForNext = say`wait for the next sweep, which looks there again; if it ends so each time, the log of the audit says why`;

function regainedTarget(row: CoverageRegained): CoverageNews {
  return { targets: 1, about: placeIn(row), words: placeIn(row), short: [say`Can look at ${placeIn(row)} again`] };
}

function lostCall(places: Places<CoverageLost, Unreadable & TargetPart>): CoverageNews {
  const [{ row, part }] = places;
  const { call, obstacle } = part;
  const why = say`${obstacleWords[obstacle]}, by ${call}`;
  const clusters = new Set(places.map((place) => clusterIn(place.part)));
  const what = say`Could not read all of ${firstOf([...clusters])}`;
  const targets = targetsIn(places);
  return {
    targets: targets.length,
    about: placesOf(targets),
    words: say`${placesOf(targets)}: ${why} for ${firstOf(whatIn(places))}${detailOf(part)}. What was open there stays open`,
    short: [say`${what} in ${placesOf(targets)}: ${why}`, say`${what}: ${why}`],
    remedy: remedyForUnreadable(part, row, row.role),
  };
}

function regainedCall(places: Places<CoverageRegained, TargetPart>): CoverageNews {
  const [{ part }] = places;
  const targets = targetsIn(places);
  const what = say`${firstOf(whatIn(places))}, by ${part.call}`;
  return {
    targets: targets.length,
    about: placesOf(targets),
    words: say`${placesOf(targets)}: ${what}`,
    short: [say`Can read in ${placesOf(targets)} again: ${what}`, say`Can read again: ${what}`],
  };
}

/** Something inside a target. */
interface Place<R, P> {
  readonly row: R;
  readonly part: P;
}

type Places<R, P> = readonly [Place<R, P>, ...Place<R, P>[]];

type PartOf<R extends CoverageRegained> = NonNullable<R['parts']>[number];

/** What is told of the insides of targets, by what it has in common. */
function callsIn<R extends CoverageRegained>(
  rows: readonly R[],
  nameOf: (part: PartOf<R>) => string,
): readonly Places<R, PartOf<R>>[] {
  const all = rows.flatMap((row) => (row.parts ?? []).map((part: PartOf<R>) => ({ row, part })));
  const groups = Map.groupBy(all, ({ part }) => nameOf(part));
  return [...groups.values()].flatMap(([first, ...others]) => (first ? [[first, ...others] as const] : []));
}

function targetsIn<R>(places: readonly Place<R, unknown>[]): readonly R[] {
  return [...new Set(places.map(({ row }) => row))];
}

function placesOf(targets: readonly (Target & OfEnvironments)[]): Phrase {
  return firstOf(targets.map(placeIn), 3);
}

/** What is meant, a cluster at a time: `shop-prod/coredns`, `3 parts of shop-prod`. */
function whatIn(places: readonly Place<unknown, TargetPart>[]): readonly Phrase[] {
  const byCluster = Map.groupBy(places, ({ part }) => clusterIn(part));
  return [...byCluster].map(([cluster, those]) => {
    const resources = [...new Set(those.map(({ part }) => part.resource))];
    return resources.length === 1 ? listed(resources) : say`${resources.length} parts of ${cluster}`;
  });
}

function detailOf(because: Unreadable | undefined): Phrase {
  return because === undefined || because.detail === '' ? say`` : say` (${because.detail})`;
}
