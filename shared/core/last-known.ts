import type { Instant } from './days.ts';
import type { Facet, KnownCluster, UnreadFacet } from './known-cluster.ts';
import type { Reading, Unreadable } from './reading.ts';
import type { ClusterSnapshot, Listed } from './snapshot.ts';

/**
 * What is known of a cluster after tonight: what was read, and for what was not, the last that was.
 *
 * A call that was refused takes nothing out of the history, and puts nothing in.
 */
export function lastKnown(
  before: KnownCluster | undefined,
  tonight: ClusterSnapshot,
  previousAsOf: Instant | undefined,
): { readonly snapshot: ClusterSnapshot; readonly unread: readonly UnreadFacet[] } {
  // A cluster made anew has nothing to do with the one that had its name.
  const known = before?.snapshot?.createdAt === tonight.createdAt ? before : undefined;
  const last = known?.snapshot;
  const addons = keepList(tonight.addons, last?.addons);
  const nodegroups = keepList(tonight.nodegroups, last?.nodegroups);
  const selfManagedAddons = tonight.selfManagedAddons.readable
    ? tonight.selfManagedAddons
    : (readableOr(last?.selfManagedAddons) ?? tonight.selfManagedAddons);
  const unread = (
    [
      ['addons', refusalIn(tonight.addons)],
      ['nodegroups', refusalIn(tonight.nodegroups)],
    ] as const
  ).flatMap(([facet, because]) =>
    because === undefined
      ? []
      : [unreadFacet(facet, because, known, last?.[facet].readable ? previousAsOf : undefined)],
  );
  return { snapshot: { ...tonight, addons, nodegroups, selfManagedAddons }, unread };
}

/** A facet that could not be read tonight, with the instant of its last reading. */
export function unreadFacet(
  facet: Facet,
  because: Unreadable,
  before: KnownCluster | undefined,
  previousAsOf: Instant | undefined,
): UnreadFacet {
  const earlier = before?.unread.find((one) => one.facet === facet);
  const lastReadAt = earlier ? earlier.lastReadAt : previousAsOf;
  return lastReadAt === undefined ? { facet, because } : { facet, because, lastReadAt };
}

/** Why a list, or a part of it, could not be read. */
function refusalIn(list: Reading<readonly Listed<unknown>[]>): Unreadable | undefined {
  if (!list.readable) return list.because;
  return list.value.flatMap(({ detail }) => (detail.readable ? [] : [detail.because]))[0];
}

function keepList<T>(
  tonight: Reading<readonly Listed<T>[]>,
  last: Reading<readonly Listed<T>[]> | undefined,
): Reading<readonly Listed<T>[]> {
  const known = readableOr(last);
  if (!tonight.readable) return known ?? tonight;
  const value = tonight.value.map((one) => {
    if (one.detail.readable) return one;
    const earlier = known?.value.find(({ name }) => name === one.name);
    return earlier?.detail.readable ? earlier : one;
  });
  return { readable: true, value };
}

function readableOr<T>(reading: Reading<T> | undefined): Extract<Reading<T>, { readable: true }> | undefined {
  return reading?.readable ? reading : undefined;
}
