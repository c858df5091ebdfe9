import type { Instant } from './days.ts';

/** One round of audits over a fleet, or over a part of it. */
export interface Sweep {
  readonly id: string;
  /** The instant that everything judged in it speaks of. */
  readonly asOf: Instant;
  /** When it really started: writes of an older sweep change nothing that a younger one wrote. */
  readonly startedAt: Instant;
  /** Nothing was known before it: its digest is a summary. */
  readonly baseline: boolean;
}

/** A sweep that has ended, as the list of sweeps shows it. */
export interface ConcludedSweep extends Sweep {
  readonly concludedAt: Instant;
  readonly targets: number;
  readonly incompleteTargets: number;
  readonly clusters: number;
}
