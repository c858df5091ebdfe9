import type { CoverageStatus } from '#core/coverage.ts';
import type { Target } from '#core/snapshot.ts';

/** What is going on, for somebody who waits. */
export type ProgressStep =
  | { readonly step: 'target-started'; readonly target: Target }
  | { readonly step: 'clusters-listed'; readonly target: Target; readonly clusters: number }
  | { readonly step: 'cluster-read'; readonly target: Target; readonly cluster: string }
  | { readonly step: 'target-ended'; readonly target: Target; readonly status: CoverageStatus };

export interface Progress {
  report(step: ProgressStep): void;
}
