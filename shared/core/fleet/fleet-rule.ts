import type { Catalogue } from '../catalogue.ts';
import type { Instant } from '../days.ts';
import type { Facet } from '../known-cluster.ts';
import { describeUnreadable, type Unreadable } from '../reading.ts';
import {
  type AuditContext,
  type Evaluation,
  type FleetRule,
  type RuleMeta,
  type RuleResult,
  withCircumstances,
} from '../rule.ts';
import type { ClusterSnapshot } from '../snapshot.ts';
import { type Evidence, insufficientData, notApplicable, type Verdict } from '../verdicts.ts';
import { rankOf, type SystemMember, type SystemView } from './system.ts';

/** A sibling as it is judged by: tonight's sight of it, or the last one. */
export interface Sibling {
  readonly name: string;
  readonly environment: string;
  readonly rank: number;
  readonly cluster: ClusterSnapshot;
  /** Since when its snapshot is as it is. */
  readonly changedAt: Instant;
  /** When it was last read, where that was not tonight. */
  readonly unreadSince?: Instant;
}

/** A member of a system, all that was needed of it seen, among its siblings in other environments. */
export interface FleetSubject {
  readonly cluster: ClusterSnapshot;
  readonly environment: string;
  readonly rank: number;
  /** In the order of promotion. */
  readonly siblings: readonly Sibling[];
  /** Why those siblings of which nothing is known are not among them; empty where all are. */
  readonly neverRead: readonly NeverRead[];
  readonly view: SystemView;
}

/** A sibling of which nothing is known, and why. */
export interface NeverRead {
  readonly name: string;
  readonly rank: number;
  readonly because: Unreadable;
}

export interface FleetCheck {
  /** What has to be read of a member, and of its siblings, besides the clusters themselves. */
  readonly looksAt: readonly Exclude<Facet, 'cluster'>[];
  /** Where a reason not to judge is put. */
  readonly horizon: Evaluation['horizon'];
  /** Whom a member is judged by: those in lower environments, or those in any other. */
  readonly judgedBy: 'lower' | 'any';
  /** The resources, besides the cluster, that a finding may be on. */
  readonly resourcesOf?: (cluster: ClusterSnapshot) => readonly string[];
  readonly check: (subject: FleetSubject) => readonly Evaluation[];
}

/**
 * A rule that several clusters tell together. What they have in common is decided here: whom a member is judged by,
 * and what is said where it cannot be judged.
 */
export function defineFleetRule({
  looksAt,
  horizon,
  judgedBy,
  resourcesOf = () => [],
  check,
  causeOf,
  ...meta
}: RuleMeta & FleetCheck & Pick<FleetRule, 'causeOf'>): FleetRule {
  return {
    ...meta,
    ...(causeOf ? { causeOf } : {}),
    evaluate(member, view) {
      const { snapshot: cluster } = member;
      const notJudged = (because: string): RuleResult => ({
        rule: meta.id,
        complete: true,
        evaluations: [cluster.arn, ...resourcesOf(cluster)].map((resource) => ({
          resource,
          horizon,
          verdict: notApplicable(because),
        })),
      });
      const rank = rankOf(member.environment, view.settings);
      if (rank === undefined) {
        return notJudged(`its environment ${member.environment} is not in the configuration`);
      }
      const unread = refusalOf(member, looksAt);
      if (unread) {
        const evaluations = [{ resource: cluster.arn, horizon, verdict: insufficientData(unread) }];
        return { rule: meta.id, complete: false, evaluations };
      }
      const { siblings, neverRead } = siblingsOf(rank, judgedBy, looksAt, view);
      if (siblings.length + neverRead.length === 0) {
        return notJudged(judgedBy === 'lower' ? noLowerSibling : noSibling);
      }
      const subject = { cluster, environment: member.environment, rank, siblings, neverRead, view };
      const catalogue = view.catalogues[cluster.region];
      return {
        rule: meta.id,
        complete: neverRead.length === 0,
        evaluations: check(subject).map((evaluation) => ({
          ...evaluation,
          verdict: catalogue
            ? withCircumstances(evaluation.verdict, evaluation.horizon, cluster, { catalogue })
            : evaluation.verdict,
        })),
      };
    },
  };
}

const noSibling = 'its system has no cluster in another environment';
const noLowerSibling = 'its system has no cluster in a lower environment';

/** What is known of a region's catalogue and of the world besides, as the upgrade's steps want it. */
export function contextOf(view: SystemView, catalogue: Catalogue): AuditContext {
  const { asOf, settings, breakages, minimumVersions, extendedSupportPrice } = view;
  return { asOf, catalogue, settings, breakages, minimumVersions, extendedSupportPrice };
}

/** A verdict that a sibling which nobody ever saw could overturn is none. */
export function unlessNeverRead(verdict: Verdict, neverRead: readonly NeverRead[]): Verdict {
  const [first] = neverRead;
  if (!first || verdict.compliance === 'NON_COMPLIANT') return verdict;
  return insufficientData(`its sibling ${first.name} was never read: ${describeUnreadable(first.because)}`);
}

/** Which sibling a verdict goes by, and when it was last read where that was not tonight. */
export function siblingFacts({ name, environment, unreadSince }: Sibling): Evidence {
  return {
    sibling: name,
    siblingEnvironment: environment,
    ...(unreadSince === undefined ? {} : { siblingUnreadSince: unreadSince }),
  };
}

/** What of a member could not be read tonight, or never could. */
function refusalOf(
  { snapshot, unread }: Pick<SystemMember, 'unread'> & { readonly snapshot: ClusterSnapshot },
  looksAt: FleetCheck['looksAt'],
): Unreadable | undefined {
  const tonight = unread.find(({ facet }) => facet === 'cluster' || looksAt.some((one) => one === facet));
  return tonight?.because ?? looksAt.flatMap((facet) => neverReadIn(snapshot, facet))[0];
}

function neverReadIn(snapshot: ClusterSnapshot, facet: Exclude<Facet, 'cluster'>): readonly Unreadable[] {
  const reading = snapshot[facet];
  return reading.readable ? [] : [reading.because];
}

function siblingsOf(
  own: number,
  judgedBy: FleetCheck['judgedBy'],
  looksAt: FleetCheck['looksAt'],
  { members, settings }: SystemView,
): Pick<FleetSubject, 'siblings' | 'neverRead'> {
  const ranked = members
    .flatMap((member) => {
      const rank = rankOf(member.environment, settings);
      return rank === undefined || rank === own || (judgedBy === 'lower' && rank > own) ? [] : [{ member, rank }];
    })
    .sort((a, b) => a.rank - b.rank || (a.member.name < b.member.name ? -1 : 1));
  return {
    siblings: ranked.flatMap(({ member, rank }) => seenSibling(member, rank, looksAt)),
    neverRead: ranked.flatMap(({ member, rank }) => {
      const because = nothingKnownOf(member, looksAt);
      return because ? [{ name: member.name, rank, because }] : [];
    }),
  };
}

function seenSibling(member: SystemMember, rank: number, looksAt: FleetCheck['looksAt']): readonly Sibling[] {
  const { snapshot, name, environment, changedAt, unread } = member;
  if (!snapshot || nothingKnownOf(member, looksAt)) return [];
  const [unreadSince] = unread
    .filter(({ facet }) => facet === 'cluster' || looksAt.some((one) => one === facet))
    .map(({ lastReadAt }) => lastReadAt ?? changedAt)
    .sort();
  const sibling = { name, environment, rank, cluster: snapshot, changedAt };
  return [unreadSince === undefined ? sibling : { ...sibling, unreadSince }];
}

/** Why there is nothing to judge a sibling by; undefined where there is. */
function nothingKnownOf({ snapshot, unread }: SystemMember, looksAt: FleetCheck['looksAt']): Unreadable | undefined {
  if (snapshot) return looksAt.flatMap((facet) => neverReadIn(snapshot, facet))[0];
  return unread[0]?.because ?? { call: 'eks:DescribeCluster', obstacle: 'ERROR', detail: 'it was never described' };
}
