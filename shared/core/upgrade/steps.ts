import { minorsBehind, parseKubernetesVersion } from '../kubernetes-version.ts';
import { type Step, updateControlPlane, updateNodegroup } from '../remediation.ts';
import type { AuditContext } from '../rule.ts';
import { addonsOf, type ClusterSnapshot, type NodegroupSnapshot } from '../snapshot.ts';
import { nextVersionOf } from '../support.ts';
import { addonSteps } from './addon-path.ts';

/** kube-proxy first: what it breaks keeps new nodes from becoming ready, whatever else is right. */
const addonOrder = ['kube-proxy', 'vpc-cni', 'coredns'];

/** What has to be done to the add-ons before nodes are rolled or the control plane moves. */
export function addonsFirst(cluster: ClusterSnapshot, context: AuditContext): readonly Step[] {
  const addons = addonsOf(cluster);
  if (!addons.readable) return [];
  const rank = (name: string): number => (addonOrder.indexOf(name) + addonOrder.length + 1) % (addonOrder.length + 1);
  return [...addons.value]
    .sort((a, b) => rank(a.name) - rank(b.name))
    .flatMap(({ detail }) => (detail.readable ? addonSteps(detail.value, cluster, context) : []));
}

/** From here to the next minor: add-ons that would not fit it, nodes that lag, then the control plane and its nodes. */
export function stepsToNextVersion(cluster: ClusterSnapshot, context: AuditContext): readonly Step[] {
  const next = nextVersionOf(cluster, context.catalogue, context.asOf);
  if (!next.readable || next.value === undefined) return [];
  const target = next.value;
  const groups = updatableNodegroups(cluster);
  return [
    ...addonsFirst(cluster, context),
    ...groups
      .filter((group) => lags(group, cluster))
      .map(({ name }) => updateNodegroup(cluster, name, cluster.version)),
    updateControlPlane(cluster, target),
    ...groups.map(({ name }) => updateNodegroup(cluster, name, target)),
  ];
}

/** The node groups that EKS rolls by a version: those with an image of their own take a new launch template. */
function updatableNodegroups({ nodegroups }: ClusterSnapshot): readonly NodegroupSnapshot[] {
  if (!nodegroups.readable) return [];
  return nodegroups.value.flatMap(({ detail }) =>
    detail.readable && detail.value.amiType !== 'CUSTOM' ? [detail.value] : [],
  );
}

function lags({ version }: NodegroupSnapshot, cluster: ClusterSnapshot): boolean {
  const kubelet = version === undefined ? undefined : parseKubernetesVersion(version);
  const controlPlane = parseKubernetesVersion(cluster.version);
  return kubelet !== undefined && controlPlane !== undefined && minorsBehind(kubelet, controlPlane) > 0;
}
