import type { Published } from '#core/catalogue.ts';
import type { Reading } from '#core/reading.ts';

/** A list that AWS gave tonight. */
type FreshList<T> = Extract<Reading<Published<T>>, { readonly readable: true }>;

export function isFresh<T>(list: Reading<Published<T>> | undefined): list is FreshList<T> {
  return list?.readable === true && list.value.stale === undefined;
}

/** The last list that was read in the place of one that could not be read tonight. */
export function orStale<T>(
  tonight: Reading<Published<T>>,
  stored: Reading<Published<T>> | undefined,
): Reading<Published<T>> {
  if (tonight.readable || !stored?.readable) return tonight;
  return { readable: true, value: { ...stored.value, stale: tonight.because } };
}

export function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])];
}
