import type { Instant } from '../days.ts';
import type { SnapshotFacet } from '../facets.ts';
import { describeUnreadable, type Unreadable } from '../reading.ts';
import type { ClusterSnapshot } from '../snapshot.ts';
import { type Evidence, insufficientData, type Verdict } from '../verdicts.ts';
import { type RanImage, ranImages } from './ran-image.ts';
import { rankOf, type SystemMember, type SystemView } from './system.ts';

/** The parts that a rule looks at besides the clusters themselves. */
export type LooksAt = readonly SnapshotFacet[];

/** A sibling as it is judged by: tonight's sight of it, or the last one. */
export interface Sibling {
  readonly name: string;
  readonly environment: string;
  readonly rank: number;
  readonly cluster: ClusterSnapshot;
  /** Since when its snapshot is as it is. */
  readonly changedAt: Instant;
  /** The releases of node images that it has run, as of what is known of it. */
  readonly images: readonly RanImage[];
  /** When it was last read, where that was not tonight. */
  readonly unreadSince?: Instant;
}

/** A sibling of which nothing is known, and why. */
export interface NeverRead {
  readonly name: string;
  readonly rank: number;
  readonly because: Unreadable;
}

/** Why a part of a cluster was never read; empty where it was. */
export function neverReadIn(snapshot: ClusterSnapshot, facet: SnapshotFacet): readonly Unreadable[] {
  const reading = snapshot[facet];
  return reading.readable ? [] : [reading.because];
}

/** Those a member of some rank is judged by, in the order of promotion, and those of whom nothing is known. */
export function siblingsOf(
  own: number,
  judgedBy: 'lower' | 'any',
  looksAt: LooksAt,
  { asOf, members, settings }: SystemView,
): { readonly siblings: readonly Sibling[]; readonly neverRead: readonly NeverRead[] } {
  const ranked = members
    .flatMap((member) => {
      const rank = rankOf(member.environment, settings);
      return rank === undefined || rank === own || (judgedBy === 'lower' && rank > own) ? [] : [{ member, rank }];
    })
    .sort((a, b) => a.rank - b.rank || (a.member.name < b.member.name ? -1 : 1));
  return {
    siblings: ranked.flatMap(({ member, rank }) => seenSibling(member, rank, looksAt, asOf)),
    neverRead: ranked.flatMap(({ member, rank }) => {
      const because = nothingKnownOf(member, looksAt);
      return because ? [{ name: member.name, rank, because }] : [];
    }),
  };
}

function seenSibling(member: SystemMember, rank: number, looksAt: LooksAt, asOf: Instant): readonly Sibling[] {
  const { snapshot, name, environment, changedAt, unread } = member;
  if (!snapshot || nothingKnownOf(member, looksAt)) return [];
  const [unreadSince] = unread
    .filter(({ facet }) => facet === 'cluster' || looksAt.some((one) => one === facet))
    .map(({ lastReadAt }) => lastReadAt ?? changedAt)
    .sort();
  const images = ranImages(member.images, snapshot, asOf);
  const sibling = { name, environment, rank, cluster: snapshot, changedAt, images };
  return [unreadSince === undefined ? sibling : { ...sibling, unreadSince }];
}

/** Why there is nothing to judge a sibling by; undefined where there is. */
function nothingKnownOf({ snapshot, unread }: SystemMember, looksAt: LooksAt): Unreadable | undefined {
  if (snapshot) return looksAt.flatMap((facet) => neverReadIn(snapshot, facet))[0];
  return unread[0]?.because ?? { call: 'eks:DescribeCluster', obstacle: 'ERROR', detail: 'it was never described' };
}

/** A verdict that a sibling which nobody ever saw could overturn is none. */
export function unlessNeverRead(verdict: Verdict, neverRead: readonly NeverRead[]): Verdict {
  const [first] = neverRead;
  if (!first || verdict.compliance === 'NON_COMPLIANT') return verdict;
  return insufficientData(`its sibling ${first.name} was never read: ${describeUnreadable(first.because)}`);
}

/** Which sibling a verdict goes by, and when it was last read where that was not tonight. */
export function siblingFacts({ name, environment, unreadSince }: Sibling): Evidence {
  return {
    sibling: name,
    siblingEnvironment: environment,
    ...(unreadSince === undefined ? {} : { siblingUnreadSince: unreadSince }),
  };
}
