import type { Coverage } from '#core/coverage.ts';
import type { Instant } from '#core/days.ts';
import type { Finding, Horizon } from '#core/finding.ts';
import type { HistoryEntry, Revision } from '#core/history/history.ts';
import type { KnownCluster } from '#core/history/known-cluster.ts';
import type { Severity } from '#core/severity.ts';
import type { Target } from '#core/snapshot.ts';
import type { ConcludedSweep } from '#core/sweep.ts';

/** A part of an answer that may be long. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next part begins; absent at the end. */
  readonly next?: string;
}

export interface PageWish {
  /** The most that a page holds. It may hold fewer, and none, with more to come. */
  readonly size: number;
  /** The `next` of the page before. Any other text begins somewhere, and is no error. */
  readonly from?: string;
}

/** Which findings are asked for; what is absent does not narrow. */
export interface FindingFilter {
  readonly status: Finding['status'];
  /** At least as bad. */
  readonly severity: Severity;
  readonly environment?: string;
  readonly rule?: string;
}

/** As much of an open finding as tells what is wrong where. */
export type FindingMark = Pick<Finding, 'cluster' | 'resource' | 'rule' | 'severity'> & { readonly horizon: Horizon };

export interface Period {
  readonly from: Instant;
  /** The last instant of it. */
  readonly to: Instant;
}

/** What the history answers page by page. How much is read for a page depends on its size, and not on the fleet's. */
export interface PagedStore {
  /** The findings of the fleet: what is open, the worst first, then by rule; what is over, by when it ended, the last first. */
  findingsPage(filter: FindingFilter, wish: PageWish): Promise<Page<Finding>>;
  /** All clusters, by system and ARN; those that are in none first. */
  clustersPage(wish: PageWish): Promise<Page<KnownCluster>>;
  /** What is open on clusters that follow on one another in that order. */
  openMarks(clusters: readonly KnownCluster[]): Promise<readonly FindingMark[]>;
  /** What happened to a cluster and its findings, the last first. */
  historyPage(clusterArn: string, period: Period, wish: PageWish): Promise<Page<HistoryEntry>>;
  /** The last revision of a cluster's snapshot up to an instant. */
  revisionUpTo(clusterArn: string, at: Instant): Promise<Revision | undefined>;
  /** Those that were concluded, the last first. */
  sweepsPage(wish: PageWish): Promise<Page<ConcludedSweep>>;
  concludedSweep(id: string): Promise<ConcludedSweep | undefined>;
  /** The rows of one sweep, by account and region. */
  coveragePage(sweepId: string, wish: PageWish): Promise<Page<Coverage>>;
  /** The rows of some targets in a sweep. */
  coverageOfTargets(sweepId: string, targets: readonly Target[]): Promise<readonly Coverage[]>;
}
