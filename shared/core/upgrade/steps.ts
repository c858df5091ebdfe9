import type { NodeImage } from '../images/node-image.ts';
import type { JudgedVersion } from '../judged-version.ts';
import { minorsBehind, parseKubernetesVersion } from '../kubernetes-version.ts';
import type { TemplateReference } from '../nodes/launch-template.ts';
import { holdingBack, type Step, updateControlPlane, updateTemplateVersion } from '../remediation.ts';
import type { AuditContext } from '../rule.ts';
import type { ClusterSnapshot, NodegroupSnapshot } from '../snapshot.ts';
import { nextVersionOf } from '../support.ts';
import { addonsFirst } from './addons-first.ts';
import { anyLags, type NodegroupsFirst, nodegroupsFirst } from './nodegroups-first.ts';
import { missingImage, rollNow } from './roll.ts';

/**
 * From here to the next minor: add-ons that would not fit it, nodes that lag, then the control plane and its nodes.
 *
 * Where something is not known to stand it, the list ends with a look at that, and names no upgrade.
 */
export function stepsToNextVersion(cluster: ClusterSnapshot, context: AuditContext): readonly Step[] {
  const next = nextVersionOf(cluster, context.catalogue, context.asOf);
  if (!next.readable || next.value === undefined) return [];
  const target = next.value;
  const { steps, suffices, rolls } = preparation(cluster, target, context);
  return suffices ? [...steps, updateControlPlane(cluster, target), ...rolls] : steps;
}

/** The same up to the control plane itself; its nodes may wait. */
export function stepsToControlPlane(cluster: ClusterSnapshot, next: string, context: AuditContext): readonly Step[] {
  const { steps, suffices } = preparation(cluster, next, context);
  return suffices ? [...steps, updateControlPlane(cluster, next)] : steps;
}

/** Brings a node group to a Kubernetes version: nodes that are rolled onto add-ons that do not fit never become ready. */
export function stepsToRoll(
  nodegroup: NodegroupSnapshot,
  cluster: ClusterSnapshot,
  context: AuditContext,
  version = cluster.version,
): readonly Step[] {
  const { step, isRoll } = rollNow(version, nodegroup, cluster, context);
  // What would follow is the roll itself.
  if (!isRoll && step.waitsFor !== 'ANOTHER_AMI_TYPE') return [step.waitsFor ? holdingBack(step) : step];
  const { steps, unfit } = addonsFirst(cluster, context, [today(cluster)]);
  return unfit.length > 0 ? steps : [...steps, step];
}

/**
 * Brings a node group another image, whatever the version: that of the control plane, in the same roll, where it lags.
 *
 * Where its AMI type has no image for that, within its own; as where it is ahead, since EKS takes none back.
 */
export function stepsToRenew(
  nodegroup: NodegroupSnapshot,
  { kubernetes }: NodeImage,
  cluster: ClusterSnapshot,
  context: AuditContext,
): readonly Step[] {
  const stays = !lags(kubernetes, cluster) || missingImage(cluster.version, nodegroup, context) !== undefined;
  return stepsToRoll(nodegroup, cluster, context, stays ? kubernetes : cluster.version);
}

function lags(version: string, cluster: ClusterSnapshot): boolean {
  const [kubelet, controlPlane] = [parseKubernetesVersion(version), parseKubernetesVersion(cluster.version)];
  return kubelet !== undefined && controlPlane !== undefined && minorsBehind(kubelet, controlPlane) > 0;
}

/**
 * Rolls a node group to a version of its launch template: its new nodes meet the add-ons as those of any other roll.
 *
 * They come from the newest image of its version, unless it has an image of its own.
 */
export function stepsToTemplateVersion(
  nodegroup: NodegroupSnapshot,
  template: TemplateReference,
  version: number,
  cluster: ClusterSnapshot,
  context: AuditContext,
): readonly Step[] {
  const { step } = rollNow(nodegroup.version ?? cluster.version, nodegroup, cluster, context);
  if (step.waitsFor) return [holdingBack(step)];
  const { steps, unfit } = addonsFirst(cluster, context, [today(cluster)]);
  return unfit.length > 0 ? steps : [...steps, updateTemplateVersion(cluster, nodegroup.name, template, version)];
}

/** What comes before the control plane, and whether it may move then. */
function preparation(cluster: ClusterSnapshot, next: string, context: AuditContext): NodegroupsFirst {
  const now = today(cluster);
  const upgraded: JudgedVersion = { kubernetes: next, horizon: 'next-upgrade' };
  // What is wrong today is mended by the upgrade itself, unless nodes have to be rolled before it.
  const addons = addonsFirst(cluster, context, anyLags(cluster) ? [now, upgraded] : [upgraded]);
  const nodegroups = nodegroupsFirst(cluster, next, context, { mayRoll: !addons.unfit.includes(now) });
  return {
    ...nodegroups,
    steps: [...addons.steps, ...nodegroups.steps],
    suffices: !addons.unfit.includes(upgraded) && nodegroups.suffices,
  };
}

function today({ version }: ClusterSnapshot): JudgedVersion {
  return { kubernetes: version, horizon: 'now' };
}
