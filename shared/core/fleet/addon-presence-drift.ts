import { describeAddon } from '../remediation.ts';
import { compliant, insufficientData, nonCompliant, type Verdict } from '../verdicts.ts';
import { type AddonSubject, type Peer, presenceOf, type UnseenPeer } from './addon-presence.ts';
import type { FleetSubject } from './fleet-rule.ts';
import { cameWith, isWithinGrace } from './grace.ts';
import { install } from './mend-drift.ts';
import { siblingFacts } from './siblings.ts';
import type { SystemView } from './system.ts';

/** Of an add-on that a member has not: whether lower siblings have it. */
export function missingDrift(
  name: string,
  { cluster, rank, view }: FleetSubject,
  peers: readonly Peer[],
  unseen: readonly UnseenPeer[],
): Verdict {
  const lower = peers.filter(({ sibling }) => sibling.rank < rank);
  const nearest = lower.at(-1);
  if (!nearest) return unlessUnseen(rank, unseen);
  // Two regions of one environment are one opinion, and one that got it of late leads.
  const settled = lower.filter((peer) => !isNew(peer, view));
  const environments = new Set(settled.map(({ sibling }) => sibling.environment));
  const evidence = {
    addon: name,
    ...siblingFacts(nearest.sibling),
    siblingVersion: nearest.addon.version,
    presentIn: lower.map(({ sibling }) => sibling.name),
  };
  const severity = environments.size >= 2 ? 'MEDIUM' : 'INFORMATIONAL';
  return nonCompliant(severity, evidence, install(cluster, name, nearest.addon.version, view));
}

/** Whether a sibling was given an add-on within `drift.grace`; not where it has it since it was made itself. */
function isNew({ addon: { createdAt }, sibling: { cluster } }: Peer, view: SystemView): boolean {
  return createdAt !== undefined && !cameWith(cluster, createdAt) && isWithinGrace(createdAt, view);
}

/** Of an add-on that a member has: whether no lower sibling has it. */
export function extraDrift({ addon, cluster, rank, siblings, peers, unseen }: AddonSubject): Verdict {
  if (peers.some(({ sibling }) => sibling.rank < rank)) return compliant;
  const lacking = siblings.filter(
    (sibling) => sibling.rank < rank && presenceOf(sibling.cluster, addon.name).kind === 'ABSENT',
  );
  const nearest = lacking.at(-1);
  if (!nearest || unseen.some((one) => one.rank < rank)) return unlessUnseen(rank, unseen);
  const evidence = {
    addon: addon.name,
    version: addon.version,
    ...siblingFacts(nearest),
    absentIn: lacking.map(({ name }) => name),
  };
  return nonCompliant('INFORMATIONAL', evidence, [describeAddon(cluster, addon.name)]);
}

function unlessUnseen(rank: number, unseen: readonly UnseenPeer[]): Verdict {
  const lower = unseen.find((one) => one.rank < rank);
  return lower ? insufficientData(lower.because) : compliant;
}
