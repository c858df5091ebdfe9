import { z } from 'zod';
import { horizons } from '#core/finding.ts';
import type { FindingEvent as CoreFindingEvent, Revision as CoreRevision } from '#core/history/history.ts';
import { Snapshot } from './cluster-schema.ts';
import { Transition } from './finding-schema.ts';

/** What the history of a cluster holds. */
export const Revision: z.ZodType<CoreRevision> = z.strictObject({
  at: z.string(),
  sweep: z.string(),
  snapshot: Snapshot,
});

export const FindingEvent: z.ZodType<CoreFindingEvent> = z.strictObject({
  finding: z.string(),
  rule: z.string(),
  resource: z.string(),
  horizon: z.enum(horizons),
  fault: z.string().exactOptional(),
  transition: Transition,
});
