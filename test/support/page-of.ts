import type { Page, PageWish } from '#ports/paged-store.ts';

/** A page of things in an order, or against it. */
export function pageOf<T>(
  all: readonly T[],
  orderOf: (one: T) => string,
  { size, from }: PageWish,
  direction: 1 | -1 = 1,
): Page<T> {
  const compare = (a: string, b: string): number => direction * (a < b ? -1 : Number(a > b));
  const rest = all
    .filter((one) => from === undefined || compare(orderOf(one), from) > 0)
    .sort((a, b) => compare(orderOf(a), orderOf(b)));
  const items = rest.slice(0, size);
  const last = items.at(-1);
  return rest.length > size && last !== undefined ? { items, next: orderOf(last) } : { items };
}
