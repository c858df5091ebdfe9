import { z } from 'zod';
import type { Sweep } from '#core/sweep.ts';

/** What the state machine asks for. Of all else that its state holds nothing is read. */
export const PlanSweepEvent = z.object({
  /** The execution that asks: one that asks twice gets the same sweep. */
  execution: z.string().min(1),
  /** How often it has asked before, since another sweep was at work. */
  attempt: z.int().min(0),
});
export type PlanSweepEvent = z.infer<typeof PlanSweepEvent>;

/** Each field is always there: the state machine reads them all. */
export interface PlanSweepResult extends PlanSweepEvent {
  /** WAIT: another sweep is at work, ask again. SKIPPED: it is still at work, and tonight there is no other. */
  readonly status: 'PLANNED' | 'WAIT' | 'SKIPPED';
  readonly sweep: Sweep | Record<string, never>;
  /** Ids alone, so that the list of a large organization goes from state to state. */
  readonly accounts: readonly string[];
}
