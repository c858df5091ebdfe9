import { type Catalogue, listsIn } from './catalogue.ts';
import type { DatedFacts } from './dated-facts.ts';
import type { Instant } from './days.ts';
import type { Finding, Horizon, ResolutionCause } from './finding.ts';
import type { SystemMember, SystemView } from './fleet/system.ts';
import type { KnownBreakage } from './known-breakage.ts';
import type { Unreadable } from './reading.ts';
import type { Settings } from './settings.ts';
import {
  type AddonSnapshot,
  addonResource,
  addonsOf,
  type ClusterSnapshot,
  type CoreAddon,
  coreAddons,
  type Listed,
  type NodegroupSnapshot,
  nodegroupResource,
} from './snapshot.ts';
import { awsUpgradesFrom } from './support.ts';
import { insufficientData, type Verdict } from './verdicts.ts';

/** A rule as a page of a handbook. Its id is its file's name and is never reused. */
export interface RuleMeta<Id extends string = string> {
  readonly id: Id;
  /** States the compliant condition, so that it reads right in green and in red. */
  readonly title: string;
  readonly why: string;
  /** How it is judged, boundaries included, a line a case. */
  readonly judged: readonly string[];
  /** The calls that its verdicts rest on, as IAM names their actions; those of the Kubernetes API in their form. */
  readonly reads: readonly string[];
  readonly mend: string;
  /** What to look at when it has already happened, in order. */
  readonly debug: readonly string[];
  readonly reference: string;
}

/** Everything that a verdict on one cluster may rest on besides the cluster. */
export interface AuditContext extends DatedFacts {
  readonly asOf: Instant;
  readonly catalogue: Catalogue;
  readonly breakages: readonly KnownBreakage[];
  readonly settings: Settings;
  /** The environment that the cluster is in; absent where nothing tells. */
  readonly environment?: string;
}

/** A verdict on one resource at one horizon, and which fault it is about where there can be several. */
export interface Evaluation {
  readonly resource: string;
  readonly horizon: Horizon;
  readonly fault?: string;
  readonly verdict: Verdict;
}

/** What a check says of the resource it was given. */
export type Judgement = Omit<Evaluation, 'resource'>;

/** A rule's word on one cluster. */
export interface RuleResult {
  readonly rule: string;
  readonly evaluations: readonly Evaluation[];
  /** Whether it could see all its resources: what it does not name is then gone, and otherwise unseen. */
  readonly complete: boolean;
  /** Which of those it could not see all the same: what is open on one of them stays as it is. @default none */
  readonly isUnseen?: (resource: string) => boolean;
  /** Set where faults that it does not name may hold all the same: what they are judged by could not be read. */
  readonly faultsUnseen?: true;
}

/** A rule that one cluster can tell. */
export interface ClusterRule<Id extends string = string> extends RuleMeta<Id> {
  /** Whether its faults are known breakages: where a file of them could not be read, none of them is cleared. */
  readonly judgesByBreakages?: true;
  readonly evaluate: (cluster: ClusterSnapshot, context: AuditContext) => RuleResult;
  /** Where a resolution is no ordinary one: its cause. */
  readonly causeOf?: (finding: Finding, cluster: ClusterSnapshot) => ResolutionCause | undefined;
}

/** A rule that only several clusters can tell together. It is asked about each member of a system in turn. */
export interface FleetRule<Id extends string = string> extends RuleMeta<Id> {
  readonly evaluate: (member: SystemMember & { readonly snapshot: ClusterSnapshot }, view: SystemView) => RuleResult;
  /** Where a resolution is no ordinary one: its cause. */
  readonly causeOf?: (finding: Finding, cluster: ClusterSnapshot) => ResolutionCause | undefined;
}

export function defineClusterRule<Id extends string>({
  check,
  ...meta
}: RuleMeta<Id> &
  Pick<ClusterRule, 'causeOf'> & {
    check: (cluster: ClusterSnapshot, context: AuditContext) => readonly Judgement[];
  }): ClusterRule<Id> {
  return {
    ...meta,
    evaluate: (cluster, context) => ({
      rule: meta.id,
      complete: true,
      evaluations: on(cluster.arn, check(cluster, context), cluster, context),
    }),
  };
}

type OtherwiseCheck = (because: Unreadable, cluster: ClusterSnapshot, context: AuditContext) => readonly Judgement[];

type AddonCheck = (addon: AddonSnapshot, cluster: ClusterSnapshot, context: AuditContext) => readonly Judgement[];

/**
 * A rule on each add-on, on those that EKS manages, or on the one that it names. What could not be read is INSUFFICIENT_DATA with its
 * reason.
 */
export function defineAddonRule<Id extends string>({
  check,
  only,
  managedOnly = false,
  otherwise,
  ...meta
}: RuleMeta<Id> &
  Pick<ClusterRule, 'judgesByBreakages'> & {
    check: AddonCheck;
    only?: string;
    managedOnly?: boolean;
    /** What can be said of one that could not be read. @default that it cannot be judged, now */
    otherwise?: OtherwiseCheck;
  }): ClusterRule<Id> {
  return {
    ...meta,
    evaluate(cluster, context) {
      const addons = managedOnly ? cluster.addons : addonsOf(cluster);
      if (!addons.readable) {
        const resource = only === undefined ? cluster.arn : addonResource(cluster.arn, only);
        return unseen(meta.id, resource, insufficientData(addons.because));
      }
      const judged = addons.value.filter(({ name }) => only === undefined || name === only);
      return evaluateEach(meta.id, judged, cluster, context, addonResource, check, otherwise);
    },
  };
}

/** A rule on each core add-on, whether it is there or not. What is no EKS add-on may be no less there. */
export function defineCoreAddonRule<Id extends string>({
  check,
  ...meta
}: RuleMeta<Id> & {
  check: (addon: CoreAddon, managed: readonly string[], cluster: ClusterSnapshot, context: AuditContext) => Verdict;
}): ClusterRule<Id> {
  return {
    ...meta,
    evaluate(cluster, context) {
      if (!cluster.addons.readable) return unseen(meta.id, cluster.arn, insufficientData(cluster.addons.because));
      const managed = cluster.addons.value.map(({ name }) => name);
      const evaluations = coreAddons.flatMap((name) => {
        const verdict = check(name, managed, cluster, context);
        return on(addonResource(cluster.arn, name), [{ horizon: 'now', verdict }], cluster, context);
      });
      return { rule: meta.id, complete: true, evaluations };
    },
  };
}

type NodegroupCheck = (
  nodegroup: NodegroupSnapshot,
  cluster: ClusterSnapshot,
  context: AuditContext,
) => readonly Judgement[];

/** A rule on each node group. What could not be read is INSUFFICIENT_DATA with its reason. */
export function defineNodegroupRule<Id extends string>({
  check,
  ...meta
}: RuleMeta<Id> & Pick<ClusterRule, 'judgesByBreakages'> & { check: NodegroupCheck }): ClusterRule<Id> {
  return {
    ...meta,
    evaluate(cluster, context) {
      const { nodegroups } = cluster;
      if (!nodegroups.readable) return unseen(meta.id, cluster.arn, insufficientData(nodegroups.because));
      return evaluateEach(meta.id, nodegroups.value, cluster, context, nodegroupResource, check);
    },
  };
}

function evaluateEach<T>(
  rule: string,
  listed: readonly Listed<T>[],
  cluster: ClusterSnapshot,
  context: AuditContext,
  resourceOf: (clusterArn: string, name: string) => string,
  check: (one: T, cluster: ClusterSnapshot, context: AuditContext) => readonly Judgement[],
  otherwise: OtherwiseCheck = (because) => [{ horizon: 'now', verdict: insufficientData(because) }],
): RuleResult {
  const evaluations = listed.flatMap(({ name, detail }) => {
    const judgements: readonly Judgement[] = detail.readable
      ? check(detail.value, cluster, context)
      : otherwise(detail.because, cluster, context);
    return on(resourceOf(cluster.arn, name), judgements, cluster, context);
  });
  return { rule, complete: true, evaluations };
}

function unseen(rule: string, resource: string, verdict: Verdict): RuleResult {
  return { rule, complete: false, evaluations: [{ resource, horizon: 'now', verdict }] };
}

/** Puts judgements on their resource, with what every finding of their kind has to say. */
export function on(
  resource: string,
  judgements: readonly Judgement[],
  cluster: ClusterSnapshot,
  context: AuditContext,
): readonly Evaluation[] {
  return judgements.map(({ verdict, ...judgement }) => ({
    ...judgement,
    resource,
    verdict: withCircumstances(verdict, judgement.horizon, cluster, context),
  }));
}

/** Adds the day from which AWS upgrades by itself, and the age of a catalogue that could not be read tonight. */
export function withCircumstances(
  verdict: Verdict,
  horizon: Horizon,
  cluster: ClusterSnapshot,
  { catalogue }: Pick<AuditContext, 'catalogue'>,
): Verdict {
  if (verdict.compliance !== 'NON_COMPLIANT') return verdict;
  const forcedFrom = horizon === 'next-upgrade' ? awsUpgradesFrom(cluster, catalogue) : undefined;
  const staleSince = catalogueAge(catalogue);
  const evidence = {
    ...verdict.evidence,
    ...(forcedFrom === undefined ? {} : { awsUpgradesFrom: forcedFrom }),
    ...(staleSince === undefined ? {} : { catalogueReadAt: staleSince }),
  };
  return { ...verdict, evidence };
}

/** When the oldest list that stands in for one of tonight was read; undefined when all are tonight's. */
function catalogueAge(catalogue: Catalogue): Instant | undefined {
  return listsIn(catalogue)
    .flatMap((reading) => (reading.readable && reading.value.stale ? [reading.value.readAt] : []))
    .sort()[0];
}
