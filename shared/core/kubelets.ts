import { type KubernetesVersion, minorsBehind, parseKubernetesVersion } from './kubernetes-version.ts';
import { describeUnreadable } from './reading.ts';
import type { ClusterSnapshot } from './snapshot.ts';

/** The node groups, and kinds of other nodes, whose kubelets are further than `allowed` from a component, either way, and what was not seen. */
export function kubeletsBeyond(
  allowed: number,
  component: KubernetesVersion,
  { nodegroups, otherNodes }: ClusterSnapshot,
): { readonly beyond: readonly string[]; readonly because?: string } {
  if (!nodegroups.readable) return { beyond: [], because: describeUnreadable(nodegroups.because) };
  const judged = nodegroups.value.map(({ name, detail }) => {
    if (!detail.readable) return { unseen: describeUnreadable(detail.because) };
    const text = detail.value.version ?? 'AWS gave none';
    const kubelet = parseKubernetesVersion(text);
    if (!kubelet) return { unseen: `the Kubernetes version of node group ${name} cannot be read: ${text}` };
    return Math.abs(minorsBehind(component, kubelet)) > allowed ? { beyond: `${name} ${text}` } : {};
  });
  const unseen = judged.find((one) => one.unseen !== undefined)?.unseen;
  const beyond = [...judged.flatMap((one) => one.beyond ?? []), ...otherKubelets(otherNodes, allowed, component)];
  return unseen === undefined ? { beyond } : { beyond, because: unseen };
}

/** Those of nodes outside node groups, as far as they are seen. On Fargate there is no DaemonSet beside them. */
function otherKubelets(
  nodes: ClusterSnapshot['otherNodes'],
  allowed: number,
  component: KubernetesVersion,
): readonly string[] {
  if (!nodes.readable) return [];
  return nodes.value.flatMap(({ kubelet, kind }) => {
    const version = parseKubernetesVersion(kubelet);
    if (!version || kind === 'FARGATE' || Math.abs(minorsBehind(component, version)) <= allowed) return [];
    return [`${kind} ${kubelet}`];
  });
}
