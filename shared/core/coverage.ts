import type { Instant } from './days.ts';
import type { Obstacle, Unreadable } from './reading.ts';
import type { Target } from './snapshot.ts';

/** Did we see a target whole? COVERED and EMPTY say yes; the others say what was in the way. */
export const coverageStatuses = [
  'COVERED',
  'EMPTY',
  'DENIED',
  'DENIED_BY_SCP',
  'REGION_DISABLED',
  'THROTTLED',
  'UNREACHABLE',
  'ERROR',
] as const;
export type CoverageStatus = (typeof coverageStatuses)[number];

/**
 * What one sweep could see of one target.
 *
 * COVERED means that the clusters were listed whole and each described; what was refused inside them is in `unreadable`.
 */
export interface Coverage extends Target {
  readonly asOf: Instant;
  readonly status: CoverageStatus;
  /** How many clusters were listed. */
  readonly clusters: number;
  /** What was in the way of the target as a whole; absent for COVERED and EMPTY. */
  readonly because?: Unreadable;
  /** The role by which it was read; absent for the caller's own credentials. */
  readonly role?: string;
  readonly unreadable: readonly UnreadableResource[];
  /** What was refused inside it that an audit is whole without, and could be read before; absent where nothing was. */
  readonly alsoUnreadable?: readonly UnreadableResource[];
  /** The last cluster, in the order of names, that was looked at; absent where none was left. */
  readonly lookedUpTo?: string;
  /** How many targets of the account its audit looks at: where fewer have a row, it did not end. */
  readonly targetsOfAccount?: number;
}

/** A call that was refused inside a target. */
export interface UnreadableResource extends Unreadable {
  /** In words: the name of the cluster, with the part of it that was asked for, `shop-prod/coredns`; or a list of AWS's. */
  readonly resource: string;
}

/** All that was refused inside a target, whether an audit is whole without it or not. */
export function refusedIn({ unreadable, alsoUnreadable = [] }: Coverage): readonly UnreadableResource[] {
  return [...unreadable, ...alsoUnreadable];
}

/** The status of a target that could not be seen whole. */
export function statusOf(obstacle: Obstacle): CoverageStatus {
  return obstacle === 'NOT_CONFIGURED' || obstacle === 'NOT_READ_YET' || obstacle === 'UNFINISHED' ? 'ERROR' : obstacle;
}

/** Whether a target was seen as a whole. */
export function isSeen({ status }: Coverage): boolean {
  return status === 'COVERED' || status === 'EMPTY';
}

/** Whether anything of a target was refused or failed: a region that is switched off is no failure. */
export function isIncomplete(coverage: Coverage): boolean {
  return (!isSeen(coverage) && coverage.status !== 'REGION_DISABLED') || coverage.unreadable.length > 0;
}
