import { z } from 'zod';
import type { AccountAudit } from '#app/audit-account.ts';
import type { Sweep } from '#core/sweep.ts';
import { AccountId, SweepState } from '../lambda/sweep-event.ts';

const Work: z.ZodType<AccountAudit> = z.strictObject({
  account: AccountId,
  regions: z.array(z.string()).exactOptional(),
  excludeRegions: z.array(z.string()).exactOptional(),
  homeRegion: z.string().exactOptional(),
  listed: z.literal(true).exactOptional(),
  targets: z.int().exactOptional(),
  after: z.record(z.string(), z.string()).exactOptional(),
});

export const AuditAccountEvent = z.object({
  sweep: SweepState,
  /** The account alone, or what an earlier call left of it. */
  work: Work,
  /** Why the call before this one failed for good, as the state machine caught it: then nothing more is tried. */
  error: z.object({ Error: z.string() }).exactOptional(),
});

export interface AuditAccountResult {
  /** False where there was no time for all of it: to be called again with this. */
  readonly done: boolean;
  readonly sweep: Sweep;
  readonly work: AccountAudit;
}
