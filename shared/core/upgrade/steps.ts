import { minorsBehind, parseKubernetesVersion } from '../kubernetes-version.ts';
import {
  describeAddon,
  describeNodegroup,
  listAddons,
  listNodegroups,
  type Step,
  showImages,
  updateControlPlane,
  updateNodegroup,
} from '../remediation.ts';
import type { AuditContext } from '../rule.ts';
import { addonsOf, type ClusterSnapshot, type NodegroupSnapshot } from '../snapshot.ts';
import { nextVersionOf } from '../support.ts';
import { addonSteps } from './addon-path.ts';

/** kube-proxy first: what it breaks keeps new nodes from becoming ready, whatever else is right. */
const addonOrder = ['kube-proxy', 'vpc-cni', 'coredns'];

/**
 * What has to be done to the add-ons before nodes are rolled or the control plane moves.
 *
 * One that could not be seen is to be looked at first: it may be the very one that breaks.
 */
export function addonsFirst(cluster: ClusterSnapshot, context: AuditContext): readonly Step[] {
  const addons = addonsOf(cluster);
  if (!addons.readable) return [listAddons(cluster)];
  const steps = [...addons.value]
    .sort((a, b) => rankOf(a.name) - rankOf(b.name))
    .flatMap(({ name, detail }) =>
      detail.readable ? addonSteps(detail.value, cluster, context) : [lookAt(name, cluster)],
    );
  // One look into the cluster shows all that EKS does not manage.
  return [...new Map(steps.map((step) => [step.command.join(' '), step])).values()];
}

function rankOf(addon: string): number {
  const place = addonOrder.indexOf(addon);
  return place === -1 ? addonOrder.length : place;
}

/** EKS shows its own add-ons; of the others the cluster alone knows which image runs. */
function lookAt(addon: string, cluster: ClusterSnapshot): Step {
  const isListed = cluster.addons.readable && cluster.addons.value.some(({ name }) => name === addon);
  return isListed ? describeAddon(cluster, addon) : showImages(cluster);
}

/** From here to the next minor: add-ons that would not fit it, nodes that lag, then the control plane and its nodes. */
export function stepsToNextVersion(cluster: ClusterSnapshot, context: AuditContext): readonly Step[] {
  const next = nextVersionOf(cluster, context.catalogue, context.asOf);
  if (!next.readable || next.value === undefined) return [];
  const target = next.value;
  return [
    ...addonsFirst(cluster, context),
    ...nodegroupsFirst(cluster),
    updateControlPlane(cluster, target),
    ...updatableNodegroups(cluster).map(({ name }) => updateNodegroup(cluster, name, target)),
  ];
}

/** What has to be done to nodes that lag before the control plane moves; those that EKS cannot roll are looked at. */
export function nodegroupsFirst(cluster: ClusterSnapshot): readonly Step[] {
  const { nodegroups } = cluster;
  if (!nodegroups.readable) return [listNodegroups(cluster)];
  return nodegroups.value.flatMap(({ name, detail }) => {
    if (!detail.readable) return [describeNodegroup(cluster, name)];
    if (!lags(detail.value, cluster)) return [];
    return detail.value.amiType === 'CUSTOM'
      ? [describeNodegroup(cluster, name)]
      : [updateNodegroup(cluster, name, cluster.version)];
  });
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
