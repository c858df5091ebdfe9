import type { Finding } from '#core/finding.ts';
import type { KnownCluster } from '#core/history/known-cluster.ts';
import type { Insufficiency } from '#core/insufficiency.ts';
import type { FindingMark } from './paged-store.ts';

/** The place of a cluster in the roster of the fleet. */
export interface RosterPlace {
  readonly arn: string;
  /** Empty for a cluster that belongs to no system. */
  readonly system: string;
}

/** What is wrong where, and where the store has all there is to know of it. */
export interface FleetMark extends FindingMark {
  readonly at: string;
}

/**
 * What a page of the fleet is made of: all of the fleet in short, by a few Queries, and then that at length which the
 * page shows, by name.
 */
export interface FleetStore {
  /** All clusters, by system and ARN; those that are in none first. */
  roster(): Promise<readonly RosterPlace[]>;
  /** All that is open in the fleet, in no order. */
  fleetMarks(): Promise<readonly FleetMark[]>;
  /** Those of them that are still there, in the order of the places. */
  clustersAt(places: readonly RosterPlace[]): Promise<readonly KnownCluster[]>;
  /** Those of them that are still open, in no order. */
  findingsAt(marks: readonly FleetMark[]): Promise<readonly Finding[]>;
  /** What could not be judged on some clusters, in the order of the clusters. */
  insufficienciesOn(clusters: readonly KnownCluster[]): Promise<readonly Lacking[]>;
}

/** What could not be judged on a cluster. */
export interface Lacking {
  readonly cluster: KnownCluster;
  readonly insufficiencies: readonly Insufficiency[];
}
