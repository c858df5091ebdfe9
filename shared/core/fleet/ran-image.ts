import type { Instant } from '../days.ts';
import { imageOf, type NodeImage } from '../images/node-image.ts';
import type { AmiFamily } from '../images/nodegroup-release.ts';
import { type ClusterSnapshot, listedNodegroups } from '../snapshot.ts';

/** A release of node images that some node group of a cluster has run, whatever its minor of Kubernetes. */
export interface RanImage {
  readonly family: AmiFamily;
  /** A date, or a version of Bottlerocket. */
  readonly release: string;
  /** Our first sight of it, or the last change of a group that ran it then, whichever is earlier. */
  readonly since: Instant;
  readonly firstObservedAt: Instant;
  /** The first sight without it; absent for one that runs. */
  readonly until?: Instant;
}

/** With an image a fortnight in each of a few groups, a year and more. */
const longestHistory = 100;

/**
 * What is known of the images of a cluster after tonight: those that run, and those that ran before.
 *
 * Of groups that could not be read the snapshot holds what was seen last. The same snapshot a second time changes nothing.
 */
export function ranImages(before: readonly RanImage[], snapshot: ClusterSnapshot, asOf: Instant): readonly RanImage[] {
  if (!snapshot.nodegroups.readable) return before;
  const running = new Map(runningIn(snapshot, asOf).map((image) => [keyOf(image), image]));
  const over = before.filter(({ until }) => until !== undefined);
  const known = before.filter(({ until }) => until === undefined);
  const ended = known.filter((image) => !running.has(keyOf(image))).map((image) => ({ ...image, until: asOf }));
  const kept = known.filter((image) => running.has(keyOf(image)));
  const begun = [...running.values()].filter((image) => !kept.some((one) => keyOf(one) === keyOf(image)));
  return [...[...over, ...ended].slice(-longestHistory), ...kept, ...begun];
}

/** Each that runs once, since the earliest change of a group that runs it. */
function runningIn(snapshot: ClusterSnapshot, asOf: Instant): readonly RanImage[] {
  const images = listedNodegroups(snapshot).flatMap(({ detail }): RanImage[] => {
    if (!detail.readable) return [];
    const sight = imageOf(detail.value);
    if (sight.kind !== 'EKS') return [];
    const { family, release } = sight.image;
    const { modifiedAt = asOf } = detail.value;
    return [{ family, release, since: modifiedAt < asOf ? modifiedAt : asOf, firstObservedAt: asOf }];
  });
  // Of two of one key a map keeps the later: here that which began first.
  return images.sort((a, b) => Number(a.since < b.since) - Number(a.since > b.since));
}

function keyOf({ family, release }: Pick<NodeImage, 'family' | 'release'>): string {
  return `${family} ${release}`;
}
