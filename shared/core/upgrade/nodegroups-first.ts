import { allowedSkew, minorsBehind, parseKubernetesVersion } from '../kubernetes-version.ts';
import { describeNodegroup, holdingBack, listNodegroups, type Step } from '../remediation.ts';
import type { AuditContext } from '../rule.ts';
import type { ClusterSnapshot, NodegroupSnapshot } from '../snapshot.ts';
import { rollNow, rollTo } from './roll.ts';

/** What is to be done to nodes before the control plane moves, whether it may move then, and who follows it. */
export interface NodegroupsFirst {
  readonly steps: readonly Step[];
  readonly suffices: boolean;
  /** What rolls the node groups after it. Those with an image of their own take a new launch template. */
  readonly rolls: readonly Step[];
}

/**
 * What has to be done to nodes before the control plane moves up to its next version.
 *
 * Those that lag are rolled. Those that EKS cannot roll, or only to an image that does not do, are looked at, and hold
 * the upgrade back where they would be out of their skew, as do those that could not be seen. Where the add-ons are not
 * fit for new nodes, none is rolled. A group that cannot follow, for want of images of its AMI type, is to be replaced
 * before.
 */
export function nodegroupsFirst(
  cluster: ClusterSnapshot,
  next: string,
  context: AuditContext,
  { mayRoll }: { readonly mayRoll: boolean },
): NodegroupsFirst {
  const { nodegroups } = cluster;
  if (!nodegroups.readable) return heldBack(listNodegroups(cluster));
  const each = nodegroups.value.map(({ name, detail }): NodegroupsFirst => {
    if (!detail.readable) return heldBack(describeNodegroup(cluster, name));
    return prepared(detail.value, cluster, next, context, mayRoll);
  });
  return {
    steps: each.flatMap(({ steps }) => steps),
    suffices: each.every(({ suffices }) => suffices),
    rolls: each.flatMap(({ rolls }) => rolls),
  };
}

function prepared(
  group: NodegroupSnapshot,
  cluster: ClusterSnapshot,
  next: string,
  context: AuditContext,
  mayRoll: boolean,
): NodegroupsFirst {
  const after = rollTo(next, group, cluster, context).step;
  const cannotFollow = after.waitsFor === 'ANOTHER_AMI_TYPE';
  const isCustom = group.amiType === 'CUSTOM';
  const rolls = isCustom || cannotFollow ? [] : [after];
  const lag = lagOf(group, cluster);
  if (lag === undefined) return { steps: cannotFollow ? [after] : [], suffices: true, rolls };
  const suffices = lag.behind + 1 <= lag.allowed;
  const roll = cannotFollow ? { step: after, isRoll: false } : rollNow(cluster.version, group, cluster, context);
  if (!roll.isRoll) return suffices ? { steps: [roll.step], suffices, rolls } : heldBack(roll.step);
  return mayRoll ? { steps: [roll.step], suffices: true, rolls } : { steps: [], suffices, rolls };
}

/** Whether some node group is behind its control plane. */
export function anyLags(cluster: ClusterSnapshot): boolean {
  const { nodegroups } = cluster;
  return nodegroups.readable && nodegroups.value.some(({ detail }) => detail.readable && lagOf(detail.value, cluster));
}

function heldBack(look: Step): NodegroupsFirst {
  return { steps: [holdingBack(look)], suffices: false, rolls: [] };
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
