import { z } from 'zod';
import { resolutionCauses, transitionKinds } from '#core/finding.ts';
import { severities } from '#core/severity.ts';
import { CoverageRow, Finding, Instant, Notice, Suppression } from './document-schema.ts';

const Shown = Finding.omit({ title: true, reference: true, transition: true });

export const Transition = z.object({
  kind: z.enum(transitionKinds),
  at: Instant,
  revision: z.int().describe('Counts what happened to the finding: with its id, the name of this transition'),
  previousSeverity: z.enum(severities).optional(),
  cause: z.enum(resolutionCauses).optional(),
});

const Told = z.object({ transition: Transition, finding: Shown });

const lastSeen = 'As it was seen last; absent where more has happened since';

/** A finding as it was when it happened. */
const FindingThen = Shown.extend({
  evidence: Shown.shape.evidence.optional().describe(`${lastSeen}, or where it does not fit into an event`),
  remediation: Shown.shape.remediation.optional().describe(`What to do. ${lastSeen}, or where it does not fit`),
  firstObservedAt: Instant.optional().describe(lastSeen),
  lastObservedAt: Instant.optional().describe(lastSeen),
}).describe('The finding as it was then');

/** What happened to a finding, as the detail of an event: its keys stand in the order of this schema. */
export const TransitionEventJson = z
  .object({
    schemaVersion: z.literal(1),
    id: z.string().describe('The same where it is published a second time'),
    transition: Transition,
    finding: FindingThen,
    suppression: Suppression.optional().describe('By what people accept the finding; absent where they do not'),
  })
  .meta({ title: 'What happened to a finding, by Midwatch' });

const News = z.object({
  ...Told.shape,
  transition: Transition.extend({
    worst: z
      .enum(severities)
      .optional()
      .describe('The worst that it was since people heard of it, where that is worse than what else is said here'),
    unheardOf: z.literal(true).optional().describe('It came and is over, and neither was told before'),
  }).describe('Of several that were not told before, what they come to: `at` and `revision` are those of the last'),
});

const environments = z
  .array(z.string())
  .optional()
  .describe('The environments that have clusters there; absent where nobody can tell, so that it may be any');

const Target = z.object({
  account: z.string(),
  region: z.string().describe('`*` for all regions of the account'),
  environments,
});

const count = z.int().nonnegative();

/** A digest as it is sent to machines: its keys stand in the order of this schema. */
export const DigestJson = z
  .object({
    schemaVersion: z.literal(1),
    digest: z.object({
      id: z.string().describe('The same where it is sent a second time'),
      asOf: Instant,
      baseline: z.boolean().describe('Whether nothing was known before'),
      subject: z.string(),
    }),
    open: z.record(z.enum(severities), count).describe('How many findings are open'),
    suppressed: z.record(z.enum(severities), count).describe('How many are open and accepted by a suppression'),
    worse: z.array(News).describe('Opened, reopened, worsened; the worst first'),
    repeated: z.array(Shown).describe('Open criticals that are told again'),
    coverageLost: z.array(
      CoverageRow.extend({
        environments,
        whole: z.boolean().describe('False where only what `unreadable` names could not be read, as it could before'),
      }),
    ),
    over: z.array(News).describe('Resolved without being mended'),
    better: z.array(News).describe('Mended or eased'),
    catalogueChanges: z.array(
      z.object({
        change: z.looseObject({ kind: z.string() }),
        regions: z.array(z.string()),
        clusters: z.array(z.string()).describe('The clusters that it concerns'),
      }),
    ),
    coverageRegained: z.array(
      Target.extend({
        whole: z.boolean().describe('False where it is only what `readable` names'),
        readable: z.array(z.object({ call: z.string(), resource: z.string() })).describe('What inside it'),
      }),
    ),
    notices: z.array(Notice),
    leftOut: z.record(z.string(), count).describe('How many of each list are left out, since SNS takes no more'),
  })
  .meta({ title: 'A digest by Midwatch' });
