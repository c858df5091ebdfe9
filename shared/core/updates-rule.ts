import type { Reading } from './reading.ts';
import { type AuditContext, type ClusterRule, type Evaluation, type Judgement, on, type RuleMeta } from './rule.ts';
import { addonResource, allOf, type ClusterSnapshot, type Listed, nodegroupResource } from './snapshot.ts';
import type { Update } from './update.ts';
import { insufficientData } from './verdicts.ts';

/** Whose updates are judged: the control plane's where neither an add-on nor a node group is named. */
export interface Updated {
  readonly addon?: string;
  readonly nodegroup?: string;
}

type UpdatesCheck = (
  updates: readonly Update[],
  of: Updated,
  cluster: ClusterSnapshot,
  context: AuditContext,
) => Judgement;

/**
 * A rule on the updates of the control plane, of each EKS add-on and of each node group. What could not be read is
 * INSUFFICIENT_DATA with its reason.
 */
export function defineUpdatesRule<Id extends string>({
  check,
  ...meta
}: RuleMeta<Id> & { check: UpdatesCheck }): ClusterRule<Id> {
  return {
    ...meta,
    evaluate(cluster, context) {
      const judge = (resource: string, of: Updated, updates: Reading<readonly Update[]>): readonly Evaluation[] => {
        const judgement: Judgement = updates.readable
          ? check(updates.value, of, cluster, context)
          : { horizon: 'now', verdict: insufficientData(updates.because) };
        return on(resource, [judgement], cluster, context);
      };
      /** Of a list that could not be read nobody is named. It must not pass for a word on the control plane. */
      const judgeEach = (
        list: string,
        parts: Reading<readonly Listed<readonly Update[]>[]>,
        judgePart: (part: Listed<readonly Update[]>) => readonly Evaluation[],
      ): readonly Evaluation[] => {
        if (parts.readable) return parts.value.flatMap(judgePart);
        const verdict = insufficientData(parts.because);
        return on(cluster.arn, [{ horizon: 'now', fault: list, verdict }], cluster, context);
      };
      const { arn, addonUpdates, nodegroupUpdates } = cluster;
      return {
        rule: meta.id,
        complete: addonUpdates.readable && nodegroupUpdates.readable,
        evaluations: [
          ...judge(arn, {}, allOf(cluster.updates)),
          ...judgeEach('addons', addonUpdates, ({ name, detail }) =>
            judge(addonResource(arn, name), { addon: name }, detail),
          ),
          ...judgeEach('nodegroups', nodegroupUpdates, ({ name, detail }) =>
            judge(nodegroupResource(arn, name), { nodegroup: name }, detail),
          ),
        ],
      };
    },
  };
}
