import type { Catalogue } from '../catalogue.ts';
import type { Unreadable } from '../reading.ts';
import {
  type AuditContext,
  type Evaluation,
  type FleetRule,
  type RuleMeta,
  type RuleResult,
  withCircumstances,
} from '../rule.ts';
import type { ClusterSnapshot } from '../snapshot.ts';
import { insufficientData, notApplicable } from '../verdicts.ts';
import { type RanImage, ranImages } from './ran-image.ts';
import { type LooksAt, type NeverRead, neverReadIn, type Sibling, siblingsOf } from './siblings.ts';
import { rankOf, type SystemMember, type SystemView } from './system.ts';

/** A member of a system, all that was needed of it seen, among its siblings in other environments. */
export interface FleetSubject {
  readonly cluster: ClusterSnapshot;
  readonly environment: string;
  readonly rank: number;
  /** The releases of node images that it runs, and ran. */
  readonly images: readonly RanImage[];
  /** In the order of promotion. */
  readonly siblings: readonly Sibling[];
  /** Why those siblings of which nothing is known are not among them; empty where all are. */
  readonly neverRead: readonly NeverRead[];
  readonly view: SystemView;
}

export interface FleetCheck {
  /** What has to be read of a member, and of its siblings, besides the clusters themselves. */
  readonly looksAt: LooksAt;
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
export function defineFleetRule<Id extends string>({
  looksAt,
  horizon,
  judgedBy,
  resourcesOf = () => [],
  check,
  causeOf,
  ...meta
}: RuleMeta<Id> & FleetCheck & Pick<FleetRule, 'causeOf'>): FleetRule<Id> {
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
      const images = ranImages(member.images, cluster, view.asOf);
      const subject = { cluster, environment: member.environment, rank, images, siblings, neverRead, view };
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
  const { system: _, members: _members, combinations: _combinations, catalogues: _catalogues, ...known } = view;
  return { ...known, catalogue };
}

/** What of a member could not be read tonight, or never could. */
function refusalOf(
  { snapshot, unread }: Pick<SystemMember, 'unread'> & { readonly snapshot: ClusterSnapshot },
  looksAt: LooksAt,
): Unreadable | undefined {
  const tonight = unread.find(({ facet }) => facet === 'cluster' || looksAt.some((one) => one === facet));
  return tonight?.because ?? looksAt.flatMap((facet) => neverReadIn(snapshot, facet))[0];
}
