import type { Instant } from './days.ts';

/** A change of a cluster, an add-on or a node group that EKS was asked for. It has a beginning, and no end time. */
export interface Update {
  readonly id: string;
  /** As EKS names it: `VersionUpdate`, `VersionRollback`, `AddonUpdate`. */
  readonly type: string;
  readonly status: string;
  readonly createdAt: Instant;
  /** The Kubernetes version that it leads to, where it leads to one. */
  readonly version?: string;
  readonly errors: readonly UpdateError[];
}

export interface UpdateError {
  /** As EKS names it: `NodeCreationFailure`. */
  readonly code: string;
  readonly message?: string;
}

/** The update that began last: EKS promises no order of them. */
export function lastUpdate(updates: readonly Update[]): Update | undefined {
  return updates.reduce<Update | undefined>(
    (last, one) => (last === undefined || one.createdAt > last.createdAt ? one : last),
    undefined,
  );
}

export function isUnderWay({ status }: Update): boolean {
  return status === 'InProgress';
}
