import { type Coverage, refusedIn, type UnreadableResource } from '../coverage.ts';
import { facets, facetsReadBy, partsOf, type SnapshotFacet } from '../facets.ts';
import type { KnownCluster } from '../history/known-cluster.ts';
import type { Reading } from '../reading.ts';
import type { ClusterSnapshot, Listed, Target } from '../snapshot.ts';

/** A call on something inside a target. */
export type TargetPart = Pick<UnreadableResource, 'call' | 'resource'>;

/**
 * What of a target could be read the last time and not tonight, or was never asked for before.
 *
 * Where a call is refused for a cluster from night to night, what else it would describe there is no news: another
 * update, another image.
 *
 * @param clusters those of the target, as they are known after tonight
 */
export function lostParts(
  tonight: Coverage,
  before: Coverage | undefined,
  clusters: readonly KnownCluster[],
): readonly UnreadableResource[] {
  const known = before ? refusedIn(before) : [];
  const refused = new Set(known.map(callOfCluster));
  return newlyRefused(tonight, before).filter(
    (part) => !refused.has(callOfCluster(part)) || hasBeenRead(part, clusters),
  );
}

/** What was not refused the last time: without it nothing can have been lost. */
export function newlyRefused(tonight: Coverage, before: Coverage | undefined): readonly UnreadableResource[] {
  const known = new Set(before ? refusedIn(before).map(nameOf) : []);
  return refusedIn(tonight).filter((part) => !known.has(nameOf(part)));
}

/** What of a target was refused the last time and was read tonight: what is not there any more was not. */
export function regainedParts(
  tonight: Coverage,
  before: Coverage,
  clusters: readonly KnownCluster[],
): readonly TargetPart[] {
  const refused = refusedIn(tonight);
  const still = new Set(refused.map(nameOf));
  return refusedIn(before)
    .filter((part) => !still.has(nameOf(part)) && isRead(part, tonight, clusters))
    .map(({ call, resource }) => ({ call, resource }));
}

/** Whether what could not be read is a list of AWS's catalogue. In a row these come last, by name: whoever is run again leaves the same row. */
export function isOfList({ resource }: Pick<TargetPart, 'resource'>, { region }: Pick<Target, 'region'>): boolean {
  return resource.endsWith(` in ${region}`);
}

/** The name of the cluster that something inside a target is of, where it is of one. */
export function clusterIn({ resource }: TargetPart): string {
  return resource.split('/', 1).join('');
}

function nameOf({ call, resource }: TargetPart): string {
  return `${call} ${resource}`;
}

function callOfCluster(part: TargetPart): string {
  return `${part.call} ${clusterIn(part)}`;
}

/** Whether something that is refused was read on a night before: then the history still knows it. */
function hasBeenRead(part: TargetPart, clusters: readonly KnownCluster[]): boolean {
  return isOfAll(part) || isListed(part, clusters, ({ detail }) => detail.readable);
}

function isRead(part: TargetPart, tonight: Coverage, clusters: readonly KnownCluster[]): boolean {
  // A list of the catalogue is of no cluster: it is asked for wherever there are any.
  if (isOfList(part, tonight)) return tonight.clusters > 0;
  const there = clusters.filter(({ missingSince }) => missingSince === undefined);
  const calls = facetsReadBy(part.call).flatMap((facet): readonly string[] => facets[facet].calls);
  const isUnread = refusedIn(tonight).some(
    ({ call, resource }) => resource === clusterIn(part) && calls.includes(call),
  );
  if (isUnread) return false;
  return isOfAll(part) ? there.some(({ name }) => name === part.resource) : isListed(part, there, () => true);
}

/** Whether it is the list itself that a call reads, or all that it describes. */
function isOfAll(part: TargetPart): boolean {
  return part.resource === clusterIn(part);
}

/** Whether a list that a call reads names something, in what is known of its cluster. */
function isListed(
  part: TargetPart,
  clusters: readonly KnownCluster[],
  isSo: (listed: Listed<unknown>) => boolean,
): boolean {
  const cluster = clusterIn(part);
  const own = part.resource.slice(cluster.length + 1);
  const lists = clusters
    .filter(({ name }) => name === cluster)
    .flatMap(({ snapshot }) => facetsReadBy(part.call).map((facet) => listIn(facet, snapshot)));
  return lists.some((list) => list.some((one) => one.name === own && isSo(one)));
}

function listIn(facet: SnapshotFacet, snapshot: ClusterSnapshot | undefined): readonly Listed<unknown>[] {
  const reading: Reading<unknown> | undefined = snapshot?.[facet];
  const list = reading?.readable ? partsOf(facet, reading.value) : undefined;
  return list ?? [];
}
