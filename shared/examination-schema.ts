import { z } from 'zod';
import { obstacles } from '#core/reading.ts';
import { CoverageRow, Instant, Notice, Placed } from './document-schema.ts';

const Action = z.string().describe('As IAM names it');

/** The document of an examination, as it is written: its keys stand in the order of this schema. */
export const ExaminationJson = z
  .object({
    schemaVersion: z.literal(1),
    examination: z.object({
      asOf: Instant,
      durationSeconds: z.number().nonnegative(),
      calls: z.int().nonnegative().describe('Calls made of AWS, retries included'),
      caller: z.object({ account: z.string(), arn: z.string().optional() }),
      auditor: z.string().describe('The role that the member roles trust'),
      allSeen: z.boolean().describe('Whether an audit could see all that there is to see'),
      organizationListed: z.boolean().describe("Where it is not, the caller's own account is examined alone"),
      kubernetesApi: z.enum(['LOOKED_AT', 'NOT_LOOKED_AT']).describe('Reading it is optional'),
      notices: z.array(Notice),
    }),
    mends: z.array(
      z.object({
        accounts: z.array(z.string()).describe('Whose credentials the commands need'),
        where: z.array(z.string()),
        actions: z.array(Action),
        obstacle: z.enum(obstacles),
        reason: z.string(),
        remedy: z.string().describe('What to do about it'),
        commands: z.array(z.array(z.string())).describe('The same in each account: command and arguments, unquoted'),
        policy: z
          .record(z.string(), z.json())
          .optional()
          .describe('A statement to add to a policy, or the part of one that is missing; in a cluster, what to apply'),
        optional: z.literal(true).optional().describe('An audit is whole without'),
      }),
    ),
    targets: z.array(
      CoverageRow.extend({
        example: z
          .object({ name: z.string(), environment: Placed.optional(), system: Placed.optional() })
          .optional()
          .describe('The one cluster that was looked into, for all of them'),
        answered: z.array(Action),
        unasked: z.array(Action).describe('There was nothing to ask about, or something else was in the way'),
        kubernetes: z
          .object({
            answered: z.array(z.string()),
            refused: z.array(z.object({ call: z.string(), obstacle: z.enum(obstacles), reason: z.string() })),
          })
          .optional()
          .describe('What the Kubernetes API of the cluster that was looked into let see, where clusterAccess is on'),
      }),
    ),
  })
  .meta({ title: 'An examination by Midwatch of what its audits can see' });
