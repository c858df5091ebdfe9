import { daysBetween } from '../days.ts';
import type { ListedNodeImage } from '../nodes/unmanaged-nodes.ts';
import { evaluateNodeImages, instancesIn } from '../nodes/unmanaged-nodes-rule.ts';
import { showNodes } from '../remediation.ts';
import type { AuditContext, ClusterRule } from '../rule.ts';
import type { ClusterSnapshot } from '../snapshot.ts';
import { compliant, insufficientData, nonCompliant, type Verdict } from '../verdicts.ts';

const id = 'unmanaged-nodes';

export const unmanagedNodes = {
  id,
  title: 'Nodes that belong to no node group run images of a known Kubernetes version that are not old',
  why: 'EKS shows neither the nodes that Karpenter makes nor those of an Auto Scaling group of your own, and tells nobody how old they are. They keep the kernel, the kubelet and the container runtime of their image until somebody, or something, replaces them.',
  judged: [
    'LOW, now: their image was made longer ago than notice.imageAge (45 days); one finding an image, with how many nodes run it and some of their ids',
    'Whether their Kubernetes version fits the control plane, nodegroup-version-skew tells.',
    'Such nodes are the instances that carry the tag kubernetes.io/cluster/<name> and belong to no node group. Those of EKS Auto Mode are run by AWS.',
    'Insufficient data: the image is gone, or no longer shared with the account; nobody says when it was made; neither its name nor its description tells the Kubernetes version.',
  ],
  reads: ['ec2:DescribeInstances', 'ec2:DescribeImages'],
  mend: 'Let Karpenter take a newer image by the alias in its EC2NodeClass, or name one there; give the launch template of an Auto Scaling group a newer image and refresh its instances. Nodes move only as they are replaced.',
  debug: [
    'aws ec2 describe-instances --filters Name=tag-key,Values=kubernetes.io/cluster/CLUSTER Name=image-id,Values=IMAGE shows the nodes of an image, and by their tags who made them',
    'kubectl get nodes -o wide shows their kubelets and kernels, and kubectl get nodeclaims the drift that Karpenter sees',
  ],
  reference: 'https://docs.aws.amazon.com/eks/latest/userguide/worker.html',

  // Nodes are not mended, but replaced by others.
  causeOf: () => 'MENDED',
  evaluate: (cluster, context) =>
    evaluateNodeImages(id, cluster, context, (nodes) => [{ horizon: 'now', verdict: judge(nodes, cluster, context) }]),
} as const satisfies ClusterRule<typeof id>;

function judge(nodes: ListedNodeImage, cluster: ClusterSnapshot, { asOf, settings }: AuditContext): Verdict {
  const { name: image, detail } = nodes;
  if (!detail.readable) return insufficientData(detail.because);
  const facts = detail.value.image;
  if (!facts) return insufficientData(`the image ${image} is gone, or no longer shared with this account`);
  const { name, kubernetes, createdAt } = facts;
  if (createdAt === undefined) return insufficientData(`AWS does not say when the image ${image} was made`);
  const { imageAge } = settings.notice;
  if (daysBetween(createdAt, asOf) > imageAge) {
    const called = name === undefined ? {} : { imageName: name };
    const evidence = { image, ...called, createdAt, olderThanDays: imageAge, ...instancesIn(nodes) };
    return nonCompliant('LOW', evidence, [showNodes(cluster, image)]);
  }
  if (kubernetes !== undefined) return compliant;
  return insufficientData(`neither the name nor the description of the image ${image} tells its Kubernetes version`);
}
