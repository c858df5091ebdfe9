import type { Instant } from './days.ts';
import type { Step } from './remediation.ts';
import { compareSeverities, type Severity } from './severity.ts';
import type { Evidence } from './verdicts.ts';

/** When a fault strikes, soonest first. */
export const horizons = ['now', 'next-node-roll', 'next-upgrade'] as const;
export type Horizon = (typeof horizons)[number];

/** What makes a finding the same finding tomorrow. */
export interface FindingKey {
  readonly rule: string;
  /** The cluster's ARN, or that with `/addon/<name>` or `/nodegroup/<name>`: what survives a re-creation. */
  readonly resource: string;
  readonly horizon: Horizon;
  /** Which of several faults that the rule can meet at once; absent where it can meet but one. */
  readonly fault?: string;
  /** A cluster made anew under its old name is another life: the instant of its creation tells them apart. */
  readonly clusterCreatedAt: Instant;
}

/** Why a finding is over. Only what was mended is good news; what something worse explains is told with that. */
export const resolutionCauses = [
  'MENDED',
  'GONE',
  'MADE_ANEW',
  'NO_LONGER_WATCHED',
  'NO_LONGER_APPLIES',
  'EXPLAINED',
  'UPGRADED_UNTESTED',
  'RETIRED',
] as const;
export type ResolutionCause = (typeof resolutionCauses)[number];

export const transitionKinds = ['OPENED', 'WORSENED', 'EASED', 'RESOLVED', 'REOPENED'] as const;
export type TransitionKind = (typeof transitionKinds)[number];

/** What happened to a finding, once. */
export interface Transition {
  readonly kind: TransitionKind;
  readonly at: Instant;
  /** The sweep that saw it. */
  readonly sweep: string;
  /** The finding's revision that it made: with the finding's id, the identity of this transition. */
  readonly revision: number;
  readonly severity: Severity;
  readonly previousSeverity?: Severity;
  readonly cause?: ResolutionCause;
}

/** A non-compliant resource with a history: from first sight until resolved, and after. */
export interface Finding extends FindingKey {
  readonly id: string;
  readonly cluster: string;
  readonly account: string;
  readonly region: string;
  readonly environment?: string;
  readonly system?: string;
  readonly status: 'OPEN' | 'RESOLVED';
  readonly severity: Severity;
  readonly evidence: Evidence;
  readonly remediation: readonly Step[];
  /** Since when it has been open, this time. */
  readonly firstObservedAt: Instant;
  /** When it was last written as seen; an unchanged night writes nothing, see the coverage of its target. */
  readonly lastObservedAt: Instant;
  /** Since when its rule could not see the resource any more; absent while it can. */
  readonly unreadableSince?: Instant;
  readonly resolvedAt?: Instant;
  readonly cause?: ResolutionCause;
  /** Counts the writes of this finding. */
  readonly revision: number;
  /** What people have not heard of yet. */
  readonly untold: readonly Transition[];
  /** What other systems have not heard of yet: it is told to them whether people hear of it or not. */
  readonly unpublished: readonly Transition[];
  /** When people last heard of it; absent until they have. */
  readonly lastToldAt?: Instant;
  /** What last happened. */
  readonly lastTransition: Transition;
}

/** Stable across audits, so that a second audit updates a finding instead of adding one. */
export function findingId({ rule, resource, horizon, fault, clusterCreatedAt }: FindingKey): string {
  return [resource, clusterCreatedAt, rule, horizon, fault ?? ''].join('|');
}

/** Orders findings as they are read: the worst first, then the soonest, then by rule and resource. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compareSeverities(b.severity, a.severity) ||
    horizons.indexOf(a.horizon) - horizons.indexOf(b.horizon) ||
    compareTexts(a.rule, b.rule) ||
    compareTexts(a.id, b.id)
  );
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
