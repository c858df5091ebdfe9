import type { Instant } from '../days.ts';
import { type Combination, combinationOf, combinationParts } from './combination.ts';
import type { FleetSubject } from './fleet-rule.ts';
import { rankOf } from './system.ts';

/** A combination that ran in a lower environment. */
export interface TestedCombination {
  readonly combination: Combination;
  /** The cluster's name. */
  readonly cluster: string;
  readonly environment: string;
  readonly rank: number;
  readonly firstObservedAt: Instant;
  /** When the cluster was last read, where that was not tonight. */
  readonly unreadSince?: Instant;
}

/**
 * The combinations that ran under a Kubernetes version in environments below a member's own, tonight or ever; those
 * of the highest environment first.
 */
export function testedAt(kubernetes: string, subject: FleetSubject): readonly TestedCombination[] {
  const { cluster: own, rank: ownRank, siblings, view } = subject;
  const unreadSince = new Map(siblings.map((sibling) => [sibling.cluster.arn, sibling.unreadSince]));
  const ran = [
    ...view.combinations.filter(({ combination, cluster }) => isWhole(combination) && cluster !== own.arn),
    ...siblings.map(({ cluster, environment, changedAt }) => ({
      combination: combinationOf(cluster),
      cluster: cluster.arn,
      environment,
      firstObservedAt: changedAt,
    })),
  ];
  return ran
    .filter(({ combination }) => combination.kubernetes === kubernetes)
    .flatMap(({ combination, cluster, environment, firstObservedAt }): TestedCombination[] => {
      const rank = rankOf(environment, view.settings);
      if (rank === undefined || rank >= ownRank) return [];
      const since = unreadSince.get(cluster);
      const tested = { combination, cluster: nameIn(cluster), environment, rank, firstObservedAt };
      return [since === undefined ? tested : { ...tested, unreadSince: since }];
    })
    .sort((a, b) => b.rank - a.rank);
}

/** What was half seen on some night in the past decides nothing, and is no reason to know nothing. */
export function isWhole(combination: Combination): boolean {
  return combinationParts.every((part) => combination[part] !== undefined);
}

function nameIn(clusterArn: string): string {
  return clusterArn.slice(clusterArn.lastIndexOf('/') + 1);
}
