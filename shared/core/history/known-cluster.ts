import type { Instant } from '../days.ts';
import type { Facet } from '../facets.ts';
import type { Placement } from '../fleet/placement.ts';
import type { RanImage } from '../fleet/ran-image.ts';
import type { Unreadable } from '../reading.ts';
import type { ClusterSnapshot, Target } from '../snapshot.ts';

/** A part that could not be read, and the instant of its last reading; absent for one never read. */
export interface UnreadFacet {
  readonly facet: Facet;
  /** Those of its parts that could not be read, where its list could; absent for the whole of it. */
  readonly parts?: readonly string[];
  readonly because: Unreadable;
  readonly lastReadAt?: Instant;
}

/** What the history knows of a cluster today. */
export interface KnownCluster extends Target {
  readonly arn: string;
  readonly name: string;
  readonly placement: Placement;
  /** The last that was seen of each facet; absent for a cluster that could never be described. */
  readonly snapshot?: ClusterSnapshot;
  readonly firstObservedAt: Instant;
  /** Since when the snapshot is as it is. */
  readonly changedAt: Instant;
  /** The releases of node images that it has run; absent before any was seen. */
  readonly images?: readonly RanImage[];
  /** What could not be read when it was last looked at. */
  readonly unread: readonly UnreadFacet[];
  /** The covered sweep that did not find it any more; a second one makes it gone. */
  readonly missingSince?: Instant;
}

/** What is to be said of a facet of a cluster, or of one of its parts, that is shown as it was read last. */
export function unreadIn(unread: readonly UnreadFacet[], facet: Facet, part?: string): UnreadFacet | undefined {
  const isMeant = ({ parts }: UnreadFacet): boolean =>
    parts === undefined || part === undefined || parts.includes(part);
  return unread.find((one) => one.facet === 'cluster' || (one.facet === facet && isMeant(one)));
}
