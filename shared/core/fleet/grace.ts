import { daysBetween, type Instant } from '../days.ts';
import type { ClusterSnapshot } from '../snapshot.ts';
import type { SystemView } from './system.ts';

/** Whether what is so since then is so new that a sibling need not have followed yet. */
export function isWithinGrace(since: Instant, { asOf, settings }: Pick<SystemView, 'asOf' | 'settings'>): boolean {
  return daysBetween(since, asOf) <= settings.drift.grace;
}

/** Whether something of a cluster was made with it, and is no step that was taken there later. */
export function cameWith({ createdAt }: Pick<ClusterSnapshot, 'createdAt'>, madeAt: Instant): boolean {
  return daysBetween(createdAt, madeAt) <= 1;
}
