import type { Json } from '../json.ts';
import { describeUnreadable } from '../reading.ts';
import type { ClusterSnapshot } from '../snapshot.ts';
import { compliant, type Evidence, insufficientData, notApplicable, type Verdict } from '../verdicts.ts';

/** As EKS's own autoscaler has it: one for so many nodes, and two in any case. */
const nodesPerReplica = 16;
const leastReplicas = 2;

/** What EKS starts where nothing is configured. */
const replicasByDefault = 2;

/** Whether coredns is configured to have the replicas that the nodes of the node groups need. */
export function judgeReplicas(
  configuration: { readonly [key: string]: Json },
  cluster: ClusterSnapshot,
  tell: (evidence: Evidence) => Verdict,
): Verdict {
  const { nodes, unseen } = nodesOf(cluster);
  const needed = Math.max(leastReplicas, Math.ceil(nodes / nodesPerReplica));
  const cleared = unseen === undefined ? compliant : insufficientData(unseen);
  const { autoScaling, replicaCount } = configuration;
  if (isMapping(autoScaling) && autoScaling.enabled === true) {
    const { maxReplicas } = autoScaling;
    const isTooLow = typeof maxReplicas === 'number' && maxReplicas < needed;
    return isTooLow ? tell({ kind: 'MAX_REPLICAS', maxReplicas, needed }) : cleared;
  }
  if (typeof replicaCount === 'number') {
    return replicaCount < needed ? tell({ kind: 'REPLICAS', replicaCount, needed }) : cleared;
  }
  if (replicasByDefault >= needed) return notApplicable('its replicas are not configured: EKS starts two');
  // Whoever has so many nodes may well scale it by other means.
  return insufficientData(
    `its replicas are not configured, which makes them ${replicasByDefault} unless something else scales it; the nodes need ${needed}`,
  );
}

/** How many nodes there are in node groups, at least, and why that may not be all. */
function nodesOf({ nodegroups }: ClusterSnapshot): { readonly nodes: number; readonly unseen?: string } {
  if (!nodegroups.readable) return { nodes: 0, unseen: describeUnreadable(nodegroups.because) };
  const sizes = nodegroups.value.map(({ name, detail }) => {
    if (!detail.readable) return { unseen: describeUnreadable(detail.because) };
    const { desiredSize } = detail.value;
    return desiredSize === undefined ? { unseen: `AWS gave no size of node group ${name}` } : { nodes: desiredSize };
  });
  const nodes = sizes.reduce((sum, one) => sum + (one.nodes ?? 0), 0);
  const unseen = sizes.find((one) => one.unseen !== undefined)?.unseen;
  return unseen === undefined ? { nodes } : { nodes, unseen };
}

function isMapping(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
