import { type KubernetesVersion, minorsBehind, parseKubernetesVersion } from '../kubernetes-version.ts';
import { describeUnreadable } from '../reading.ts';
import type { ClusterSnapshot } from '../snapshot.ts';
import { versionUntold } from './unmanaged-nodes.ts';

/** The kubelets of some nodes, as evidence and reasons call them, or why they are not seen. */
type Sight = { readonly name: string; readonly called: string; readonly kubelet: string } | { readonly unseen: string };

/**
 * The nodes beside a DaemonSet whose kubelets are further than `allowed` from it, either way: `workers 1.30`, by their
 * node group, image or kind; and what was not seen of all there may be.
 */
export function kubeletsBeyond(
  allowed: number,
  component: KubernetesVersion,
  cluster: ClusterSnapshot,
): { readonly beyond: readonly string[]; readonly because?: string } {
  const judged = [...ofNodegroups(cluster), ...ofOtherNodes(cluster)].map((sight) => {
    if ('unseen' in sight) return sight;
    const { name, called, kubelet: text } = sight;
    const kubelet = parseKubernetesVersion(text);
    if (!kubelet) return { unseen: `the Kubernetes version of ${called} cannot be read: ${text}` };
    return Math.abs(minorsBehind(component, kubelet)) > allowed ? { beyond: `${name} ${text}` } : {};
  });
  const beyond = judged.flatMap((one) => ('beyond' in one ? one.beyond : []));
  const because = judged.flatMap((one) => ('unseen' in one ? one.unseen : []))[0];
  return because === undefined ? { beyond } : { beyond, because };
}

function ofNodegroups({ nodegroups }: ClusterSnapshot): readonly Sight[] {
  if (!nodegroups.readable) return [{ unseen: describeUnreadable(nodegroups.because) }];
  return nodegroups.value.map(({ name, detail }) => {
    if (!detail.readable) return { unseen: describeUnreadable(detail.because) };
    return { name, called: `node group ${name}`, kubelet: detail.value.version ?? 'AWS gave none' };
  });
}

/** Those of nodes outside node groups: by themselves, else by the images of those that EC2 shows. */
function ofOtherNodes({ otherNodes, unmanagedNodes, hybridNodes }: ClusterSnapshot): readonly Sight[] {
  if (otherNodes.readable) {
    // On Fargate there is no DaemonSet beside them.
    const beside = otherNodes.value.filter(({ kind }) => kind !== 'FARGATE');
    return beside.map(({ kind, kubelet }) => ({ name: kind, called: `nodes of the kind ${kind}`, kubelet }));
  }
  const { because } = otherNodes;
  const hybrid = hybridNodes ? [{ unseen: describeUnreadable(because) }] : [];
  if (!unmanagedNodes.readable) return [{ unseen: describeUnreadable(unmanagedNodes.because) }, ...hybrid];
  const instances = unmanagedNodes.value.map(({ name, detail }): Sight => {
    if (!detail.readable) return { unseen: describeUnreadable(detail.because) };
    const kubelet = detail.value.image?.kubernetes;
    return kubelet === undefined
      ? { unseen: versionUntold(name, because) }
      : { name, called: `the image ${name}`, kubelet };
  });
  return [...instances, ...hybrid];
}
