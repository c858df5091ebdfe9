import { z } from 'zod';
import { horizons, resolutionCauses, transitionKinds } from '#core/finding.ts';
import { severities } from '#core/severity.ts';
import {
  Calendar,
  Cluster,
  Components,
  CoverageRow,
  Finding,
  Instant,
  Insufficiency,
  Notice,
  Suppression,
} from './document-schema.ts';

/* The answers of the API. Where they say the same as the document of an audit, they say it by the same schemas. */

const schemaVersion = z.literal(1);
const asOf = Instant.optional().describe('The instant of the last audit that was concluded; absent before the first');
const next = z
  .string()
  .optional()
  .describe('What to give as `page` for the next part of the answer; absent where there is none');

const AnsweredFinding = Finding.omit({ transition: true })
  .extend({ suppression: Suppression.optional().describe('Where people accepted it') })
  .meta({ id: 'Finding' });

const Fault = z
  .object({
    resource: z.string(),
    rule: z.string(),
    severity: z.enum(severities),
    horizon: z.enum(horizons),
    suppressed: z.boolean().describe('Whether people accepted it'),
  })
  .meta({ id: 'Fault' });

const FleetCluster = Cluster.extend({
  changedAt: Instant.describe('Since when what is known of it is as it is'),
  missingSince: Instant.optional().describe('The sweep that did not find it any more; a second one makes it gone'),
  calendar: Calendar.meta({ id: 'Calendar' }),
  faults: z.array(Fault).describe('What is open on it, the worst first'),
}).meta({ id: 'Cluster' });

const Sweep = z
  .object({
    id: z.string(),
    asOf: Instant,
    startedAt: Instant,
    concludedAt: Instant,
    baseline: z.boolean().describe('Whether nothing was known before'),
    since: Instant.optional().describe('The instant of the sweep that it was compared with'),
    partial: z.boolean().describe('Whether it looked at a part of the fleet, or told nobody'),
    regions: z.array(z.string()).optional().describe('The regions that it was narrowed to'),
    configuration: z.string().optional().describe('The configuration that it went by, in short'),
    targets: z.int().nonnegative(),
    incompleteTargets: z.int().nonnegative().describe('Of which something was refused, or all'),
    clusters: z.int().nonnegative(),
    unseen: z
      .array(z.object({ account: z.string(), region: z.string() }))
      .optional()
      .describe('The targets that could not be seen'),
  })
  .meta({ id: 'Sweep' });

const Coverage = CoverageRow.meta({ id: 'Coverage' });

const Change = z.object({
  component: z.string().describe('`cluster`, `addon/<name>`, `nodegroup/<name>`, or another part by its name'),
  kind: z.enum(['ADDED', 'REMOVED', 'CHANGED']),
  field: z.string().optional().describe('What of it; absent where the whole of it came, went, or differs'),
  from: z.string().optional(),
  to: z.string().optional(),
});

const Revision = z
  .object({
    kind: z.literal('REVISION'),
    at: Instant,
    sweep: z.string(),
    ...Components.shape,
    changes: z
      .array(Change)
      .optional()
      .describe('How it differs from what was before; absent where nothing before it is kept'),
  })
  .meta({ id: 'Revision' });

const Transition = z
  .object({
    kind: z.literal('TRANSITION'),
    at: Instant,
    sweep: z.string(),
    transition: z.enum(transitionKinds),
    finding: z.string().describe("The finding's id"),
    rule: z.string(),
    title: z.string().describe('What should be so'),
    resource: z.string(),
    fault: z.string().optional(),
    horizon: z.enum(horizons),
    severity: z.enum(severities),
    previousSeverity: z.enum(severities).optional(),
    cause: z.enum(resolutionCauses).optional(),
  })
  .meta({ id: 'Transition' });

export const FindingsJson = z
  .object({ schemaVersion, asOf, findings: z.array(AnsweredFinding).describe('The worst first'), next })
  .meta({ id: 'Findings' });

export const FleetJson = z
  .object({
    schemaVersion,
    asOf,
    environments: z.array(z.string()).describe('In the order of promotion'),
    clusters: z.array(FleetCluster).describe('By system; those that are in none first'),
    next,
  })
  .meta({ id: 'Fleet' });

export const ClusterJson = z
  .object({
    schemaVersion,
    asOf,
    cluster: FleetCluster,
    findings: z.array(AnsweredFinding).describe('What is open on it, the worst first'),
    insufficientData: z.array(Insufficiency.meta({ id: 'Insufficiency' })).describe('What could not be judged'),
    coverage: Coverage.optional().describe('What the last sweep that looked there could see of its account and region'),
  })
  .meta({ id: 'ClusterAnswer' });

export const HistoryJson = z
  .object({
    schemaVersion,
    asOf,
    cluster: z.string().describe('The ARN'),
    state: z
      .object({ since: Instant, ...Components.shape })
      .optional()
      .describe('What it ran at the end of the period; absent where that is not kept'),
    entries: z.array(z.discriminatedUnion('kind', [Revision, Transition])).describe('The last first'),
    next,
  })
  .meta({ id: 'History' });

export const SweepsJson = z
  .object({
    schemaVersion,
    asOf,
    running: z
      .object({
        id: z.string(),
        asOf: Instant,
        startedAt: Instant,
        partial: z.boolean().describe('Whether it looks at a part of the fleet, or tells nobody'),
        leasedUntil: Instant.describe('Renewed while it goes on: past it, it stands still'),
      })
      .optional()
      .describe('The one that was begun and is not concluded; absent where there is none'),
    sweeps: z.array(Sweep).describe('Those that were concluded, the last first'),
    next,
  })
  .meta({ id: 'Sweeps' });

export const SweepJson = z
  .object({
    schemaVersion,
    asOf,
    sweep: Sweep,
    notices: z.array(Notice.meta({ id: 'Notice' })),
    coverage: z.array(Coverage).describe('By account and region'),
    next,
  })
  .meta({ id: 'SweepAnswer' });

/** An error, by RFC 9457. */
export const ProblemJson = z
  .object({
    type: z.literal('about:blank').describe('The status says of which kind it is'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What was got, and what was wanted'),
  })
  .meta({ id: 'Problem' });
