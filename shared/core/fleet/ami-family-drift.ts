import type { NodeImage } from '../images/node-image.ts';
import type { AmiFamily } from '../images/nodegroup-release.ts';
import { describeNodegroup, type Step } from '../remediation.ts';
import { listedNodegroups } from '../snapshot.ts';
import { compliant, type Evidence, insufficientData, nonCompliant, notApplicable, type Verdict } from '../verdicts.ts';
import type { FleetSubject } from './fleet-rule.ts';
import type { RanImage } from './ran-image.ts';
import { hasOwnImages, unseenImagesOf } from './sibling-images.ts';
import { type Sibling, siblingFacts, unlessNeverRead } from './siblings.ts';

/** An environment with the families of the images that its nodes are made from. */
interface Side {
  readonly rank: number;
  readonly families: readonly AmiFamily[];
}

interface Peer extends Side {
  readonly sibling: Sibling;
}

/** Whether the family of a node group is one that its siblings run, or never ran. */
export function familyDrift(nodegroup: string, { family, text }: NodeImage, subject: FleetSubject): Verdict {
  const { siblings, neverRead } = subject;
  const peers = siblings.map(peerOf).filter(({ families }) => families.length > 0);
  if (peers.some(({ families }) => families.includes(family))) return compliant;
  const unseen = siblings.flatMap(unseenImagesOf)[0];
  if (unseen !== undefined) return insufficientData(unseen);
  const opaque = siblings.find(hasOwnImages);
  if (opaque) return notApplicable(`its sibling ${opaque.name} has images of its own, of whatever family`);
  if (neverRead.length > 0) return unlessNeverRead(compliant, neverRead);

  const left = peers.findLast((peer) => leftAt(family, peer) !== undefined);
  const odd = left ?? unsharedWith(subject, peers);
  if (!odd) return compliant;
  const since = left && leftAt(family, left);
  const evidence: Evidence = {
    difference: left ? 'LEFT' : 'NONE_SHARED',
    amiFamily: family,
    release: text,
    ...siblingFacts(odd.sibling),
    siblingFamilies: odd.families,
    ...(since === undefined ? {} : { siblingLeftAt: since }),
  };
  return nonCompliant('MEDIUM', evidence, looks(nodegroup, subject, odd.sibling));
}

function peerOf(sibling: Sibling): Peer {
  return { sibling, rank: sibling.rank, families: familiesIn(sibling.images) };
}

/** Those that run. */
function familiesIn(images: readonly RanImage[]): readonly AmiFamily[] {
  return [...new Set(images.filter(({ until }) => until === undefined).map(({ family }) => family))].sort();
}

/** Whether the lowest environment is alone because it goes first: it has left what the others run, or AL2, which ends. */
function leads(images: readonly RanImage[], others: readonly Peer[]): boolean {
  const left = images.filter(({ until }) => until !== undefined).map(({ family }) => family);
  const theirs = others.flatMap(({ families }) => families);
  return theirs.some((family) => left.includes(family)) || theirs.every((family) => family === 'AL2');
}

/** When a sibling was first seen without a family that it ran; undefined where it never did. */
function leftAt(family: AmiFamily, { sibling }: Peer): string | undefined {
  return sibling.images.findLast((image) => image.family === family)?.until;
}

/**
 * The sibling that a member shares no family with, told on one side: on the environment that is alone against two or
 * more that agree, and else on the higher.
 */
function unsharedWith({ rank, images }: FleetSubject, peers: readonly Peer[]): Peer | undefined {
  const own: Side = { rank, families: familiesIn(images) };
  const sides: readonly Side[] = [own, ...peers];
  const lowest = Math.min(...sides.map((side) => side.rank));
  const lowestAlone = isAlone(lowest, sides);
  const isLowest = rank === lowest;
  const against = peers.filter((peer) =>
    isLowest ? lowestAlone : peer.rank < rank && !(lowestAlone && peer.rank === lowest),
  );
  if (against.some((peer) => shares(own, peer))) return undefined;
  if (isLowest) return leads(images, against) ? undefined : against[0];
  return against.at(-1);
}

/** Whether an environment shares no family with two or more others, which share one. */
function isAlone(rank: number, sides: readonly Side[]): boolean {
  const others = sides.filter((side) => side.rank !== rank);
  const [first] = others;
  if (!first || new Set(others.map((side) => side.rank)).size < 2) return false;
  return sides.every((side) => shares(side, first) === (side.rank !== rank));
}

function shares(a: Side, b: Side): boolean {
  return a.families.some((family) => b.families.includes(family));
}

/** What to do about it depends on what a person finds. */
function looks(nodegroup: string, { cluster }: FleetSubject, sibling: Sibling): readonly Step[] {
  return [
    describeNodegroup(cluster, nodegroup),
    ...listedNodegroups(sibling.cluster).map(({ name }) => describeNodegroup(sibling.cluster, name)),
  ];
}
