import type { Reading } from '../reading.ts';
import type { AddonSnapshot, ClusterSnapshot, Listed, NodegroupSnapshot } from '../snapshot.ts';
import { isPassing, withLastingStatus } from '../status.ts';
import { isUnderWay, type Update } from '../update.ts';
import type { KnownCluster } from './known-cluster.ts';

/** The lists whose parts have updates of their own, and the facets that hold those. */
const facetOf = { addons: 'addonUpdates', nodegroups: 'nodegroupUpdates' } as const;
export type UpdatedList = keyof typeof facetOf;

/** The updates that an earlier night read of something. */
export interface StoredUpdates {
  readonly updates: readonly Update[];
  /** Whether there may be others by now, or another end of these. */
  readonly areStale: boolean;
}

/** Of the control plane. Nothing but asking tells whether there are others. */
export function storedUpdatesOf(cluster: ClusterLife, known: KnownCluster | undefined): StoredUpdates {
  const updates = sameLife(cluster, known)?.snapshot.updates;
  const listed = updates?.readable ? updates.value : [];
  return { updates: listed.flatMap(({ detail }) => (detail.readable ? [detail.value] : [])), areStale: true };
}

/**
 * Of an add-on or node group, as it is tonight. They are still all that there are where they were read when it was,
 * none was under way, and nothing of it has changed that an update changes.
 */
export function storedUpdatesOfPart(
  list: UpdatedList,
  tonight: AddonSnapshot | NodegroupSnapshot,
  cluster: ClusterLife,
  known: KnownCluster | undefined,
): StoredUpdates {
  const stored = sameLife(cluster, known);
  const updates = stored && detailOf<readonly Update[]>(stored.snapshot[facetOf[list]], tonight.name);
  if (!updates) return { updates: [], areStale: true };

  const before = detailOf<AddonSnapshot | NodegroupSnapshot>(stored.snapshot[list], tonight.name);
  const wasUnread = stored.unread.some(({ facet }) => facet === facetOf[list]);
  const isAsBefore = before?.modifiedAt === tonight.modifiedAt && before?.status === withLastingStatus(tonight).status;
  return { updates, areStale: wasUnread || !isAsBefore || isPassing(tonight.status) || updates.some(isUnderWay) };
}

type ClusterLife = Pick<ClusterSnapshot, 'createdAt'>;

/** A cluster that was made anew under its old name has nothing to do with what is stored. */
function sameLife({ createdAt }: ClusterLife, known: KnownCluster | undefined) {
  const { snapshot, unread = [] } = known ?? {};
  return snapshot?.createdAt === createdAt ? { snapshot, unread } : undefined;
}

function detailOf<T>(parts: Reading<readonly Listed<T>[]>, name: string): T | undefined {
  const detail = parts.readable ? parts.value.find((part) => part.name === name)?.detail : undefined;
  return detail?.readable ? detail.value : undefined;
}
