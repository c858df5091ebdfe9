import type { AddonSnapshot, ClusterSnapshot } from '../snapshot.ts';
import type { AddonSubject, Peer } from './addon-presence.ts';

/** An add-on of a member or of a sibling. */
export interface Side {
  readonly addon: AddonSnapshot;
  readonly cluster: ClusterSnapshot;
  readonly environment: string;
  readonly rank: number;
}

/** What EKS does not know of an add-on it does not manage, compared with nothing, or the sibling it differs from. */
export type Odd =
  | { readonly kind: 'UNKNOWN' | 'ALIKE' }
  | { readonly kind: 'UNSEEN'; readonly because: string }
  | { readonly kind: 'ODD'; readonly peer: Peer };

/**
 * Whether an add-on is the odd one among its siblings'. A difference has two sides, and is told on one: on that which
 * is alone against two or more environments that agree, and else on the higher.
 */
export function oddOneOut(
  subject: AddonSubject,
  isKnown: (side: Side) => boolean,
  isAlike: (a: Side, b: Side) => boolean,
): Odd {
  if (!isKnown(subject)) return { kind: 'UNKNOWN' };
  const known = subject.peers.filter((peer) => isKnown(sideOf(peer)));
  const all = [subject, ...known.map(sideOf)];
  const lowest = Math.min(...all.map(({ rank }) => rank));
  const lowestAlone = isAlone(lowest, all, isAlike);
  const isLowest = subject.rank === lowest;
  const against = known.filter(({ sibling: { rank } }) =>
    isLowest ? rank !== lowest : rank < subject.rank && !(lowestAlone && rank === lowest),
  );
  if (against.some((peer) => isAlike(subject, sideOf(peer)))) return { kind: 'ALIKE' };

  const unseen = subject.unseen.find(({ rank }) => isLowest || rank < subject.rank);
  const nearest = isLowest ? against[0] : against.at(-1);
  if (nearest && (!isLowest || (lowestAlone && !unseen))) return { kind: 'ODD', peer: nearest };
  return unseen ? { kind: 'UNSEEN', because: unseen.because } : { kind: 'ALIKE' };
}

/** Whether an environment is alone with what it has, against two or more that agree. */
function isAlone(rank: number, all: readonly Side[], isAlike: (a: Side, b: Side) => boolean): boolean {
  const others = all.filter((one) => one.rank !== rank);
  const [first] = others;
  if (!first || new Set(others.map((one) => one.rank)).size < 2) return false;
  return all.every((one) => isAlike(one, first) === (one.rank !== rank));
}

export function sideOf({ addon, sibling: { cluster, environment, rank } }: Peer): Side {
  return { addon, cluster, environment, rank };
}
