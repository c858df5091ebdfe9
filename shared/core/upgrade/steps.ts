import type { JudgedVersion } from '../judged-version.ts';
import { type Step, updateControlPlane, updateNodegroup } from '../remediation.ts';
import type { AuditContext } from '../rule.ts';
import type { ClusterSnapshot, NodegroupSnapshot } from '../snapshot.ts';
import { nextVersionOf } from '../support.ts';
import { addonsFirst } from './addons-first.ts';
import { anyLags, type NodegroupsFirst, nodegroupsFirst } from './nodegroups-first.ts';

/**
 * From here to the next minor: add-ons that would not fit it, nodes that lag, then the control plane and its nodes.
 *
 * Where something is not known to stand it, the list ends with a look at that, and names no upgrade.
 */
export function stepsToNextVersion(cluster: ClusterSnapshot, context: AuditContext): readonly Step[] {
  const next = nextVersionOf(cluster, context.catalogue, context.asOf);
  if (!next.readable || next.value === undefined) return [];
  const target = next.value;
  const { steps, suffices, rollable } = preparation(cluster, target, context);
  if (!suffices) return steps;
  const rolls = rollable.map((name) => updateNodegroup(cluster, name, target));
  return [...steps, updateControlPlane(cluster, target), ...rolls];
}

/** The same up to the control plane itself; its nodes may wait. */
export function stepsToControlPlane(cluster: ClusterSnapshot, next: string, context: AuditContext): readonly Step[] {
  const { steps, suffices } = preparation(cluster, next, context);
  return suffices ? [...steps, updateControlPlane(cluster, next)] : steps;
}

/** Brings a node group to the newest image, of its control plane's version where no other is given: nodes that are rolled onto add-ons that do not fit never become ready. */
export function stepsToRoll(
  { name }: Pick<NodegroupSnapshot, 'name'>,
  cluster: ClusterSnapshot,
  context: AuditContext,
  version = cluster.version,
): readonly Step[] {
  const { steps, unfit } = addonsFirst(cluster, context, [today(cluster)]);
  return unfit.length > 0 ? steps : [...steps, updateNodegroup(cluster, name, version)];
}

/** What comes before the control plane, and whether it may move then. */
function preparation(cluster: ClusterSnapshot, next: string, context: AuditContext): NodegroupsFirst {
  const now = today(cluster);
  const upgraded: JudgedVersion = { kubernetes: next, horizon: 'next-upgrade' };
  // What is wrong today is mended by the upgrade itself, unless nodes have to be rolled before it.
  const addons = addonsFirst(cluster, context, anyLags(cluster) ? [now, upgraded] : [upgraded]);
  const nodegroups = nodegroupsFirst(cluster, !addons.unfit.includes(now));
  return {
    ...nodegroups,
    steps: [...addons.steps, ...nodegroups.steps],
    suffices: !addons.unfit.includes(upgraded) && nodegroups.suffices,
  };
}

function today({ version }: ClusterSnapshot): JudgedVersion {
  return { kubernetes: version, horizon: 'now' };
}
