import { z } from 'zod';
import { coverageStatuses } from '#core/coverage.ts';
import { allFacets } from '#core/facets.ts';
import { horizons, resolutionCauses, transitionKinds } from '#core/finding.ts';
import { noticeKinds } from '#core/notice.ts';
import { obstacles } from '#core/reading.ts';
import { awaited } from '#core/remediation.ts';
import { severities } from '#core/severity.ts';

export const Instant = z.iso.datetime().describe('An instant in UTC, ISO 8601');
const Day = z.iso.date().describe('A day in UTC');

const Step = z.object({
  account: z.string().describe('The account whose credentials the commands need'),
  command: z.array(z.string()).describe('The command and its arguments, unquoted'),
  verify: z.array(z.string()).describe('The command that shows it is done; empty where there is none'),
  expected: z
    .array(z.string())
    .optional()
    .describe('The words that `verify` prints once it is done: ACTIVE alone is no success'),
  holdsBack: z
    .literal(true)
    .optional()
    .describe(
      'Set on a look that comes before anything else is done: what would follow may break what runs, and is left out',
    ),
  waitsFor: z
    .enum(awaited)
    .optional()
    .describe(
      'Set on a look at a node group that no command can roll: what has to come first, a group of another AMI type in its place, or an image to roll to',
    ),
});

export const Placed = z.object({
  name: z.string(),
  from: z.enum(['override', 'tag', 'account', 'name']).describe('Where the name was taken from'),
});

const Unreadable = z.object({
  call: z.string().describe('As IAM names the action'),
  resource: z
    .string()
    .describe('In words: the cluster, with the part of it that was asked for, `shop-prod/coredns`; or a list of AWS'),
  obstacle: z.enum(obstacles),
  reason: z.string(),
  remedy: z.string().describe('What to do about it'),
});

export const CoverageRow = z.object({
  account: z.string(),
  region: z.string().describe('`*` where not even the regions of the account could be listed'),
  status: z.enum(coverageStatuses),
  clusters: z.int().nonnegative().describe('How many clusters were listed'),
  reason: z.string().optional(),
  call: z.string().optional().describe('The call that was refused, as IAM names its action'),
  role: z
    .string()
    .optional()
    .describe("The role by which the target was read; absent for the caller's own credentials"),
  remedy: z.string().optional().describe('What to do about it'),
  unreadable: z.array(Unreadable).describe('What was refused inside the target'),
  asOf: Instant,
});

export const Notice = z.object({
  kind: z.enum(noticeKinds),
  subject: z.string(),
  detail: z.string(),
});

const Addons = z
  .array(
    z.object({
      name: z.string(),
      version: z.string().optional().describe('Absent where it was not seen'),
      managed: z
        .boolean()
        .optional()
        .describe('Whether EKS manages it: false for a core add-on that runs by itself, or should'),
    }),
  )
  .optional()
  .describe('Absent where they could not be listed');

const Nodegroups = z
  .array(
    z.object({
      name: z.string(),
      version: z.string().optional(),
      releaseVersion: z.string().optional(),
      amiType: z.string().optional(),
    }),
  )
  .optional()
  .describe('Absent where they could not be listed');

/** What a cluster ran. */
export const Components = z.object({
  version: z.string().optional(),
  platformVersion: z.string().optional(),
  addons: Addons,
  nodegroups: Nodegroups,
});

export const Calendar = z
  .object({
    phase: z.enum(['STANDARD_SUPPORT', 'EXTENDED_SUPPORT', 'UNSUPPORTED']).optional(),
    endOfStandardSupport: Instant.optional(),
    endOfExtendedSupport: Instant.optional(),
    awsUpgradesFrom: Instant.optional().describe('From when AWS upgrades the control plane by itself'),
    extendedSupport: z
      .object({ from: Instant, surchargePerMonthUsd: z.number().nonnegative() })
      .optional()
      .describe('What extended support costs beyond standard support; absent where it is never entered'),
    next: z
      .object({
        version: z.string(),
        endOfStandardSupport: Instant.optional(),
        endOfExtendedSupport: Instant.optional(),
      })
      .optional()
      .describe('The version after the next upgrade; absent where AWS has released none yet'),
  })
  .describe('What lies before the control plane; empty where AWS publishes nothing of its version');

export const Cluster = z.object({
  arn: z.string(),
  name: z.string(),
  account: z.string(),
  region: z.string(),
  environment: Placed.optional(),
  system: Placed.optional(),
  version: z.string().optional().describe('Absent, as what follows, for a cluster that could never be described'),
  platformVersion: z.string().optional(),
  endOfStandardSupport: Instant.optional(),
  endOfExtendedSupport: Instant.optional(),
  calendar: Calendar.optional(),
  addons: Addons,
  nodegroups: Nodegroups,
  unread: z.array(
    z.object({
      facet: z.enum(allFacets),
      parts: z.array(z.string()).optional().describe('Those that could not be read; absent for the whole of it'),
      call: z.string(),
      obstacle: z.enum(obstacles),
      reason: z.string(),
      lastReadAt: Instant.optional(),
    }),
  ),
  firstObservedAt: Instant,
});

export const Finding = z.object({
  id: z.string(),
  rule: z.string(),
  title: z.string().describe('What should be so'),
  resource: z.string().describe("The cluster's ARN, or that with `/addon/<name>` or `/nodegroup/<name>`"),
  fault: z.string().optional(),
  cluster: z.string(),
  clusterCreatedAt: Instant,
  account: z.string(),
  region: z.string(),
  environment: z.string().optional(),
  system: z.string().optional(),
  severity: z.enum(severities),
  horizon: z.enum(horizons).describe('When the fault strikes'),
  status: z.enum(['OPEN', 'RESOLVED']),
  transition: z.enum(transitionKinds).optional().describe('What this audit saw happen to it'),
  cause: z.enum(resolutionCauses).optional(),
  evidence: z.record(z.string(), z.json()),
  remediation: z.array(Step).describe('What to do, in the order to do it'),
  firstObservedAt: Instant,
  lastObservedAt: Instant,
  unreadableSince: Instant.optional().describe('Since when it could not be looked at'),
  resolvedAt: Instant.optional(),
  reference: z.string(),
});

export const Suppression = z.object({
  rule: z.string(),
  resource: z.string(),
  reason: z.string(),
  owner: z.string(),
  until: Day.describe('The last day on which it holds'),
});

const SuppressedFinding = Finding.extend({ suppression: Suppression });

export const Insufficiency = z.object({
  rule: z.string(),
  resource: z.string(),
  fault: z.string().optional(),
  cluster: z.string(),
  account: z.string(),
  region: z.string(),
  horizon: z.enum(horizons),
  reason: z.string(),
  since: Instant,
});

/** The document of an audit, as it is written and served: its keys stand in the order of this schema. */
export const AuditDocumentJson = z
  .object({
    schemaVersion: z.literal(1),
    audit: z.object({
      id: z.string(),
      asOf: Instant,
      durationSeconds: z.number().nonnegative(),
      calls: z.int().nonnegative().describe('Calls made of AWS, retries included'),
      baseline: z.boolean().describe('Whether nothing was known before'),
      notices: z.array(Notice),
    }),
    coverage: z.array(CoverageRow),
    clusters: z.array(Cluster),
    findings: z.array(Finding).describe('Open, and resolved by this audit; the worst first'),
    insufficientData: z.array(Insufficiency),
    suppressed: z.array(SuppressedFinding),
  })
  .meta({ title: 'An audit by Midwatch' });
