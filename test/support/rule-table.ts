import { describe, expect, it } from 'vitest';
import type { AuditContext, ClusterRule, Evaluation } from '#core/rule.ts';
import type { ClusterSnapshot } from '#core/snapshot.ts';
import type { Verdict } from '#core/verdicts.ts';
import { aCluster, aContext } from './builders.ts';
import { troublesOf } from './refusals.ts';

/**
 * What a rule says of a cluster, a line an evaluation: `kube-proxy now/control-plane` → `HIGH`.
 *
 * The name of the resource is left out for the cluster itself, the fault where there is none.
 */
export type Said = Readonly<Record<string, string>>;

export interface Case {
  readonly when: string;
  readonly cluster?: ClusterSnapshot;
  readonly context?: Partial<AuditContext>;
  readonly says: Said;
}

/** Runs a rule down a table: what is seen on the left, all that it says on the right. */
export function ruleTable(rule: ClusterRule, cases: readonly Case[]): void {
  describe(rule.id, () => {
    it.each(cases)('$when', ({ cluster = aCluster(), context = {}, says }) => {
      const { evaluations } = rule.evaluate(cluster, aContext(context));

      expect(saidOf(evaluations, cluster)).toEqual(says);
    });

    it('names each call that it reads, and by no refusal ends a finding or finds one', () => {
      const troubles = cases.flatMap(({ when, cluster = aCluster(), context = {} }) =>
        troublesOf(rule, cluster, aContext(context)).map((trouble) => `${when}: ${trouble}`),
      );

      expect(troubles).toEqual([]);
    });
  });
}

/** The verdict at a place of the table. */
export function verdictAt(evaluations: readonly Evaluation[], cluster: ClusterSnapshot, place: string): Verdict {
  const found = evaluations.find((evaluation) => placeOf(evaluation, cluster) === place);
  if (!found) throw new Error(`nothing is said of ${place}`);
  return found.verdict;
}

function saidOf(evaluations: readonly Evaluation[], cluster: ClusterSnapshot): Said {
  const said = evaluations.map((evaluation) => [placeOf(evaluation, cluster), wordOf(evaluation.verdict)] as const);
  // Two evaluations of one place would hide each other.
  expect(new Set(said.map(([place]) => place)).size).toBe(said.length);
  return Object.fromEntries(said);
}

function placeOf({ resource, horizon, fault }: Evaluation, { arn }: ClusterSnapshot): string {
  const name = resource.slice(arn.length).split('/').at(-1) ?? '';
  const at = fault === undefined ? horizon : `${horizon}/${fault}`;
  return name === '' ? at : `${name} ${at}`;
}

function wordOf(verdict: Verdict): string {
  return verdict.compliance === 'NON_COMPLIANT' ? verdict.severity : verdict.compliance;
}
