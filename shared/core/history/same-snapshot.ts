import { partsOf, type SnapshotFacet, snapshotFacets } from '../facets.ts';
import { canonicalJson, type Json } from '../json.ts';
import type { Reading } from '../reading.ts';
import type { AddonSnapshot, ClusterSnapshot } from '../snapshot.ts';
import { toldInBoth } from './told-in-both.ts';

/** Whether two snapshots tell the same of what both could read: a facet that is read for the first time is no change. */
export function isSameSnapshot(a: ClusterSnapshot, b: ClusterSnapshot): boolean {
  return canonical(a, b) === canonical(b, a);
}

/** A snapshot as a text, without what is unreadable, or untold, in the other. */
function canonical(snapshot: ClusterSnapshot, other: ClusterSnapshot): string {
  const facets = snapshotFacets.map((facet) => [facet, readInBoth(facet, snapshot[facet], other[facet])]);
  return canonicalJson({ ...toldInBoth(snapshot, other), ...Object.fromEntries(facets) } as unknown as Json);
}

function readInBoth(facet: SnapshotFacet, one: Reading<unknown>, other: Reading<unknown>): unknown {
  if (!one.readable || !other.readable) return null;
  const unread = partsOf(facet, other.value)?.filter(({ detail }) => !detail.readable) ?? [];
  const parts = partsOf(facet, one.value)?.map(({ detail, ...named }) => ({
    ...named,
    detail:
      detail.readable && unread.every((part) => part.name !== named.name) ? comparable(facet, detail.value) : null,
  }));
  return parts ?? one.value;
}

/** An add-on that is made anew has another `modifiedAt` as well, and what earlier releases stored has no `createdAt`. */
function comparable(facet: SnapshotFacet, detail: unknown): unknown {
  if (facet !== 'addons') return detail;
  const { createdAt: _, ...compared } = detail as AddonSnapshot;
  return compared;
}
