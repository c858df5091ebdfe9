import type { Instant } from './days.ts';
import type { ClusterSnapshot, ListedInsight } from './snapshot.ts';
import { lastUpdate, type Update } from './update.ts';

/** Since when EKS takes a control plane back to the version that it left, and for how long after the upgrade. */
export interface RollbackTerms {
  readonly since: Instant;
  readonly windowDays: number;
  readonly source: string;
  readonly read: string;
}

const changes = ['VersionUpdate', 'VersionRollback'];

/** The upgrade by which a control plane came to its version; undefined where it was made with it, or was taken back. */
export function upgradeToUndo(updates: readonly Update[], asOf: Instant): Update | undefined {
  const begun = updates.filter(({ type, status, createdAt }) => {
    return changes.includes(type) && status !== 'Failed' && status !== 'Cancelled' && createdAt <= asOf;
  });
  const last = lastUpdate(begun);
  return last?.type === 'VersionUpdate' && last.status === 'Successful' ? last : undefined;
}

/** What keeps EKS from a rollback by its own insights, as far as they can be read and EKS has looked. */
export function rollbackBlockers({ insights }: ClusterSnapshot): readonly ListedInsight[] | undefined {
  const own = insights.readable ? insights.value.filter(({ category }) => category === 'ROLLBACK_READINESS') : [];
  // A warning does not keep it from anything; that EKS cannot tell does.
  return own.length === 0 ? undefined : own.filter(({ status }) => status !== 'PASSING' && status !== 'WARNING');
}
