import type { Instant } from '../days.ts';
import { compareSeverities, type Severity } from '../severity.ts';
import { compliant, type Evidence, insufficientData, nonCompliant, type Verdict } from '../verdicts.ts';
import type { AddonSubject, Peer, UnseenPeer } from './addon-presence.ts';
import { isWithinGrace } from './grace.ts';
import { bringTowards, canComeNearer } from './mend-drift.ts';
import { siblingFacts } from './siblings.ts';
import { type Installed, isMinorAhead, lowestIsBehind, type Standing, standingOf } from './version-standing.ts';

interface Compared extends Peer {
  readonly standing: Standing;
}

/** How the version of an add-on stands among its siblings'. */
export function versionDrift(subject: AddonSubject): Verdict {
  const own: Installed = subject;
  if (!standingOf(own, own)) {
    return insufficientData(`its version ${subject.addon.version} cannot be compared under ${subject.cluster.version}`);
  }
  const compared = subject.peers.flatMap((peer): readonly Compared[] => {
    const standing = standingOf(own, ofPeer(peer));
    return standing ? [{ ...peer, standing }] : [];
  });
  const unseen = [...subject.unseen, ...subject.peers.flatMap(unreadVersion)];
  const others = compared.map((peer) => ({ ...ofPeer(peer), rank: peer.sibling.rank }));
  const lowestLags = lowestIsBehind([subject, ...others]);
  const lower = compared.filter(({ sibling }) => sibling.rank < subject.rank);
  return lower.length === 0
    ? amongHigher(subject, compared, unseen, lowestLags)
    : amongLower(subject, lower, unseen, lowestLags);
}

/** The lowest environment that has the add-on: at fault where all others are ahead of it. */
function amongHigher(
  subject: AddonSubject,
  higher: readonly Compared[],
  unseen: readonly UnseenPeer[],
  lowestLags: boolean,
): Verdict {
  const nearest = higher[0];
  const lower = unseen.find(({ rank }) => rank < subject.rank);
  if (lower) return insufficientData(lower.because);
  // One that is not ahead is enough to know that not all are.
  if (higher.some(({ standing }) => standing.minorsBehind < 1)) return compliant;
  if (unseen[0]) return insufficientData(unseen[0].because);
  if (!nearest || !lowestLags) return compliant;
  return whereNearer([subject], nearest.addon.version, subject, () => told(subject, 'LOW', 'LOWEST_BEHIND', nearest));
}

function amongLower(
  subject: AddonSubject,
  lower: readonly Compared[],
  unseen: readonly UnseenPeer[],
  lowestLags: boolean,
): Verdict {
  const lowest = Math.min(...lower.map(({ sibling }) => sibling.rank));
  // Where the lowest is behind all others, it is told there.
  const counted = lower.filter(({ sibling }) => !lowestLags || sibling.rank !== lowest);
  const [worst] = lower
    .filter((peer) => !isAhead(peer, counted))
    .flatMap((peer) => behind(peer, subject))
    .sort(
      (a, b) =>
        compareSeverities(b.severity, a.severity) || b.peer.standing.minorsBehind - a.peer.standing.minorsBehind,
    );
  if (worst) {
    const { severity, difference, peer } = worst;
    return whereNearer([subject], peer.addon.version, subject, () => told(subject, severity, difference, peer));
  }

  const unseenLower = unseen.find(({ rank }) => rank < subject.rank);
  if (unseenLower) return insufficientData(unseenLower.because);
  const nearest = counted.at(-1);
  if (!nearest || counted.some(({ standing }) => standing.minorsBehind > -1)) return compliant;
  return whereNearer(counted.map(ofPeer), subject.addon.version, subject, () =>
    told(subject, 'MEDIUM', 'AHEAD', nearest, counted),
  );
}

/** Whether a sibling is itself ahead of all below it: that is told there, and nobody has to follow it. */
function isAhead(peer: Compared, lower: readonly Compared[]): boolean {
  const below = lower.filter(({ sibling }) => sibling.rank < peer.sibling.rank);
  return below.length > 0 && below.every((one) => isMinorAhead(ofPeer(peer), ofPeer(one)));
}

type Difference = 'MINORS_BEHIND' | 'MINOR_BEHIND' | 'PATCH_BEHIND' | 'AHEAD' | 'LOWEST_BEHIND';

/** Told where one of those that are behind can come nearer to a version; where none can, nobody has to do anything. */
function whereNearer(
  behind: readonly Installed[],
  version: string,
  { view }: AddonSubject,
  tell: () => Verdict,
): Verdict {
  const each = behind.map((one) => canComeNearer(one, version, view));
  if (each.some((one) => one.readable && one.value)) return tell();
  const unread = each.find((one) => !one.readable);
  return unread && !unread.readable ? insufficientData(unread.because) : compliant;
}

/** How far behind a lower sibling it is, and how bad that is; nothing where that is ordinary. */
function behind(
  peer: Compared,
  { addon, view }: AddonSubject,
): readonly { readonly peer: Compared; readonly severity: Severity; readonly difference: Difference }[] {
  const { minorsBehind, patchBehind } = peer.standing;
  const needsGrace = addon.name !== 'kube-proxy';
  const isLate = !needsGrace || !isWithinGrace(since(peer), view);
  if (minorsBehind > 1) return [{ peer, severity: 'MEDIUM', difference: 'MINORS_BEHIND' }];
  if (minorsBehind === 1 && isLate) return [{ peer, severity: 'MEDIUM', difference: 'MINOR_BEHIND' }];
  if (patchBehind && isLate) return [{ peer, severity: 'LOW', difference: 'PATCH_BEHIND' }];
  return [];
}

function told(
  subject: AddonSubject,
  severity: Severity,
  difference: Difference,
  peer: Compared,
  behindIt: readonly Compared[] = [],
): Verdict {
  const { addon, view } = subject;
  const evidence = {
    addon: addon.name,
    version: addon.version,
    ...controlPlaneFact('controlPlane', subject),
    difference,
    ...siblingFacts(peer.sibling),
    siblingVersion: peer.addon.version,
    siblingSince: since(peer),
    ...controlPlaneFact('siblingControlPlane', ofPeer(peer)),
    ...(behindIt.length === 0 ? {} : { behindIt: behindIt.map((one) => `${one.sibling.name} ${one.addon.version}`) }),
  };
  const steps =
    difference === 'AHEAD'
      ? behindIt.flatMap((one) => bringTowards(ofPeer(one), addon.version, view))
      : bringTowards(subject, peer.addon.version, view);
  return nonCompliant(severity, evidence, steps);
}

/** kube-proxy is told beside its control plane: it is the two together that are compared. */
function controlPlaneFact(key: string, { addon, cluster }: Installed): Evidence {
  return addon.name === 'kube-proxy' ? { [key]: cluster.version } : {};
}

/** Since when a sibling has had its version, as far as EKS or our own history tells. */
function since({ addon, sibling }: Peer): Instant {
  return addon.modifiedAt ?? sibling.changedAt;
}

function unreadVersion({ addon, sibling }: Peer): readonly UnseenPeer[] {
  const { cluster, rank, name } = sibling;
  const own = { addon, cluster };
  if (standingOf(own, own)) return [];
  return [
    { rank, because: `version ${addon.version} of its sibling ${name} cannot be compared under ${cluster.version}` },
  ];
}

function ofPeer({ addon, sibling: { cluster } }: Peer): Installed {
  return { addon, cluster };
}
