import type { Unreadable } from '../reading.ts';
import type { ClusterSnapshot, CoreAddon } from '../snapshot.ts';

/** Whether the compute of a cluster needs a core add-on, as far as that can be seen. */
export type Need =
  | { readonly kind: 'NEEDED' }
  | { readonly kind: 'NEEDLESS'; readonly because: string }
  | { readonly kind: 'UNSEEN'; readonly because: Unreadable };

const needed: Need = { kind: 'NEEDED' };

export function needOf(cluster: ClusterSnapshot, addon: CoreAddon): Need {
  const { autoMode, nodegroups, fargateProfiles } = cluster;
  if (cluster.outpost) return { kind: 'NEEDLESS', because: 'EKS manages no add-on of a local cluster on an Outpost' };
  // Fargate runs no DaemonSets, and does their work itself; coredns is a Deployment there as anywhere.
  const mayBeFargateOnly = addon !== 'coredns';
  if (!autoMode && !mayBeFargateOnly) return needed;
  if (!nodegroups.readable) return { kind: 'UNSEEN', because: nodegroups.because };
  if (nodegroups.value.length > 0) return needed;
  if (cluster.hybridNodes && addon === 'vpc-cni')
    return { kind: 'NEEDLESS', because: 'there are hybrid nodes and no node group, and vpc-cni does not run there' };
  if (autoMode) return { kind: 'NEEDLESS', because: 'EKS Auto Mode does its work, and there is no node group' };
  if (!fargateProfiles.readable) return { kind: 'UNSEEN', because: fargateProfiles.because };
  if (fargateProfiles.value.length === 0 || fargateProfiles.value.some(makesNodes)) return needed;
  return { kind: 'NEEDLESS', because: 'there are Fargate profiles and no node group, and Fargate runs no DaemonSet' };
}

/** Karpenter itself often runs on Fargate; the nodes that it makes are no node groups. */
function makesNodes(profile: string): boolean {
  return /karpenter/i.test(profile);
}

/** Who does the work of a core add-on in its place, by the names of EKS add-ons and of DaemonSets. */
const standIns: Readonly<Record<CoreAddon, RegExp>> = {
  'vpc-cni': /cilium|calico|antrea|flannel|kube-router|weave/,
  'kube-proxy': /cilium|kube-router/,
  coredns: /^kube-dns$/,
};

/** Whether a DaemonSet or Deployment is known to do the work of some core add-on. */
export function isStandIn(name: string): boolean {
  return Object.values(standIns).some((names) => names.test(name));
}

/** What of all that is there is known to be in place of a core add-on; undefined where nothing is. */
export function standInFor(addon: CoreAddon, names: readonly string[]): string | undefined {
  return names.find((name) => standIns[addon].test(name));
}
