import type { Instant } from '../days.ts';
import { type Finding, type FindingKey, findingId, type ResolutionCause, type Transition } from '../finding.ts';
import { type Insufficiency, insufficienciesOf } from '../insufficiency.ts';
import { canonicalJson, type Json } from '../json.ts';
import type { Evaluation, RuleResult } from '../rule.ts';
import { compareSeverities } from '../severity.ts';
import type { ClusterSnapshot } from '../snapshot.ts';
import type { Verdict } from '../verdicts.ts';

/** Where and when results speak. */
export interface Occasion {
  readonly sweep: string;
  readonly asOf: Instant;
  /** The last sweep before this one that covered the cluster's target; absent where there was none. */
  readonly previousAsOf?: Instant;
  readonly cluster: Pick<ClusterSnapshot, 'arn' | 'account' | 'region' | 'createdAt'>;
  readonly environment?: string;
  readonly system?: string;
}

export interface Reconciliation {
  /** What has to be written: opened, resolved, or seen otherwise than it is stored. */
  readonly changed: readonly Finding[];
  /** All that is open now, changed or not. */
  readonly open: readonly Finding[];
  readonly insufficient: readonly Insufficiency[];
}

type NonCompliant = Extract<Verdict, { compliance: 'NON_COMPLIANT' }>;
type CauseOf = (finding: Finding) => ResolutionCause | undefined;

/**
 * Lays today's results over the findings of one cluster, open and resolved.
 *
 * A finding resolves when its rule cleared the resource, or saw everything and did not meet it. What could not
 * be read stays as it was: silence is not compliance. Findings of rules without a result are not touched.
 * The same results a second time change nothing.
 */
export function reconcile(
  before: readonly Finding[],
  results: readonly RuleResult[],
  occasion: Occasion,
  knownInsufficient: readonly Insufficiency[] = [],
  causeOf: CauseOf = () => undefined,
): Reconciliation {
  const resultByRule = new Map(results.map((result) => [result.rule, result]));
  const owned = before.flatMap((finding) => {
    const result = resultByRule.get(finding.rule);
    return result ? [{ finding, result }] : [];
  });
  const known = new Map(owned.map(({ finding }) => [finding.id, finding]));
  const met = new Map(
    results.flatMap(({ rule, evaluations }) =>
      evaluations.flatMap((evaluation) => {
        if (evaluation.verdict.compliance !== 'NON_COMPLIANT') return [];
        const key = keyOf(rule, evaluation, occasion);
        return [[findingId(key), { key, verdict: evaluation.verdict }] as const];
      }),
    ),
  );

  const seen = [...met.values()].map(({ key, verdict }) => observe(known.get(findingId(key)), key, verdict, occasion));
  const unmet = owned
    .filter(({ finding: { id, status } }) => status === 'OPEN' && !met.has(id))
    .map(({ finding, result }) => settle(finding, result, occasion, causeOf));
  const after = [...seen, ...unmet];

  return {
    changed: after.filter((finding) => finding !== known.get(finding.id)),
    open: after.filter(({ status }) => status === 'OPEN'),
    insufficient: insufficienciesOf(results, knownInsufficient, occasion.asOf),
  };
}

/** Ends everything open on a cluster that is no more, or that nobody looks at. */
export function resolveAll(
  before: readonly Finding[],
  cause: ResolutionCause,
  sweep: string,
  asOf: Instant,
): readonly Finding[] {
  return before.filter(({ status }) => status === 'OPEN').map((finding) => resolve(finding, cause, sweep, asOf));
}

function keyOf(rule: string, { resource, horizon, fault }: Evaluation, { cluster }: Occasion): FindingKey {
  return { rule, resource, horizon, ...(fault === undefined ? {} : { fault }), clusterCreatedAt: cluster.createdAt };
}

/** A finding that was met: new, again, or still there. Gives back the very finding where nothing is new about it. */
function observe(before: Finding | undefined, key: FindingKey, verdict: NonCompliant, occasion: Occasion): Finding {
  const { cluster, asOf, sweep, environment, system } = occasion;
  const { severity, evidence, remediation } = verdict;
  const facts = {
    ...key,
    id: findingId(key),
    cluster: cluster.arn,
    account: cluster.account,
    region: cluster.region,
    ...(environment === undefined ? {} : { environment }),
    ...(system === undefined ? {} : { system }),
    severity,
    evidence,
    remediation,
  };
  if (before === undefined || before.status === 'RESOLVED') {
    const revision = (before?.revision ?? 0) + 1;
    const kind = before === undefined ? 'OPENED' : 'REOPENED';
    const transition: Transition = { kind, at: asOf, sweep, revision, severity };
    return {
      ...facts,
      status: 'OPEN',
      firstObservedAt: asOf,
      lastObservedAt: asOf,
      revision,
      untold: [...(before?.untold ?? []), transition],
      unpublished: [...(before?.unpublished ?? []), transition],
      lastTransition: transition,
    };
  }
  if (before.unreadableSince === undefined && canonicalFacts(facts) === canonicalFacts(before)) return before;
  const revision = before.revision + 1;
  const transition = severityTransition(before, severity, { at: asOf, sweep, revision });
  return {
    ...facts,
    status: 'OPEN',
    firstObservedAt: before.firstObservedAt,
    lastObservedAt: asOf,
    ...(before.lastToldAt === undefined ? {} : { lastToldAt: before.lastToldAt }),
    revision,
    untold: transition ? [...before.untold, transition] : before.untold,
    unpublished: transition ? [...before.unpublished, transition] : before.unpublished,
    lastTransition: transition ?? before.lastTransition,
  };
}

function severityTransition(
  { severity: previousSeverity }: Finding,
  severity: Finding['severity'],
  when: Pick<Transition, 'at' | 'sweep' | 'revision'>,
): Transition | undefined {
  const order = compareSeverities(severity, previousSeverity);
  if (order === 0) return undefined;
  return { kind: order > 0 ? 'WORSENED' : 'EASED', ...when, severity, previousSeverity };
}

/** An open finding that was not met: resolved, with its cause, or unseen. */
function settle(finding: Finding, result: RuleResult, occasion: Occasion, causeOf: CauseOf): Finding {
  const { cluster, sweep, asOf } = occasion;
  if (finding.clusterCreatedAt !== cluster.createdAt) return resolve(finding, 'MADE_ANEW', sweep, asOf);
  const outcome = outcomeFor(finding, result);
  if (outcome !== 'UNSEEN') return resolve(finding, causeOf(finding) ?? outcome, sweep, asOf);
  if (finding.unreadableSince !== undefined) return placed(finding, occasion);
  // Unchanged nights were not written: the last of them is the last time that it was seen.
  const lastObservedAt = occasion.previousAsOf ?? finding.lastObservedAt;
  // Steps that were right on a night that is gone may upgrade what nobody has looked at since.
  const revision = finding.revision + 1;
  return { ...placed(finding, occasion), remediation: [], lastObservedAt, unreadableSince: asOf, revision };
}

/** Where its cluster is now, in which a finding that nobody sees is still looked for. */
function placed(finding: Finding, { environment, system }: Occasion): Finding {
  if (finding.environment === environment && finding.system === system) return finding;
  const { environment: _, system: __, ...others } = finding;
  return {
    ...others,
    ...(environment === undefined ? {} : { environment }),
    ...(system === undefined ? {} : { system }),
    revision: finding.revision + 1,
  };
}

/** What a rule's result says of a finding that it did not meet, its silences included. */
function outcomeFor(finding: Finding, result: RuleResult): ResolutionCause | 'UNSEEN' {
  const onResource = result.evaluations.filter(({ resource }) => resource === finding.resource);
  const isNamed = onResource.some(({ horizon, fault }) => horizon === finding.horizon && fault === finding.fault);
  if (result.faultsUnseen && finding.fault !== undefined && !isNamed) return 'UNSEEN';
  const atHorizon = onResource.filter(({ horizon }) => horizon === finding.horizon);
  const about = (atHorizon.length > 0 ? atHorizon : onResource).filter(
    ({ fault, verdict }) => fault === finding.fault || fault === undefined || verdict.compliance === 'NON_COMPLIANT',
  );
  if (about.some(({ verdict }) => verdict.compliance === 'INSUFFICIENT_DATA')) return 'UNSEEN';
  const notApplicable = about.flatMap(({ verdict }) => (verdict.compliance === 'NOT_APPLICABLE' ? [verdict] : []))[0];
  if (notApplicable) return notApplicable.explainedBy === undefined ? 'NO_LONGER_APPLIES' : 'EXPLAINED';
  if (onResource.length > 0) return 'MENDED';
  return result.complete && !result.isUnseen?.(finding.resource) ? 'GONE' : 'UNSEEN';
}

function resolve(finding: Finding, cause: ResolutionCause, sweep: string, asOf: Instant): Finding {
  const revision = finding.revision + 1;
  const transition: Transition = { kind: 'RESOLVED', at: asOf, sweep, revision, severity: finding.severity, cause };
  const { unreadableSince: _, ...seen } = finding;
  return {
    ...seen,
    status: 'RESOLVED',
    resolvedAt: asOf,
    cause,
    revision,
    untold: [...finding.untold, transition],
    unpublished: [...finding.unpublished, transition],
    lastTransition: transition,
  };
}

type Facts = Pick<Finding, 'severity' | 'evidence' | 'remediation' | 'environment' | 'system'>;

/** What makes an open finding worth writing again. */
function canonicalFacts({ severity, evidence, remediation, environment, system }: Facts): string {
  return canonicalJson({
    severity,
    evidence,
    remediation: remediation as unknown as Json,
    environment: environment ?? null,
    system: system ?? null,
  });
}
