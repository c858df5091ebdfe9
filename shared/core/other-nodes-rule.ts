import type { OtherNodes } from './other-nodes.ts';
import { type AuditContext, type Judgement, on, type RuleResult } from './rule.ts';
import { allOf, type ClusterSnapshot } from './snapshot.ts';
import { nodesResource } from './unmanaged-nodes.ts';
import { type Evidence, insufficientData } from './verdicts.ts';

/**
 * A rule's word on each kubelet version of nodes outside node groups that only the Kubernetes API shows.
 *
 * Where nobody lets it be read, nothing is said; where it refuses, only of a cluster in which it could show more than
 * EC2 does.
 */
export function evaluateKubelets(
  rule: string,
  cluster: ClusterSnapshot,
  context: AuditContext,
  check: (kubelet: string, facts: Evidence) => readonly Judgement[],
): RuleResult {
  const { arn, otherNodes } = cluster;
  if (!otherNodes.readable) {
    const { because } = otherNodes;
    if (because.obstacle === 'NOT_CONFIGURED' || !hasNodesBeyondEc2(cluster))
      return { rule, complete: true, evaluations: [] };
    const unseen = { resource: arn, horizon: 'now', fault: 'kubelets', verdict: insufficientData(because) } as const;
    return { rule, complete: false, evaluations: [unseen] };
  }
  const byKubelet = Map.groupBy(
    otherNodes.value.filter((nodes) => isSeenHereAlone(nodes, cluster)),
    ({ kubelet }) => kubelet,
  );
  const evaluations = [...byKubelet].flatMap(([kubelet, some]) =>
    on(nodesResource(arn, kubelet), check(kubelet, factsOf(some)), cluster, context),
  );
  return { rule, complete: true, evaluations };
}

function hasNodesBeyondEc2({ hybridNodes, fargateProfiles }: ClusterSnapshot): boolean {
  return hybridNodes === true || !fargateProfiles.readable || fargateProfiles.value.length > 0;
}

/** Nodes of EC2 are told by their image, where that is known and tells this version. */
function isSeenHereAlone({ kind, kubelet }: OtherNodes, { unmanagedNodes }: ClusterSnapshot): boolean {
  if (kind === 'FARGATE' || kind === 'HYBRID') return true;
  const images = allOf(unmanagedNodes);
  return images.readable && images.value.every(({ image }) => image?.kubernetes !== kubelet);
}

function factsOf(some: readonly OtherNodes[]): Evidence {
  const nodes = some.reduce((sum, one) => sum + (one.nodes ?? 0), 0);
  return { kinds: some.map(({ kind }) => kind), nodes };
}
