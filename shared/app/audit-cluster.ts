import type { Catalogue } from '#core/catalogue.ts';
import type { Instant } from '#core/days.ts';
import type { ResolutionCause } from '#core/finding.ts';
import { combinationOf } from '#core/fleet/combination.ts';
import type { ClusterFacts, Placement } from '#core/fleet/placement.ts';
import { ranImages } from '#core/fleet/ran-image.ts';
import type { KnownCluster } from '#core/history/known-cluster.ts';
import { lastKnown } from '#core/history/last-known.ts';
import { isSameSnapshot } from '#core/history/same-snapshot.ts';
import type { ClusterRule, FleetRule } from '#core/rule.ts';
import type { ClusterSnapshot } from '#core/snapshot.ts';
import type { Sweep } from '#core/sweep.ts';
import type { Store } from '#ports/store.ts';
import type { Knowledge } from './knowledge.ts';
import { settleResults } from './settle-results.ts';

export interface AuditClusterDeps {
  readonly store: Store;
  readonly rules: readonly ClusterRule[];
  /** Those that speak of it later, together with its siblings. */
  readonly fleetRules: readonly Pick<FleetRule, 'id'>[];
  readonly knowledge: Knowledge;
  readonly place: (facts: ClusterFacts) => Placement;
}

/** The sweep and region that a cluster is audited in. */
export interface ClusterOccasion {
  readonly sweep: Sweep;
  readonly catalogue: Catalogue;
  readonly previousAsOf: Instant | undefined;
}

/** Judges one cluster by what it alone can tell, compares with what was open, and saves what is new. */
export async function auditCluster(
  { store, rules, fleetRules, knowledge, place }: AuditClusterDeps,
  { sweep, catalogue, previousAsOf }: ClusterOccasion,
  tonight: ClusterSnapshot,
  before: KnownCluster | undefined,
): Promise<void> {
  const { arn, name, account, region } = tonight;
  const { asOf } = sweep;
  const placement = place(tonight);
  const { snapshot, unread } = lastKnown(before, tonight, previousAsOf);

  const { environment } = placement;
  const where = environment ? { environment: environment.name } : {};
  const results = rules.map((rule) => {
    const result = rule.evaluate(tonight, { asOf, catalogue, ...knowledge, ...where });
    return knowledge.breakagesUnread && rule.judgesByBreakages ? { ...result, faultsUnseen: true as const } : result;
  });
  // The cluster first: what refers to it finds it, whenever this is cut short.
  const images = ranImages(before?.images ?? [], snapshot, asOf);
  const ranAny = images.length === 0 ? {} : { images };
  const known = { arn, name, account, region, placement, snapshot, ...ranAny, unread };
  const isAsBefore = before?.snapshot !== undefined && isSameSnapshot(before.snapshot, snapshot);
  const times = {
    firstObservedAt: before?.firstObservedAt ?? asOf,
    changedAt: isAsBefore ? before.changedAt : asOf,
  };
  const ran = environment && { environment: environment.name, cluster: arn, firstObservedAt: asOf };
  const combination = ran && { ...ran, combination: combinationOf(tonight) };
  await store.saveCluster(sweep, { ...known, ...times }, combination);
  const causes = new Map(rules.map((rule) => [rule.id, rule.causeOf]));
  await settleResults(store, sweep, {
    phase: 'cluster',
    cluster: tonight,
    placement,
    previousAsOf,
    results,
    causeOf: (finding) => causes.get(finding.rule)?.(finding, tonight),
    strayCause: ({ rule }) => strayCause(rule, fleetRules, sweep, placement),
  });
}

/** A cluster that is in no system, or in no environment of it, has no siblings to be compared with. */
function strayCause(
  rule: string,
  fleetRules: AuditClusterDeps['fleetRules'],
  { partial }: Sweep,
  { environment, system }: Placement,
): ResolutionCause | undefined {
  if (fleetRules.some(({ id }) => id === rule)) return environment && system ? undefined : 'NO_LONGER_APPLIES';
  // What looks at a part may be an older release: it does not know what a newer one tells.
  return partial ? undefined : 'RETIRED';
}
