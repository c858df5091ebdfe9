import type { Horizon } from '../finding.ts';
import { type AuditContext, type ClusterRule, defineNodegroupRule, type Judgement, type RuleMeta } from '../rule.ts';
import type { ClusterSnapshot, NodegroupSnapshot } from '../snapshot.ts';
import { insufficientData, notApplicable } from '../verdicts.ts';
import { imageOf, type NodeImage } from './node-image.ts';

type NodeImageCheck = (
  image: NodeImage,
  nodegroup: NodegroupSnapshot,
  cluster: ClusterSnapshot,
  context: AuditContext,
) => readonly Judgement[];

/** A rule on the image of EKS's own that each node group runs. A group with an image of its own is none of its business. */
export function defineNodeImageRule<Id extends string>({
  horizon = 'now',
  check,
  ...meta
}: RuleMeta<Id> &
  Pick<ClusterRule, 'judgesByBreakages'> & {
    /** Where it is put that there is nothing to judge. @default now */
    horizon?: Horizon;
    check: NodeImageCheck;
  }): ClusterRule<Id> {
  return defineNodegroupRule({
    ...meta,
    check(nodegroup, cluster, context) {
      const sight = imageOf(nodegroup);
      if (sight.kind === 'UNREADABLE') return [{ horizon, verdict: insufficientData(sight.because) }];
      if (sight.kind === 'CUSTOM') return [{ horizon, verdict: notApplicable('it has an image of its own') }];
      return check(sight.image, nodegroup, cluster, context);
    },
  });
}
