import { isSeen } from '#core/coverage.ts';
import type { Instant } from '#core/days.ts';
import type { Target } from '#core/snapshot.ts';
import type { Store } from '#ports/store.ts';

/** When a target was last seen as a whole before an instant: nights on which it could not be do not count. */
export async function lastSeenBefore(
  store: Pick<Store, 'coverageBefore'>,
  target: Target,
  asOf: Instant,
): Promise<Instant | undefined> {
  let row = await store.coverageBefore(target, asOf);
  while (row && !isSeen(row)) row = await store.coverageBefore(target, row.asOf);
  return row?.asOf;
}

/** As above for one sweep, and once for each target, however many clusters it has. */
export function makeLastSeen(store: Pick<Store, 'coverageBefore'>, asOf: Instant) {
  const known = new Map<string, Promise<Instant | undefined>>();
  return ({ account, region }: Target): Promise<Instant | undefined> => {
    const key = `${account} ${region}`;
    const seen = known.get(key) ?? lastSeenBefore(store, { account, region }, asOf);
    known.set(key, seen);
    return seen;
  };
}
