import type { Instant } from '../days.ts';
import type { FindingKey, Transition } from '../finding.ts';
import type { ClusterSnapshot } from '../snapshot.ts';

/** A snapshot of a cluster that differs from the one before it, and the sweep that saw it first. */
export interface Revision {
  readonly at: Instant;
  readonly sweep: string;
  readonly snapshot: ClusterSnapshot;
}

/** Something that happened to a cluster: it was seen otherwise than before, or something happened to a finding on it. */
export type HistoryEntry =
  | ({ readonly kind: 'REVISION' } & Revision)
  | ({ readonly kind: 'TRANSITION' } & FindingEvent);

export interface FindingEvent extends Omit<FindingKey, 'clusterCreatedAt'> {
  /** The finding's id. */
  readonly finding: string;
  readonly transition: Transition;
}
