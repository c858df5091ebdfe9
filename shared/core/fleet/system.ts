import type { Catalogue } from '../catalogue.ts';
import type { Instant } from '../days.ts';
import type { UnreadFacet } from '../history/known-cluster.ts';
import type { AuditContext } from '../rule.ts';
import type { Settings } from '../settings.ts';
import type { ClusterSnapshot } from '../snapshot.ts';
import type { Combination } from './combination.ts';
import type { RanImage } from './ran-image.ts';

/** A cluster's place in the fleet. */
export interface SystemMember {
  readonly arn: string;
  readonly name: string;
  /** Its environment, by the configuration's name; one that the configuration does not know stays as it was found. */
  readonly environment: string;
  /** The last that was seen of each facet; absent for a cluster that was listed and could never be described. */
  readonly snapshot?: ClusterSnapshot;
  /** Since when the snapshot is as it is. */
  readonly changedAt: Instant;
  /** The releases of node images that it has run. */
  readonly images: readonly RanImage[];
  /** What of it could not be read tonight. */
  readonly unread: readonly UnreadFacet[];
}

/** One system in its environments, with the combinations that ran there, tonight or ever. */
export interface SystemView extends Omit<AuditContext, 'catalogue' | 'environment'> {
  readonly system: string;
  readonly members: readonly SystemMember[];
  readonly combinations: readonly RanCombination[];
  /** By region. */
  readonly catalogues: Readonly<Record<string, Catalogue>>;
}

/** A combination that has run, where, and since when. */
export interface RanCombination {
  readonly environment: string;
  readonly cluster: string;
  readonly combination: Combination;
  readonly firstObservedAt: Instant;
}

/** The place of an environment in the order of promotion; undefined for one that the configuration does not know. */
export function rankOf(environment: string, { environments }: Settings): number | undefined {
  const rank = environments.findIndex(({ name }) => name === environment);
  return rank === -1 ? undefined : rank;
}
