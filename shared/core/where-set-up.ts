import type { SnapshotFacet } from './facets.ts';
import type { ClusterRule } from './rule.ts';

/**
 * A rule on what an audit is whole without: where nobody set it up to be read, it says nothing of any cluster, and what
 * it told before stays as it was.
 */
export function whereSetUp<Id extends string>(facet: SnapshotFacet, rule: ClusterRule<Id>): ClusterRule<Id> {
  return {
    ...rule,
    evaluate(cluster, context) {
      const reading = cluster[facet];
      const isSetUp = reading.readable || reading.because.obstacle !== 'NOT_CONFIGURED';
      return isSetUp ? rule.evaluate(cluster, context) : { rule: rule.id, complete: false, evaluations: [] };
    },
  };
}
