import { needOf } from '../addons/core-addon-need.ts';
import { describeUnreadable } from '../reading.ts';
import { type AddonSnapshot, addonsOf, type ClusterSnapshot, coreAddons } from '../snapshot.ts';
import type { FleetSubject } from './fleet-rule.ts';
import type { Sibling } from './siblings.ts';

/** Whether a cluster has an add-on, as far as that can be seen. */
export type Presence =
  | { readonly kind: 'THERE'; readonly addon: AddonSnapshot }
  | { readonly kind: 'ABSENT' }
  /** EKS Auto Mode, or Fargate, does itself what the add-on would do. */
  | { readonly kind: 'NOT_NEEDED' }
  | { readonly kind: 'UNSEEN'; readonly because: string };

/** A sibling that has an add-on. */
export interface Peer {
  readonly sibling: Sibling;
  readonly addon: AddonSnapshot;
}

/** A sibling of which it is not known whether, or how, it has an add-on. */
export interface UnseenPeer {
  readonly rank: number;
  readonly because: string;
}

/** An add-on of a member, with what its siblings have under that name. */
export interface AddonSubject extends FleetSubject {
  readonly addon: AddonSnapshot;
  readonly peers: readonly Peer[];
  readonly unseen: readonly UnseenPeer[];
}

/** GuardDuty updates its agent by itself, each cluster's at its own time. */
const leftOut: readonly string[] = ['aws-guardduty-agent'];

const autoModeDoesItself: readonly string[] = [...coreAddons, 'aws-ebs-csi-driver', 'eks-pod-identity-agent'];

/** The add-ons that any of these clusters has, by name. */
export function addonNamesOf(clusters: readonly ClusterSnapshot[]): readonly string[] {
  const names = clusters.flatMap((cluster) => {
    const addons = addonsOf(cluster);
    return addons.readable ? addons.value.map(({ name }) => name) : [];
  });
  return [...new Set(names)].filter((name) => !leftOut.includes(name)).sort();
}

export function presenceOf(cluster: ClusterSnapshot, name: string): Presence {
  const addons = addonsOf(cluster);
  if (!addons.readable) return { kind: 'UNSEEN', because: describeUnreadable(addons.because) };
  const found = addons.value.find((one) => one.name === name);
  if (!found) return { kind: isNeeded(cluster, name) ? 'ABSENT' : 'NOT_NEEDED' };
  const { detail } = found;
  return detail.readable
    ? { kind: 'THERE', addon: detail.value }
    : { kind: 'UNSEEN', because: describeUnreadable(detail.because) };
}

function isNeeded(cluster: ClusterSnapshot, name: string): boolean {
  if (cluster.autoMode && autoModeDoesItself.includes(name)) return false;
  const core = coreAddons.find((one) => one === name);
  return core === undefined || needOf(cluster, core).kind !== 'NEEDLESS';
}

/** The siblings that have an add-on, in the order of promotion. */
export function peersOf(name: string, { siblings }: FleetSubject): readonly Peer[] {
  return siblings.flatMap((sibling) => {
    const presence = presenceOf(sibling.cluster, name);
    return presence.kind === 'THERE' ? [{ sibling, addon: presence.addon }] : [];
  });
}

/** The siblings of which it is not known whether they have an add-on. */
export function unseenPeersOf(name: string, { siblings, neverRead }: FleetSubject): readonly UnseenPeer[] {
  const unseen = siblings.flatMap((sibling) => {
    const presence = presenceOf(sibling.cluster, name);
    return presence.kind === 'UNSEEN'
      ? [{ rank: sibling.rank, because: unseenBecause(name, sibling.name, presence.because) }]
      : [];
  });
  const never = neverRead.map((one) => ({
    rank: one.rank,
    because: unseenBecause(name, one.name, describeUnreadable(one.because)),
  }));
  return [...unseen, ...never];
}

function unseenBecause(addon: string, sibling: string, because: string): string {
  return `${addon} of its sibling ${sibling} could not be read: ${because}`;
}
