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
  /** What it gave an add-on, as fingerprints by which two of them are known to be the same. */
  readonly sets?: { readonly [S in AddonSetting]?: string };
  readonly errors: readonly UpdateError[];
}

export type AddonSetting = 'configuration' | 'permissions';

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

/**
 * Since when an add-on has been set as it is: the first of its updates in a row that gave it the same. Undefined where
 * none of them set it, which is so of what it was made with.
 */
export function setSince(updates: readonly Update[], setting: AddonSetting): Instant | undefined {
  const settings = updates
    .filter(({ status, sets }) => status !== 'Failed' && status !== 'Cancelled' && sets?.[setting] !== undefined)
    .toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  const given = settings[0]?.sets?.[setting];
  const before = settings.findIndex(({ sets }) => sets?.[setting] !== given);
  return settings.at(before === -1 ? -1 : before - 1)?.createdAt;
}
