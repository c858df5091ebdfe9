import type { Instant } from '#core/days.ts';
import { type Entry, entryWords } from './entry.ts';
import type { TellableFinding } from './wording/index.ts';

/** Entries that say the same of different resources, told as one. */
export type Group<F extends TellableFinding = TellableFinding> = readonly [Entry<F>, ...Entry<F>[]];

/** Up to this many stand each on their own line. */
const few = 5;

/**
 * Brings together what would be told in the same words of more than a few resources; order is kept.
 *
 * @param apart a word that entries must share besides, to be told as one
 */
export function groupAlike<F extends TellableFinding>(
  entries: readonly Entry<F>[],
  asOf: Instant,
  apart: (finding: F) => string = () => '',
): readonly Group<F>[] {
  const alike = Map.groupBy(entries, (entry) => {
    const { shape } = entryWords(entry, asOf).headline;
    const strikes = entry.map(({ horizon, severity }) => `${horizon} ${severity}`);
    return [entry[0].rule, strikes, shape, apart(entry[0])].join('|');
  });
  return [...alike.values()].flatMap((group) => {
    const [first, ...others] = group;
    if (first === undefined) return [];
    return group.length > few ? [[first, ...others] as Group<F>] : group.map((entry): Group<F> => [entry]);
  });
}
