import { atEachVersion } from '../judged-version.ts';
import { allowedSkew, minorsBehind, parseKubernetesVersion } from '../kubernetes-version.ts';
import { describeNodegroup, type Step } from '../remediation.ts';
import { type AuditContext, defineNodegroupRule } from '../rule.ts';
import type { ClusterSnapshot, NodegroupSnapshot } from '../snapshot.ts';
import { stepsToRoll } from '../upgrade/steps.ts';
import { compliant, insufficientData, nonCompliant } from '../verdicts.ts';

export const nodegroupVersionSkew = defineNodegroupRule({
  id: 'nodegroup-version-skew',
  title: 'The kubelets of each node group run the Kubernetes version of the control plane',
  why: 'EKS upgrades no node by itself. A kubelet that is too far behind, or ahead, of its API server is not supported, and keeps the control plane from its next version.',
  judged: [
    'HIGH, now: newer than the control plane, or older by more than 3 minors (2 where the kubelet itself is below 1.25)',
    'HIGH, next-upgrade: older by more than that once the control plane takes its next minor',
    'LOW, now: behind at all',
    'Of a group with its own image (CUSTOM) the version is the one that EKS recorded; it does not look into the image.',
  ],
  reads: ['eks:ListNodegroups', 'eks:DescribeNodegroup'],
  mend: "Roll the node group to the control plane's version, once the add-ons fit it.",
  debug: [
    'kubectl get nodes -o wide shows the kubelet of each node',
    'aws eks describe-nodegroup --cluster-name CLUSTER --nodegroup-name NODEGROUP --query nodegroup.health says why an update stopped',
  ],
  reference: 'https://kubernetes.io/releases/version-skew-policy/#kubelet',

  check(nodegroup, cluster, context) {
    const text = nodegroup.version ?? 'AWS gave none';
    const kubelet = parseKubernetesVersion(text);
    if (!kubelet) {
      return [{ horizon: 'now', verdict: insufficientData(`its Kubernetes version cannot be read: ${text}`) }];
    }
    const allowed = allowedSkew(kubelet);
    const own = nodegroup.amiType === 'CUSTOM' ? { recordedByEks: true } : {};

    return atEachVersion(cluster, context, ({ kubernetes, horizon }) => {
      const controlPlane = parseKubernetesVersion(kubernetes);
      if (!controlPlane) return [{ horizon, verdict: insufficientData(`Kubernetes ${kubernetes} cannot be read`) }];
      const behind = minorsBehind(kubelet, controlPlane);
      const evidence = { kubelet: text, controlPlane: kubernetes, behind, allowed, ...own };
      const steps = mend(nodegroup, cluster, context, behind);
      if (behind > allowed) return [{ horizon, verdict: nonCompliant('HIGH', evidence, steps) }];
      if (horizon === 'next-upgrade' || behind === 0) return [{ horizon, verdict: compliant }];
      return [{ horizon, verdict: nonCompliant(behind < 0 ? 'HIGH' : 'LOW', evidence, steps) }];
    });
  },
});

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
