import type { Digest, Told } from '#core/digest.ts';
import { type Finding, horizons } from '#core/finding.ts';
import { type News, weightOf } from '#core/news.ts';
import { type Entry, entriesOf } from '../entry.ts';
import { type Whereabouts, whereaboutsAmong } from '../whereabouts.ts';

/** A finding with what happened to it; without, where it is told again as it is. */
export type ToldFinding = Finding & { readonly told?: News };

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

/** The same with the later horizons at which a fault is open already: what is news is told, they are named. */
export function withLaterHorizons(
  entries: readonly Entry<ToldFinding>[],
  { open }: Digest,
): readonly Entry<ToldFinding>[] {
  const faultOf = ({ resource, clusterCreatedAt, rule, fault }: Finding): string =>
    [resource, clusterCreatedAt, rule, fault ?? ''].join('|');
  const byFault = Map.groupBy(open, faultOf);
  return entries.map((entry): Entry<ToldFinding> => {
    const [first, ...others] = entry;
    const earliest = Math.min(...entry.map(placeOf));
    const named = new Set(entry.map(({ horizon }) => horizon));
    const later = (byFault.get(faultOf(first)) ?? []).filter(
      (one) => !named.has(one.horizon) && placeOf(one) > earliest,
    );
    return [first, ...others, ...later];
  });
}

function placeOf({ horizon }: Pick<Finding, 'horizon'>): number {
  return horizons.indexOf(horizon);
}
