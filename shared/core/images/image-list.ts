import type { Instant } from '../days.ts';
import { amiFamilyOf } from './nodegroup-release.ts';

/** The node images that AWS publishes for one Kubernetes version, by AMI type. Of a type that is not here there never was one. */
export type ImageList = Readonly<Record<string, ImagesOfType>>;

/** The images of one AMI type, and what is remembered of those before. */
export interface ImagesOfType {
  /** The release that AWS recommends; absent where it no longer publishes any. */
  readonly recommended?: string;
  /** Every release that we have heard of, in the order in which we did. */
  readonly releases: readonly ImageRelease[];
}

export interface ImageRelease {
  readonly text: string;
  /** When it was published, where its text does not say that (Bottlerocket). */
  readonly publishedAt?: Instant;
  /** When we first saw AWS recommend it; absent of one that we only asked about. */
  readonly recommendedSince?: Instant;
}

/** What AWS recommends tonight for one Kubernetes version, by AMI type. */
export type RecommendedImages = Readonly<Record<string, RecommendedImage>>;

export interface RecommendedImage {
  readonly release: string;
  /** When AWS last changed its word. */
  readonly since?: Instant;
}

/** A release that a node group runs. */
export interface RunningImage {
  readonly kubernetes: string;
  readonly amiType: string;
  readonly release: string;
}

/** By AMI type, the name of the parameter that holds the recommended release, with `{version}` for that of Kubernetes. */
export type ImageParameters = Readonly<Record<string, string>>;

/** Lays what AWS recommends tonight over what was known: no release that was ever recommended is forgotten. */
export function withRecommended(before: ImageList, tonight: RecommendedImages, asOf: Instant): ImageList {
  const types = [...new Set([...Object.keys(before), ...Object.keys(tonight)])].sort();
  return Object.fromEntries(
    types.map((type) => [type, ofType(type, before[type]?.releases ?? [], tonight[type], asOf)]),
  );
}

function ofType(
  amiType: string,
  releases: readonly ImageRelease[],
  recommended: RecommendedImage | undefined,
  asOf: Instant,
): ImagesOfType {
  if (!recommended) return { releases };
  const { release: text, since } = recommended;
  const known = releases.find((one) => one.text === text);
  if (known?.recommendedSince !== undefined) return { recommended: text, releases };
  const dated = since !== undefined && isUndated(amiType) ? { publishedAt: since } : {};
  const seen = { text, ...dated, ...known, recommendedSince: asOf };
  return { recommended: text, releases: [...releases.filter((one) => one !== known), seen] };
}

/** Adds a release that was asked about by itself, and when it was published, where anybody knows. */
export function withRelease(
  list: ImageList,
  { amiType, release: text }: RunningImage,
  publishedAt: Instant | undefined,
): ImageList {
  const { releases = [], ...rest } = list[amiType] ?? {};
  const added = { text, ...(publishedAt === undefined ? {} : { publishedAt }) };
  return { ...list, [amiType]: { ...rest, releases: [...releases, added] } };
}

/** What is known of a release of an AMI type. */
export function releaseOf(list: ImageList, amiType: string, text: string): ImageRelease | undefined {
  return list[amiType]?.releases.find((one) => one.text === text);
}

/** Whether the releases of an AMI type do not say when they were published. */
export function isUndated(amiType: string): boolean {
  return amiFamilyOf(amiType) === 'BOTTLEROCKET';
}
