import type { Instant } from './days.ts';
import type { NoticeName } from './notice.ts';
import type { Target } from './snapshot.ts';

/** One round of audits over a fleet, or over a part of it. */
export interface Sweep {
  readonly id: string;
  /** The instant that everything judged in it speaks of. */
  readonly asOf: Instant;
  /** When it really started: writes of an older sweep change nothing that a younger one wrote. */
  readonly startedAt: Instant;
  /** Nothing was known before it: its digest is a summary. */
  readonly baseline: boolean;
  /** The instant of the sweep that it is compared with; absent where there was none. */
  readonly since?: Instant;
  /** Set where it looks at a part of the fleet, or tells nobody: no whole sweep is compared with it. */
  readonly partial?: true;
  /** The regions that it is narrowed to, in whatever account. */
  readonly regions?: readonly string[];
  /** The configuration that it goes by, in short. */
  readonly configuration?: string;
}

/** The right to sweep, which one sweep has at a time. It runs out by the real clock, so that none holds it for ever. */
export interface Lease {
  /** Who asked for it: a start that is made twice gets the sweep of the first time. */
  readonly holder: string;
  readonly sweep: Sweep;
  readonly until: Instant;
}

/** A sweep that has ended, as the list of sweeps shows it. */
export interface ConcludedSweep extends Sweep {
  readonly concludedAt: Instant;
  readonly targets: number;
  readonly incompleteTargets: number;
  readonly clusters: number;
  /** The targets that could not be seen. */
  readonly unseen?: readonly Target[];
  /** Those that could be seen, but for something inside them. */
  readonly partlyUnseen?: readonly Target[];
  /** The notices that were heard of by its end, be it from an earlier one: none of them is news. */
  readonly noticesHeard?: readonly NoticeName[];
}
