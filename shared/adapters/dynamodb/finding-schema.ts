import { z } from 'zod';
import {
  type Finding as CoreFinding,
  type Transition as CoreTransition,
  horizons,
  resolutionCauses,
  transitionKinds,
} from '#core/finding.ts';
import type { Insufficiency } from '#core/insufficiency.ts';
import type { Json } from '#core/json.ts';
import { awaited, type Step as CoreStep } from '#core/remediation.ts';
import { severities } from '#core/severity.ts';

const cause = z.enum(resolutionCauses);

export const Transition: z.ZodType<CoreTransition> = z.strictObject({
  kind: z.enum(transitionKinds),
  at: z.string(),
  sweep: z.string(),
  revision: z.int(),
  severity: z.enum(severities),
  previousSeverity: z.enum(severities).exactOptional(),
  cause: cause.exactOptional(),
});

const Step = z.strictObject({
  account: z.string().exactOptional(),
  command: z.array(z.string()),
  verify: z.array(z.string()),
  expected: z.array(z.string()).exactOptional(),
  holdsBack: z.literal(true).exactOptional(),
  waitsFor: z.enum(awaited).exactOptional(),
});

export const Finding: z.ZodType<CoreFinding> = z
  .strictObject({
    id: z.string(),
    rule: z.string(),
    resource: z.string(),
    horizon: z.enum(horizons),
    fault: z.string().exactOptional(),
    clusterCreatedAt: z.string(),
    cluster: z.string(),
    account: z.string(),
    region: z.string(),
    environment: z.string().exactOptional(),
    system: z.string().exactOptional(),
    status: z.enum(['OPEN', 'RESOLVED']),
    severity: z.enum(severities),
    evidence: z.record(z.string(), z.json() as z.ZodType<Json>),
    remediation: z.array(Step),
    firstObservedAt: z.string(),
    lastObservedAt: z.string(),
    unreadableSince: z.string().exactOptional(),
    resolvedAt: z.string().exactOptional(),
    cause: cause.exactOptional(),
    revision: z.int(),
    untold: z.array(Transition),
    // Of what was stored before buses were caught up with, nothing is told to them.
    unpublished: z.array(Transition).default([]),
    lastToldAt: z.string().exactOptional(),
    lastTransition: Transition,
  })
  // Steps that were stored before they named their account were taken for the cluster's own.
  .transform(({ remediation, ...finding }) => ({
    ...finding,
    remediation: remediation.map((step): CoreStep => ({ account: finding.account, ...step })),
  }));

export const Insufficiencies: z.ZodType<readonly Insufficiency[]> = z.array(
  z.strictObject({
    rule: z.string(),
    resource: z.string(),
    horizon: z.enum(horizons),
    fault: z.string().exactOptional(),
    reason: z.string(),
    since: z.string(),
  }),
);
