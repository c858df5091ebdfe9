import { allowedSkew, minorsBehind, parseKubernetesVersion } from '../kubernetes-version.ts';
import { describeNodegroup, holdingBack, listNodegroups, type Step, updateNodegroup } from '../remediation.ts';
import type { ClusterSnapshot, NodegroupSnapshot } from '../snapshot.ts';

/** What is to be done to nodes before the control plane moves, whether it may move then, and who follows it. */
export interface NodegroupsFirst {
  readonly steps: readonly Step[];
  readonly suffices: boolean;
  /** The node groups that EKS rolls by a version: those with an image of their own take a new launch template. */
  readonly rollable: readonly string[];
}

/**
 * What has to be done to nodes that lag before the control plane moves up a minor.
 *
 * Those that EKS cannot roll are looked at, and hold it back where they would be out of their skew, as do those that
 * could not be seen. Where the add-ons are not fit for new nodes, none is rolled.
 */
export function nodegroupsFirst(cluster: ClusterSnapshot, mayRoll: boolean): NodegroupsFirst {
  const { nodegroups } = cluster;
  if (!nodegroups.readable) return heldBack(listNodegroups(cluster));
  const each = nodegroups.value.map(({ name, detail }): NodegroupsFirst => {
    if (!detail.readable) return heldBack(describeNodegroup(cluster, name));
    const isCustom = detail.value.amiType === 'CUSTOM';
    const rollable = isCustom ? [] : [name];
    const lag = lagOf(detail.value, cluster);
    if (lag === undefined) return { steps: [], suffices: true, rollable };
    if (mayRoll && !isCustom) {
      return { steps: [updateNodegroup(cluster, name, cluster.version)], suffices: true, rollable };
    }
    const suffices = lag.behind + 1 <= lag.allowed;
    const look = describeNodegroup(cluster, name);
    if (!isCustom) return { steps: [], suffices, rollable };
    return suffices ? { steps: [look], suffices, rollable } : heldBack(look);
  });
  return {
    steps: each.flatMap(({ steps }) => steps),
    suffices: each.every(({ suffices }) => suffices),
    rollable: each.flatMap(({ rollable }) => rollable),
  };
}

/** Whether some node group is behind its control plane. */
export function anyLags(cluster: ClusterSnapshot): boolean {
  const { nodegroups } = cluster;
  return nodegroups.readable && nodegroups.value.some(({ detail }) => detail.readable && lagOf(detail.value, cluster));
}

function heldBack(look: Step): NodegroupsFirst {
  return { steps: [holdingBack(look)], suffices: false, rollable: [] };
}

/** How far a node group is behind its control plane, and how far it may be; undefined where it is not. */
function lagOf(
  { version }: NodegroupSnapshot,
  cluster: ClusterSnapshot,
): { readonly behind: number; readonly allowed: number } | undefined {
  const kubelet = parseKubernetesVersion(version ?? '');
  const controlPlane = parseKubernetesVersion(cluster.version);
  if (!kubelet || !controlPlane) return undefined;
  const behind = minorsBehind(kubelet, controlPlane);
  return behind > 0 ? { behind, allowed: allowedSkew(kubelet) } : undefined;
}
