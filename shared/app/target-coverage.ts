import type { Catalogue, Published } from '#core/catalogue.ts';
import { type Coverage, statusOf, type UnreadableResource } from '#core/coverage.ts';
import type { Instant } from '#core/days.ts';
import { isOfList } from '#core/digest/coverage-news.ts';
import { optionalRefusalsIn, type Refusal, refusalsIn } from '#core/facets.ts';
import type { KnownCluster } from '#core/history/known-cluster.ts';
import type { Reading, Unreadable } from '#core/reading.ts';
import type { ClusterSnapshot, Listed, Target } from '#core/snapshot.ts';

/** A cluster that was listed, and what describing it gave: undefined where it was deleted in between. */
export type Looked = Listed<ClusterSnapshot | undefined>;

/** What there was to see of a target. */
export interface Seen {
  /** What was in the way of the target as a whole: its clusters could not be listed, or one of them not described. */
  readonly because?: Unreadable;
  /** How many clusters were listed. */
  readonly clusters: number;
  readonly refusals: readonly UnreadableResource[];
  /** Those that leave the audit whole, of what could be read before. */
  readonly optionalRefusals?: readonly UnreadableResource[];
  readonly catalogue?: Catalogue;
  readonly lookedUpTo?: string;
}

/** The coverage row of a target. */
export function coverageOf(
  target: Target,
  asOf: Instant,
  role: string | undefined,
  { because, clusters, refusals, optionalRefusals = [], catalogue, lookedUpTo }: Seen,
): Coverage {
  const alsoUnreadable = distinct(optionalRefusals);
  const whole = clusters === 0 ? 'EMPTY' : 'COVERED';
  const unread = distinct([...refusals, ...(catalogue ? unreadIn(catalogue) : [])]);
  return {
    ...target,
    asOf,
    status: because ? statusOf(because.obstacle) : whole,
    clusters,
    ...(because ? { because } : {}),
    ...(role === undefined ? {} : { role }),
    unreadable: [
      ...unread.filter((one) => !isOfList(one, target)),
      ...unread.filter((one) => isOfList(one, target)).sort((a, b) => (a.resource < b.resource ? -1 : 1)),
    ],
    ...(alsoUnreadable.length === 0 ? {} : { alsoUnreadable }),
    ...(lookedUpTo === undefined ? {} : { lookedUpTo }),
  };
}

/** The row of what nobody could look at before time ran out, or before the audit ended otherwise; `*` for all regions. */
export function unfinished(target: Target, asOf: Instant, role: string | undefined, detail: string): Coverage {
  const because = { call: 'eks:ListClusters', obstacle: 'UNFINISHED', detail } as const;
  return coverageOf(target, asOf, role, { because, clusters: 0, refusals: [] });
}

/** What was seen in several parts, one after the other, may name a refusal more than once. */
function distinct(refusals: readonly UnreadableResource[]): readonly UnreadableResource[] {
  return [...new Map(refusals.map((one) => [`${one.call} ${one.resource}`, one])).values()];
}

/** What was refused of the clusters of a target, be it that its audit is whole without it. */
export type Refused = Required<Pick<Seen, 'refusals' | 'optionalRefusals'>>;

/** Every call that was refused for one cluster, with what it was about. */
export function refusalsOf({ name, detail }: Looked, before?: KnownCluster): Refused {
  if (!detail.readable) return { refusals: [{ ...detail.because, resource: name }], optionalRefusals: [] };
  if (!detail.value) return { refusals: [], optionalRefusals: [] };
  const inside = ({ part, because }: Refusal): UnreadableResource => {
    return { ...because, resource: part === undefined ? name : `${name}/${part}` };
  };
  return {
    refusals: refusalsIn(detail.value).map(inside),
    optionalRefusals: optionalRefusalsIn(detail.value, before?.snapshot).map(inside),
  };
}

/** The lists of AWS's catalogue that could not be read tonight, whether an older one stood in or not. */
function unreadIn({ region, clusterVersions, addons, images }: Catalogue): readonly UnreadableResource[] {
  const lists: (readonly [string, Reading<Published<unknown>>])[] = [
    ['cluster versions', clusterVersions],
    ...Object.entries(addons),
    ...Object.values(images).map((list) => ['node images', list] as const),
  ];
  return lists.flatMap(([name, list]) => {
    const because = list.readable ? list.value.stale : list.because;
    return because ? [{ ...because, resource: `${name} in ${region}` }] : [];
  });
}
