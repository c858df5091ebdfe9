import { z } from 'zod';
import type { Sweep } from '#core/sweep.ts';

/** A sweep as it travels from one state to the next. */
export const SweepState: z.ZodType<Sweep> = z.object({
  id: z.string().min(1),
  asOf: z.iso.datetime(),
  startedAt: z.iso.datetime(),
  baseline: z.boolean(),
  since: z.iso.datetime().exactOptional(),
  partial: z.literal(true).exactOptional(),
  configuration: z.string().exactOptional(),
});

export const AccountId = z.string().regex(/^\d{12}$/, { error: 'twelve digits' });
