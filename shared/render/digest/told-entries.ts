import type { Digest, Told } from '#core/digest/digest.ts';
import { type News, weightOf } from '#core/digest/news.ts';
import { type Finding, horizons } from '#core/finding.ts';
import { type Entry, entriesOf } from '../entry.ts';
import { type Whereabouts, whereaboutsAmong } from '../whereabouts.ts';

/** A finding with what happened to it; without, where it is told again as it is. */
export type ToldFinding = Finding & {
  readonly told?: News;
  /** Since when it was told at a later horizon, before it came to this one. */
  readonly aheadSince?: string;
};

/** Where clusters are, as far as their names do not tell it, among all of which a digest tells. */
export function whereaboutsInDigest(digest: Digest): Whereabouts {
  const { worse, better, over, repeated, open, suppressed, catalogueChanges } = digest;
  const told = [...worse, ...better, ...over].map(({ finding }) => finding);
  return whereaboutsAmong([
    ...[...told, ...repeated, ...open, ...suppressed].map(({ cluster }) => cluster),
    ...catalogueChanges.flatMap(({ clusters }) => clusters.map(({ arn }) => arn)),
  ]);
}

/** What people hear of; INFORMATIONAL is for who asks. */
export function isTold({ severity }: Pick<Finding, 'severity'>): boolean {
  return severity !== 'INFORMATIONAL';
}

/** The faults of a list of news, the worst first; what was never more than INFORMATIONAL is left out. */
export function toldEntries(list: readonly Told[]): readonly Entry<ToldFinding>[] {
  const told = list.filter(({ transition }) => isTold({ severity: weightOf(transition) }));
  return entriesOf(told.map(({ finding, transition }): ToldFinding => ({ ...finding, told: transition })));
}

/**
 * What became worse, with the later horizons at which a fault is open already: what is news is told, they are named.
 * What people heard of at a later horizon is no longer ahead, and not new.
 */
export function worseEntries({ worse, better, over, open }: Digest): readonly Entry<ToldFinding>[] {
  const opened = Map.groupBy(open, faultOf);
  const known = [...open, ...[...better, ...over].map(({ finding }) => finding)];
  const heard = Map.groupBy(
    known.filter(({ lastToldAt }) => lastToldAt !== undefined),
    faultOf,
  );
  return toldEntries(worse).map((entry): Entry<ToldFinding> => {
    const [first, ...others] = entry;
    const earliest = Math.min(...entry.map(placeOf));
    const named = new Set(entry.map(({ horizon }) => horizon));
    const later = (opened.get(faultOf(first)) ?? []).filter(
      (one) => !named.has(one.horizon) && placeOf(one) > earliest,
    );
    const [since] = (heard.get(faultOf(first)) ?? [])
      .filter((one) => placeOf(one) > placeOf(first))
      .map(({ firstObservedAt }) => firstObservedAt)
      .sort();
    const wasAhead = first.told?.kind === 'OPENED' && since !== undefined;
    return [wasAhead ? { ...first, aheadSince: since } : first, ...others, ...later];
  });
}

/** What is better or over; but not what has only come nearer, which is told as that. */
export function endedEntries(digest: Digest, list: 'better' | 'over'): readonly Entry<ToldFinding>[] {
  const nearer = Map.groupBy(
    digest.worse.map(({ finding }) => finding),
    faultOf,
  );
  const isNearer = ({ finding }: Told): boolean =>
    nearer.get(faultOf(finding))?.some((one) => placeOf(finding) > placeOf(one)) ?? false;
  return toldEntries(digest[list].filter((told) => told.transition.kind !== 'RESOLVED' || !isNearer(told)));
}

function faultOf({ resource, clusterCreatedAt, rule, fault }: Finding): string {
  return [resource, clusterCreatedAt, rule, fault ?? ''].join('|');
}

function placeOf({ horizon }: Pick<Finding, 'horizon'>): number {
  return horizons.indexOf(horizon);
}
