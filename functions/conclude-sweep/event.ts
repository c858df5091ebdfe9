import { z } from 'zod';
import type { Sweep } from '#core/sweep.ts';
import { AccountId, SweepState } from '../lambda/sweep-event.ts';

export const ConcludeSweepEvent = z.object({
  sweep: SweepState,
  accounts: z.array(AccountId),
  /** The last system that an earlier call judged; empty where there was none. */
  after: z.string().default(''),
});

/** Each field is always there: the state machine reads them all. */
export interface ConcludeSweepResult {
  /** False where there was no time for all systems: to be called again with this. */
  readonly done: boolean;
  readonly sweep: Sweep;
  readonly accounts: readonly string[];
  readonly after: string;
}
