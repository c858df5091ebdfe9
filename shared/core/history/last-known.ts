import type { Instant } from '../days.ts';
import { type Facet, partsOf, refusalsOf, type SnapshotFacet, snapshotFacets } from '../facets.ts';
import { type Reading, readable, type Unreadable } from '../reading.ts';
import type { ClusterSnapshot, Listed } from '../snapshot.ts';
import type { KnownCluster, UnreadFacet } from './known-cluster.ts';

/**
 * What is known of a cluster after tonight: what was read, and for what was not, the last that was.
 *
 * A call that was refused takes nothing out of the history, and puts nothing in.
 */
export function lastKnown(
  before: KnownCluster | undefined,
  tonight: ClusterSnapshot,
  previousAsOf: Instant | undefined,
): { readonly snapshot: ClusterSnapshot; readonly unread: readonly UnreadFacet[] } {
  // A cluster made anew has nothing to do with the one that had its name.
  const known = before?.snapshot?.createdAt === tonight.createdAt ? before : undefined;
  const last = known?.snapshot;
  const unread = snapshotFacets.flatMap((facet) => {
    const refusals = refusalsOf(facet, tonight);
    const [refusal] = refusals;
    if (!refusal) return [];
    const parts = refusals.flatMap(({ part }) => part ?? []);
    const one = unreadFacet(facet, refusal.because, known, last?.[facet].readable ? previousAsOf : undefined);
    return parts.length === 0 ? [one] : [{ ...one, parts }];
  });
  return { snapshot: durable({ ...tonight, ...kept(tonight, last) }), unread };
}

/** A snapshot without what is told of one night only. */
function durable(snapshot: ClusterSnapshot): ClusterSnapshot {
  return {
    ...snapshot,
    nodegroups: withoutSizes(snapshot),
    unmanagedNodes: withoutInstances(snapshot),
    otherNodes: withoutNumbers(snapshot),
  };
}

function withoutInstances({ unmanagedNodes }: ClusterSnapshot): ClusterSnapshot['unmanagedNodes'] {
  if (!unmanagedNodes.readable) return unmanagedNodes;
  return readable(unmanagedNodes.value.map(({ name, detail }) => ({ name, detail })));
}

function withoutNumbers({ otherNodes }: ClusterSnapshot): ClusterSnapshot['otherNodes'] {
  if (!otherNodes.readable) return otherNodes;
  return readable(otherNodes.value.map(({ kubelet, kind }) => ({ kubelet, kind })));
}

function withoutSizes({ nodegroups }: ClusterSnapshot): ClusterSnapshot['nodegroups'] {
  if (!nodegroups.readable) return nodegroups;
  const value = nodegroups.value.map(({ name, detail }) => {
    if (!detail.readable) return { name, detail };
    const { desiredSize: _, ...kept } = detail.value;
    return { name, detail: readable(kept) };
  });
  return readable(value);
}

/** A facet that could not be read tonight, with the instant of its last reading. */
export function unreadFacet(
  facet: Facet,
  because: Unreadable,
  before: KnownCluster | undefined,
  previousAsOf: Instant | undefined,
): UnreadFacet {
  const earlier = before?.unread.find((one) => one.facet === facet);
  const lastReadAt = earlier ? earlier.lastReadAt : previousAsOf;
  return lastReadAt === undefined ? { facet, because } : { facet, because, lastReadAt };
}

/** Each facet as tonight shows it, or as it was last read. */
function kept(
  tonight: ClusterSnapshot,
  last: ClusterSnapshot | undefined,
): { readonly [F in SnapshotFacet]?: ClusterSnapshot[F] } {
  const kept = snapshotFacets.map((facet) => [facet, keep(facet, tonight[facet], last?.[facet])] as const);
  const areTemplatesRead = refusalsOf('launchTemplates', tonight).length === 0;
  if (areTemplatesRead || !last?.launchTemplates.readable) return Object.fromEntries(kept);
  return Object.fromEntries(kept.map(([facet, reading]) => [facet, withTemplatesUnread(facet, reading, last)]));
}

/** What launch templates name is as it was while one of them, or whether a group has one, could not be read. */
function withTemplatesUnread(facet: SnapshotFacet, reading: Reading<unknown>, last: ClusterSnapshot): Reading<unknown> {
  const [parts, known] = [listOf(facet, reading), listOf(facet, last[facet])];
  const before = new Set(known.map(({ name }) => name));
  if (facet === 'launchTemplates') return readable(parts.filter((one) => one.detail.readable || before.has(one.name)));
  if (!namedByTemplates.has(facet) || !reading.readable) return reading;
  const names = new Set(parts.map(({ name }) => name));
  const all = [...parts, ...known.filter(({ name }) => !names.has(name))];
  return readable(all.toSorted((a, b) => (a.name < b.name ? -1 : 1)));
}

const namedByTemplates: ReadonlySet<SnapshotFacet> = new Set(['images', 'keyPairs', 'securityGroups', 'kmsKeys']);

function listOf(facet: SnapshotFacet, reading: Reading<unknown>): readonly Listed<unknown>[] {
  return (reading.readable && partsOf(facet, reading.value)) || [];
}

function keep(facet: SnapshotFacet, tonight: Reading<unknown>, last: Reading<unknown> | undefined): Reading<unknown> {
  if (!last?.readable) return tonight;
  if (!tonight.readable) return last;
  const [parts, known] = [partsOf(facet, tonight.value), partsOf(facet, last.value)];
  return parts && known ? readable(parts.map((part) => keepPart(part, known))) : tonight;
}

function keepPart(tonight: Listed<unknown>, known: readonly Listed<unknown>[]): Listed<unknown> {
  if (tonight.detail.readable) return tonight;
  const earlier = known.find(({ name }) => name === tonight.name);
  return earlier?.detail.readable ? { ...tonight, detail: earlier.detail } : tonight;
}
