import type { Unreadable } from '../reading.ts';
import { type AuditContext, type Judgement, on, type RuleResult } from '../rule.ts';
import { allOf, type ClusterSnapshot } from '../snapshot.ts';
import { type Evidence, insufficientData } from '../verdicts.ts';
import type { OtherNodes } from './other-nodes.ts';
import { nodesResource } from './unmanaged-nodes.ts';

/**
 * A rule's word on each kubelet version of nodes outside node groups that only the Kubernetes API shows.
 *
 * Where nobody lets it be read, nothing is said; where it refuses, only of a cluster in which it could show more than
 * EC2 does. A fault of nodes of EC2 is told under the name of their image: where nobody can tell whether that is known,
 * it is not told twice.
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
    if (because.obstacle === 'NOT_CONFIGURED') return { rule, complete: true, evaluations: [] };
    const unseen = { resource: arn, horizon: 'now', fault: 'kubelets', verdict: insufficientData(because) } as const;
    return { rule, complete: false, evaluations: hasNodesBeyondEc2(cluster) ? [unseen] : [] };
  }
  const images = allOf(cluster.unmanagedNodes);
  const untold = otherNodes.value.filter((nodes) => !isToldByImage(nodes, cluster));
  const evaluations = [...Map.groupBy(untold, ({ kubelet }) => kubelet)].flatMap(([kubelet, some]) => {
    const alone = images.readable ? some : some.filter(isBeyondEc2);
    const judged = check(kubelet, factsOf(alone));
    const said = images.readable || alone.length > 0 ? judged : judged.map((one) => unlessAtFault(one, images.because));
    return on(nodesResource(arn, kubelet), said, cluster, context);
  });
  return { rule, complete: true, evaluations };
}

/** Whether nodes are those of EC2 that are told of by an image that is known to be made for this version. */
export function isToldByImage(nodes: OtherNodes, { unmanagedNodes }: ClusterSnapshot): boolean {
  if (isBeyondEc2(nodes) || !unmanagedNodes.readable) return false;
  return unmanagedNodes.value.some(({ detail }) => detail.readable && detail.value.image?.kubernetes === nodes.kubelet);
}

function unlessAtFault(judgement: Judgement, because: Unreadable): Judgement {
  const isAtFault = judgement.verdict.compliance === 'NON_COMPLIANT';
  return isAtFault ? { ...judgement, verdict: insufficientData(because) } : judgement;
}

function isBeyondEc2({ kind }: OtherNodes): boolean {
  return kind === 'FARGATE' || kind === 'HYBRID';
}

function hasNodesBeyondEc2({ hybridNodes, fargateProfiles }: ClusterSnapshot): boolean {
  return hybridNodes === true || !fargateProfiles.readable || fargateProfiles.value.length > 0;
}

function factsOf(some: readonly OtherNodes[]): Evidence {
  const nodes = some.reduce((sum, one) => sum + (one.nodes ?? 0), 0);
  return { kinds: some.map(({ kind }) => kind), nodes };
}
