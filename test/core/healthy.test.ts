import { expect, it } from 'vitest';
import { fleetRules } from '#core/fleet/rules/index.ts';
import type { RuleResult } from '#core/rule.ts';
import { clusterRules } from '#core/rules/index.ts';
import { aCluster, aContext, aMember, aSystemView } from '../support/builders.ts';

/** What a rule has against a cluster, or could not say. */
function complaintsIn({ evaluations }: RuleResult): RuleResult['evaluations'] {
  return evaluations.filter(({ verdict }) => ['NON_COMPLIANT', 'INSUFFICIENT_DATA'].includes(verdict.compliance));
}

it.each(clusterRules.map((rule) => [rule.id, rule] as const))(
  '%s has nothing against the healthy cluster',
  (_, rule) => {
    expect(complaintsIn(rule.evaluate(aCluster(), aContext()))).toEqual([]);
  },
);

it.each(fleetRules.map((rule) => [rule.id, rule] as const))('%s has nothing against the healthy system', (_, rule) => {
  const members = [aMember('dev'), aMember('test'), aMember('prod')];

  const results = members.map((member) => rule.evaluate(member, aSystemView({ members })));

  expect(results.flatMap(complaintsIn)).toEqual([]);
  expect(results.every(({ complete }) => complete)).toBe(true);
});
