import type { Coverage } from '#core/coverage.ts';
import type { Placement } from '#core/fleet/placement.ts';
import type { SystemMember, SystemView } from '#core/fleet/system.ts';
import type { KnownCluster } from '#core/history/known-cluster.ts';
import { unreadFacet } from '#core/history/last-known.ts';
import type { Unreadable } from '#core/reading.ts';
import type { FleetRule } from '#core/rule.ts';
import type { Sweep } from '#core/sweep.ts';
import type { Store } from '#ports/store.ts';
import { rememberMissing } from './absent-cluster.ts';
import type { Knowledge } from './knowledge.ts';
import type { makeLastSeen } from './last-seen.ts';
import { settleResults } from './settle-results.ts';
import type { StoredCatalogues } from './stored-catalogues.ts';
import type { SweepCoverage } from './sweep-coverage.ts';

export interface AuditSystemDeps {
  readonly store: Store;
  readonly fleetRules: readonly FleetRule[];
  readonly knowledge: Knowledge;
  /** Whether a cluster belongs to the part of the fleet that is looked at: nothing is said of the others. */
  readonly isWithin?: (cluster: KnownCluster) => boolean;
}

/** What all systems of a sweep are judged by. */
export interface SystemOccasion {
  /** What could be seen tonight. */
  readonly coverage: Pick<SweepCoverage, 'unseenRow'>;
  readonly catalogues: StoredCatalogues;
  readonly lastSeen: ReturnType<typeof makeLastSeen>;
  /** Whether somebody still looks at a cluster's target. */
  readonly isWatched: (cluster: KnownCluster) => boolean;
}

/** Judges the clusters of one system by what they tell together, from what is stored of them. Gives back those that it judged. */
export async function auditSystem(
  deps: AuditSystemDeps,
  sweep: Sweep,
  system: string,
  occasion: SystemOccasion,
): Promise<readonly KnownCluster[]> {
  const { store, knowledge, isWithin = () => true } = deps;
  const { catalogues, isWatched, lastSeen } = occasion;
  const before = await store.membersOf(system);
  const unwatched = before.filter((cluster) => !isWatched(cluster));
  for (const cluster of unwatched) await rememberMissing(store, sweep, cluster, 'NO_LONGER_WATCHED');
  const clusters = unwatched.length > 0 ? await store.membersOf(system) : before;
  const tonight = await Promise.all(clusters.map((cluster) => asSeen(cluster, occasion)));
  const members = tonight.flatMap(memberOf);
  const view: SystemView = {
    system,
    asOf: sweep.asOf,
    members,
    combinations: await store.combinationsOf(system),
    catalogues: await catalogues(clusters),
    ...knowledge,
  };
  const within = new Map(clusters.filter(isWithin).map(({ arn, placement }) => [arn, placement]));
  for (const member of members) {
    const placement = within.get(member.arn);
    if (placement) await auditMember(deps, sweep, { view, lastSeen }, member, placement);
  }
  return clusters.filter(isWithin);
}

async function auditMember(
  { store, fleetRules }: AuditSystemDeps,
  sweep: Sweep,
  { view, lastSeen }: { readonly view: SystemView } & Pick<SystemOccasion, 'lastSeen'>,
  member: SystemMember,
  placement: Placement,
): Promise<void> {
  const { snapshot } = member;
  // A cluster that could never be described has no findings yet; its coverage row says why.
  if (!snapshot) return;
  const results = fleetRules.map((rule) => rule.evaluate({ ...member, snapshot }, view));
  const previousAsOf = await lastSeen(snapshot);
  const causes = new Map(fleetRules.map((rule) => [rule.id, rule.causeOf]));
  await settleResults(store, sweep, {
    phase: 'fleet',
    cluster: snapshot,
    placement,
    previousAsOf,
    results,
    causeOf: (finding) => causes.get(finding.rule)?.(finding, snapshot),
  });
}

/** A cluster as it is known tonight: nobody saw one whose target could not be listed, or did not list it. */
async function asSeen(
  cluster: KnownCluster,
  { coverage, lastSeen }: Pick<SystemOccasion, 'coverage' | 'lastSeen'>,
): Promise<KnownCluster> {
  const { unread } = cluster;
  const because = whyUnseen(cluster, coverage.unseenRow(cluster));
  if (!because || unread.some(({ facet }) => facet === 'cluster')) return cluster;
  return {
    ...cluster,
    unread: [...unread, unreadFacet('cluster', because, cluster, await lastSeen(cluster))],
  };
}

function whyUnseen({ name, missingSince }: KnownCluster, row: Coverage | undefined): Unreadable | undefined {
  const call = 'eks:DescribeCluster';
  if (missingSince) return { call, obstacle: 'UNFINISHED', detail: `it is not listed since ${missingSince}` };
  if (row?.clusters === 0) return row.because;
  // The audit of its target ended before it came to this cluster.
  const isLeft = row?.lookedUpTo !== undefined && name > row.lookedUpTo;
  return isLeft ? { call, obstacle: 'UNFINISHED', detail: 'nobody came to it' } : undefined;
}

/** A cluster without an environment has no siblings. */
function memberOf({
  arn,
  name,
  placement,
  snapshot,
  changedAt,
  images = [],
  unread,
}: KnownCluster): readonly SystemMember[] {
  if (!placement.environment) return [];
  const member = { arn, name, environment: placement.environment.name, changedAt, images, unread };
  return [snapshot ? { ...member, snapshot } : member];
}
