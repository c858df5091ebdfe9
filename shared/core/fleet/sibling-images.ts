import { daysBetween, type Instant } from '../days.ts';
import { listedImageOf, type NodeImage } from '../images/node-image.ts';
import { type AmiFamily, compareImageReleases } from '../images/nodegroup-release.ts';
import { listedNodegroups } from '../snapshot.ts';
import { cameWith } from './grace.ts';
import type { RanImage } from './ran-image.ts';
import type { Sibling } from './siblings.ts';

/** The images of one family that a sibling runs, or ran. */
export interface SiblingImages {
  readonly sibling: Sibling;
  readonly images: readonly RanImage[];
  /** Since when we know what it runs: our first sight of its nodes, or its creation where it still ran its first image then. */
  readonly watchedFrom: Instant;
}

/** Nothing for a sibling that has never been seen with nodes of the family. */
export function imagesOfFamily(family: AmiFamily, sibling: Sibling): readonly SiblingImages[] {
  const images = sibling.images.filter((image) => image.family === family);
  const [firstSight] = sibling.images.map(({ firstObservedAt }) => firstObservedAt).sort();
  const [begun] = images.map(({ since }) => since).sort();
  if (firstSight === undefined || begun === undefined) return [];
  const { createdAt } = sibling.cluster;
  const isFirstImage = begun >= createdAt && cameWith(sibling.cluster, begun);
  return [{ sibling, images, watchedFrom: isFirstImage && createdAt < firstSight ? createdAt : firstSight }];
}

/**
 * Whether a sibling that runs a newer release may have run this one when nobody looked: our history of it is too
 * young, or it ran the newer one before that began.
 */
export function mayHaveRunUnseen(
  { release }: NodeImage,
  { images, watchedFrom }: SiblingImages,
  soakDays: number,
  asOf: Instant,
): boolean {
  const newer = images.filter((one) => compareImageReleases(one.release, release) > 0);
  if (newer.length === 0) return false;
  const isYoung = daysBetween(watchedFrom, asOf) < soakDays;
  return isYoung || newer.some(({ since }) => since <= watchedFrom);
}

/** Why it is not known of some node group of a sibling which image it runs. */
export function unseenImagesOf({ name, cluster }: Sibling): readonly string[] {
  return listedNodegroups(cluster).flatMap((group) => {
    const sight = listedImageOf(group);
    return sight.kind === 'UNREADABLE'
      ? [`the image of ${group.name} of its sibling ${name} could not be read: ${sight.because}`]
      : [];
  });
}

/** Whether some node group of a sibling has an image of its own, whose family nobody knows. */
export function hasOwnImages({ cluster }: Sibling): boolean {
  return listedNodegroups(cluster).some((group) => listedImageOf(group).kind === 'CUSTOM');
}

/** The node groups of a sibling that run images of one family, and which. */
export function nodegroupsOfFamily(
  family: AmiFamily,
  { cluster }: Sibling,
): readonly (NodeImage & { readonly name: string })[] {
  return listedNodegroups(cluster).flatMap((group) => {
    const sight = listedImageOf(group);
    return sight.kind === 'EKS' && sight.image.family === family ? [{ name: group.name, ...sight.image }] : [];
  });
}
