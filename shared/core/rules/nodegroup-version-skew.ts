import { atEachVersion } from '../judged-version.ts';
import { allowedSkew, minorsBehind, parseKubernetesVersion } from '../kubernetes-version.ts';
import { evaluateKubelets, isToldByImage } from '../nodes/other-nodes-rule.ts';
import { type ListedNodeImage, nodesCalledBy, nodesResource, versionUntold } from '../nodes/unmanaged-nodes.ts';
import { evaluateNodeImages, instancesIn } from '../nodes/unmanaged-nodes-rule.ts';
import { describeNodegroup, type Step, showKubelets, showNodes } from '../remediation.ts';
import { type AuditContext, defineNodegroupRule, type Judgement } from '../rule.ts';
import type { ClusterSnapshot, NodegroupSnapshot } from '../snapshot.ts';
import { stepsToRoll } from '../upgrade/steps.ts';
import { compliant, type Evidence, insufficientData, nonCompliant, notApplicable } from '../verdicts.ts';

const ofNodegroups = defineNodegroupRule({
  id: 'nodegroup-version-skew',
  title: 'The kubelets of each node group, and of nodes outside them, run the Kubernetes version of the control plane',
  why: 'EKS upgrades no node by itself. A kubelet that is too far behind, or ahead, of its API server is not supported, and keeps the control plane from its next version.',
  judged: [
    'HIGH, now: newer than the control plane, or older by more than 3 minors (2 where the kubelet itself is below 1.25)',
    'HIGH, next-upgrade: older by more than that once the control plane takes its next minor',
    'LOW, now: behind at all',
    'Of a group with its own image (CUSTOM) the version is the one that EKS recorded; it does not look into the image. Of nodes that belong to no node group it is the one that the name of their image tells, and of what EC2 does not show (hybrid nodes, Fargate) the one of their kubelets, where the Kubernetes API may be read.',
    'Kubelets that the Kubernetes API shows, and that are told of under the name of their image, are INSUFFICIENT_DATA where EC2 refuses to show it.',
  ],
  reads: [
    'eks:ListNodegroups',
    'eks:DescribeNodegroup',
    'eks:DescribeClusterVersions',
    'ec2:DescribeInstances',
    'ec2:DescribeImages',
    'kubernetes:ListNodes',
  ],
  mend: "Roll the node group to the control plane's version, once the add-ons fit it.",
  debug: [
    'kubectl get nodes -o wide shows the kubelet of each node',
    'aws eks describe-nodegroup --cluster-name CLUSTER --nodegroup-name NODEGROUP --query nodegroup.health says why an update stopped',
  ],
  reference: 'https://kubernetes.io/releases/version-skew-policy/#kubelet',

  check(nodegroup, cluster, context) {
    const { version = 'AWS gave none' } = nodegroup;
    const own = nodegroup.amiType === 'CUSTOM' ? { recordedByEks: true } : {};
    return judge(version, cluster, context, own, (behind) => mend(nodegroup, cluster, context, behind));
  },
});

export const nodegroupVersionSkew: typeof ofNodegroups = {
  ...ofNodegroups,
  // Nodes outside node groups are not mended, but replaced by others: if anybody could still see them.
  causeOf: ({ resource }, cluster) => {
    const { arn, otherNodes, unmanagedNodes } = cluster;
    switch (nodesCalledBy(arn, resource)) {
      case 'IMAGE': {
        const isThere =
          unmanagedNodes.readable && unmanagedNodes.value.some(({ name }) => nodesResource(arn, name) === resource);
        return isThere ? undefined : 'MENDED';
      }
      case 'KUBELET': {
        const there = otherNodes.readable
          ? otherNodes.value.filter(({ kubelet }) => nodesResource(arn, kubelet) === resource)
          : undefined;
        return !there || there.some((nodes) => isToldByImage(nodes, cluster)) ? 'NO_LONGER_APPLIES' : 'MENDED';
      }
      default:
        return undefined;
    }
  },
  evaluate(cluster, context) {
    const groups = ofNodegroups.evaluate(cluster, context);
    if (!groups.complete) return groups;
    const others = evaluateNodeImages(groups.rule, cluster, context, (nodes) => judgeNodes(nodes, cluster, context));
    const kubelets = evaluateKubelets(groups.rule, cluster, context, (kubelet, facts) =>
      judge(kubelet, cluster, context, facts, () => [showKubelets(cluster)]),
    );
    const seen = { IMAGE: others.complete, KUBELET: kubelets.complete };
    return {
      rule: groups.rule,
      complete: true,
      isUnseen: (resource) => {
        const by = nodesCalledBy(cluster.arn, resource);
        return by !== undefined && !seen[by];
      },
      evaluations: [...groups.evaluations, ...others.evaluations, ...kubelets.evaluations],
    };
  },
};

/** Of nodes outside node groups the version is the one that their image is made for. */
function judgeNodes(nodes: ListedNodeImage, cluster: ClusterSnapshot, context: AuditContext): readonly Judgement[] {
  const { name: image, detail } = nodes;
  const { otherNodes } = cluster;
  if (!detail.readable) return [{ horizon: 'now', verdict: insufficientData(detail.because) }];
  const kubernetes = detail.value.image?.kubernetes;
  if (kubernetes === undefined) {
    if (otherNodes.readable) return [{ horizon: 'now', verdict: notApplicable('its kubelets tell their version') }];
    return [{ horizon: 'now', verdict: insufficientData(versionUntold(image, otherNodes.because)) }];
  }
  return judge(kubernetes, cluster, context, { image, ...instancesIn(nodes) }, () => [showNodes(cluster, image)]);
}

function judge(
  text: string,
  cluster: ClusterSnapshot,
  context: AuditContext,
  more: Evidence,
  mendOf: (behind: number) => readonly Step[],
): readonly Judgement[] {
  const kubelet = parseKubernetesVersion(text);
  if (!kubelet) {
    return [{ horizon: 'now', verdict: insufficientData(`its Kubernetes version cannot be read: ${text}`) }];
  }
  const allowed = allowedSkew(kubelet);

  return atEachVersion(cluster, context, ({ kubernetes, horizon }) => {
    const controlPlane = parseKubernetesVersion(kubernetes);
    if (!controlPlane) return [{ horizon, verdict: insufficientData(`Kubernetes ${kubernetes} cannot be read`) }];
    const behind = minorsBehind(kubelet, controlPlane);
    const evidence = { kubelet: text, controlPlane: kubernetes, behind, allowed, ...more };
    const steps = mendOf(behind);
    if (behind > allowed) return [{ horizon, verdict: nonCompliant('HIGH', evidence, steps) }];
    if (horizon === 'next-upgrade' || behind === 0) return [{ horizon, verdict: compliant }];
    return [{ horizon, verdict: nonCompliant(behind < 0 ? 'HIGH' : 'LOW', evidence, steps) }];
  });
}

function mend(
  nodegroup: NodegroupSnapshot,
  cluster: ClusterSnapshot,
  context: AuditContext,
  behind: number,
): readonly Step[] {
  // An image of one's own is rolled by its launch template, and nothing rolls a node group down.
  if (nodegroup.amiType === 'CUSTOM' || behind < 0) return [describeNodegroup(cluster, nodegroup.name)];
  return stepsToRoll(nodegroup, cluster, context);
}
