import type { Digest, Told } from '#core/digest.ts';
import { type Finding, horizons, type Transition } from '#core/finding.ts';
import { type Entry, entriesOf } from '../entry.ts';

/** A finding with what happened to it; without, where it is told again as it is. */
export type ToldFinding = Finding & { readonly told?: Transition };

/** What people hear of; INFORMATIONAL is for who asks. */
export function isTold({ severity }: Pick<Finding, 'severity'>): boolean {
  return severity !== 'INFORMATIONAL';
}

/** The faults of a list of transitions, the worst first, each finding with the last that happened to it. */
export function toldEntries(list: readonly Told[]): readonly Entry<ToldFinding>[] {
  const last = new Map<string, ToldFinding>();
  for (const { finding, transition } of list) {
    const known = last.get(finding.id)?.told;
    if (isTold(finding) && (known === undefined || known.revision <= transition.revision)) {
      last.set(finding.id, { ...finding, told: transition });
    }
  }
  return entriesOf([...last.values()]);
}

/** The same with the later horizons at which a fault is open already: its earliest is told, the others are named. */
export function withLaterHorizons(
  entries: readonly Entry<ToldFinding>[],
  { open }: Digest,
): readonly Entry<ToldFinding>[] {
  const faultOf = ({ resource, clusterCreatedAt, rule, fault }: Finding): string =>
    [resource, clusterCreatedAt, rule, fault ?? ''].join('|');
  const byFault = Map.groupBy(open, faultOf);
  return entries.map((entry): Entry<ToldFinding> => {
    const [earliest, ...others] = entry;
    const named = new Set(entry.map(({ horizon }) => horizon));
    const later = (byFault.get(faultOf(earliest)) ?? []).filter(
      ({ horizon }) => !named.has(horizon) && horizons.indexOf(horizon) > horizons.indexOf(earliest.horizon),
    );
    return [earliest, ...others, ...later];
  });
}
