import { z } from 'zod';
import { fleetRules } from '#core/fleet/rules/index.ts';
import { clusterArnPattern } from '#core/partition.ts';
import { clusterRules } from '#core/rules/index.ts';
import { severities } from '#core/severity.ts';

/** How much of a long answer is given at once. */
const mostAtOnce = 100;

const Limit = z.int().min(1).max(mostAtOnce).default(50).describe('The most that a part of the answer holds');
const Page = z
  .string()
  .min(1)
  .max(4096)
  .exactOptional()
  .describe('The `next` of the part before, with the same parameters');

/** What every long answer takes. */
export const paging = { limit: Limit, page: Page };

const ruleIds = [...clusterRules, ...fleetRules].map(({ id }) => id) as [string, ...string[]];

export const ClusterArn = z.string().max(512).regex(clusterArnPattern).describe('The ARN of a cluster');

export const SweepId = z.string().min(1).max(200).describe('The id of a sweep');

const Instant = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

export const FindingsQuery = z.strictObject({
  status: z.enum(['OPEN', 'RESOLVED']).default('OPEN').describe('In any case'),
  severity: z.enum(severities).default('INFORMATIONAL').describe('This one or worse, in any case'),
  environment: z.string().min(1).max(256).exactOptional(),
  rule: z.enum(ruleIds).exactOptional().describe('The id of a rule'),
  cluster: ClusterArn.exactOptional(),
  ...paging,
});

export const HistoryQuery = z.strictObject({
  from: Instant.exactOptional().describe(
    'A day in UTC, from its beginning, or an instant; from the beginning without it',
  ),
  to: Instant.exactOptional().describe(
    'A day in UTC, to its end, or an instant, which counts in; up to now without it',
  ),
  ...paging,
});

export const PagedQuery = z.strictObject(paging);

export const NoQuery = z.strictObject({});
