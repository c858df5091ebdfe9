import { type AuditContext, type Judgement, on, type RuleResult } from '../rule.ts';
import type { ClusterSnapshot } from '../snapshot.ts';
import { type Evidence, insufficientData } from '../verdicts.ts';
import { type ListedNodeImage, nodesResource } from './unmanaged-nodes.ts';

/** A rule's word on each image that nodes outside node groups run. What could not be read is INSUFFICIENT_DATA with its reason. */
export function evaluateNodeImages(
  rule: string,
  cluster: ClusterSnapshot,
  context: AuditContext,
  check: (nodes: ListedNodeImage) => readonly Judgement[],
): RuleResult {
  const { arn, unmanagedNodes } = cluster;
  if (!unmanagedNodes.readable) {
    const verdict = insufficientData(unmanagedNodes.because);
    return { rule, complete: false, evaluations: [{ resource: arn, horizon: 'now', verdict }] };
  }
  const evaluations = unmanagedNodes.value.flatMap((nodes) =>
    on(nodesResource(arn, nodes.name), check(nodes), cluster, context),
  );
  return { rule, complete: true, evaluations };
}

/** So many ids as find the others. */
const mostShown = 3;

/** How many nodes they are, and some of them by name. */
export function instancesIn({ instances = [] }: ListedNodeImage): Evidence {
  return { nodes: instances.length, instances: instances.slice(0, mostShown) };
}
