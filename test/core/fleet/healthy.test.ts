import { expect, it } from 'vitest';
import { clusterRules } from '#core/rules/index.ts';
import { aCluster, aContext } from '../../support/builders.ts';

it.each(clusterRules.map((rule) => [rule.id, rule] as const))(
  '%s has nothing against the healthy cluster',
  (_, rule) => {
    const { evaluations } = rule.evaluate(aCluster(), aContext());

    const complaints = evaluations.filter(({ verdict }) =>
      ['NON_COMPLIANT', 'INSUFFICIENT_DATA'].includes(verdict.compliance),
    );
    expect(complaints).toEqual([]);
  },
);
