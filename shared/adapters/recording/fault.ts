import { z } from 'zod';

/** What AWS answers on a bad day, in place of what was asked for. */
export const faultAnswers = [
  'throttled',
  'refused',
  'refused-by-scp',
  'region-disabled',
  'server-error',
  'not-found',
  'cut',
] as const;

/** A bad day: which calls it meets (those that agree with all that is named), and what becomes of them. */
export const Fault = z
  .strictObject({
    service: z.enum(['eks', 'ec2', 'sts', 'account', 'organizations', 'ssm', 'kms', 'kubernetes']).optional(),
    operation: z.string().optional(),
    account: z.string().optional(),
    region: z.string().optional(),
    cluster: z.string().optional(),
    /** The add-on, node group, insight, update or key that is asked for. */
    part: z.string().optional(),
    /** Only so many calls are met; without it, all. */
    first: z.int().positive().optional(),
    delayMs: z.int().nonnegative().optional(),
    answer: z.enum(faultAnswers).optional(),
  })
  .refine(({ delayMs, answer }) => delayMs !== undefined || answer !== undefined, 'an answer or a delayMs');

export type Fault = z.infer<typeof Fault>;
export type FaultAnswer = (typeof faultAnswers)[number];
