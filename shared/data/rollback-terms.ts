import { z } from 'zod';
import type { RollbackTerms } from '#core/rollback.ts';
import { Day, HttpsAddress, mapping } from '#shared/config/shapes.ts';
import file from './rollback-terms.json' with { type: 'json' };

const Terms = mapping(
  {
    since: Day.transform((day) => `${day}T00:00:00.000Z`),
    windowDays: z.number().int().positive(),
    source: HttpsAddress,
    read: Day,
  },
  'a mapping',
);

/**
 * Since when EKS rolls a control plane back, and for how long after an upgrade. The page tells no first day; eksctl had
 * it with its release of this one (https://github.com/eksctl-io/eksctl/releases/tag/v0.229.0).
 */
export const rollbackTerms: RollbackTerms = Terms.parse(file);
