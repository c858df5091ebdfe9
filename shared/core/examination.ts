import type { Coverage } from './coverage.ts';
import { isIncomplete } from './coverage.ts';
import type { Instant } from './days.ts';
import type { Placement } from './fleet/placement.ts';
import type { Notice } from './notice.ts';
import type { Unreadable } from './reading.ts';

/** What an audit would be let see, found out by asking little, and what else is not as it should be. */
export interface Examination {
  readonly asOf: Instant;
  readonly durationSeconds: number;
  /** Calls made of AWS, retries included. */
  readonly calls: number;
  readonly caller: { readonly account: string; readonly arn?: string };
  /** The one role that the member roles trust, as the hub in the caller's account names it. */
  readonly auditorArn: string;
  /** What the names of all that is deployed begin with. */
  readonly deployment: string;
  /** Why the accounts of the organization could not be listed; then the caller's own is examined alone. */
  readonly organization?: Unreadable;
  readonly notices: readonly Notice[];
  readonly targets: readonly TargetExamination[];
}

/** What may be seen of one target: each action is asked once, where there is something to ask about. */
export interface TargetExamination extends Coverage {
  /** The one cluster that was looked into, for all of them. */
  readonly example?: { readonly name: string; readonly placement: Placement };
  /** The IAM actions that were answered. */
  readonly answered: readonly string[];
  /** Those for which there was nothing to ask about, or which something else stood in the way of. */
  readonly unasked: readonly string[];
  /** What its Kubernetes API let see, where that was to be looked at: an audit is whole without. */
  readonly inside?: { readonly answered: readonly string[]; readonly refused: readonly Unreadable[] };
}

/** Whether an audit could see all that there is to see. */
export function isAllSeen({ organization, targets }: Examination): boolean {
  return organization === undefined && !targets.some(isIncomplete);
}
