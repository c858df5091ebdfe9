import type { Catalogue } from '#core/catalogue.ts';
import { type Coverage, statusOf, type UnreadableResource } from '#core/coverage.ts';
import type { Instant } from '#core/days.ts';
import { refusalsIn } from '#core/facets.ts';
import type { Unreadable } from '#core/reading.ts';
import type { ClusterSnapshot, Listed, Target } from '#core/snapshot.ts';

/** A cluster that was listed, and what describing it gave: undefined where it was deleted in between. */
export type Looked = Listed<ClusterSnapshot | undefined>;

/** What there was to see of a target. */
export interface Seen {
  /** Why the clusters could not be listed. */
  readonly because?: Unreadable;
  readonly looked: readonly Looked[];
  readonly catalogue?: Catalogue;
}

/** The coverage row of a target. */
export function coverageOf(
  target: Target,
  asOf: Instant,
  role: string | undefined,
  { because, looked, catalogue }: Seen,
): Coverage {
  const inTheWay = because ?? looked.flatMap(({ detail }) => (detail.readable ? [] : [detail.because]))[0];
  const whole = looked.length === 0 ? 'EMPTY' : 'COVERED';
  return {
    ...target,
    asOf,
    status: inTheWay ? statusOf(inTheWay.obstacle) : whole,
    clusters: looked.length,
    ...(inTheWay ? { because: inTheWay } : {}),
    ...(role === undefined ? {} : { role }),
    unreadable: [...looked.flatMap(refusalsOf), ...(catalogue ? unreadIn(catalogue) : [])],
  };
}

/** Every call that was refused for one cluster, with what it was about. */
function refusalsOf({ name, detail }: Looked): readonly UnreadableResource[] {
  if (!detail.readable) return [{ ...detail.because, resource: name }];
  if (!detail.value) return [];
  return refusalsIn(detail.value).map(({ part, because }) => ({
    ...because,
    resource: part === undefined ? name : `${name}/${part}`,
  }));
}

/** The lists of AWS's catalogue that could not be read tonight, whether an older one stood in or not. */
function unreadIn({ region, clusterVersions, addons }: Catalogue): readonly UnreadableResource[] {
  const lists = [['cluster versions', clusterVersions] as const, ...Object.entries(addons)];
  return lists.flatMap(([name, list]) => {
    const because = list.readable ? list.value.stale : list.because;
    return because ? [{ ...because, resource: `${name} in ${region}` }] : [];
  });
}
