import { type Catalogue, clusterVersionOf } from '../catalogue.ts';
import { daysBetween, type Instant } from '../days.ts';
import { type Reading, readable, type Unreadable, unreadable } from '../reading.ts';
import type { ImageRelease, ImagesOfType } from './image-list.ts';
import type { NodeImage } from './node-image.ts';
import { releasedAt } from './nodegroup-release.ts';

/** What AWS publishes of an AMI type for a Kubernetes version, and why it is what was published another night. */
export interface PublishedImages extends ImagesOfType {
  readonly stale?: Unreadable;
}

/** The images of an AMI type for a Kubernetes version; where there are none, none is recommended. */
export function publishedImages({ images }: Catalogue, amiType: string, kubernetes: string): Reading<PublishedImages> {
  const list = images[kubernetes];
  if (!list) return unreadable({ call: 'ssm:GetParameters', obstacle: 'NOT_READ_YET', detail: '' });
  if (!list.readable) return list;
  const { value, stale } = list.value;
  return readable({ releases: [], ...value[amiType], ...(stale === undefined ? {} : { stale }) });
}

/**
 * Whether AWS publishes an AMI type for any version, or was ever seen to.
 *
 * Where it does not, the region does without it, or the parameter has a name that we do not know.
 */
function isEverPublished({ images }: Catalogue, amiType: string): boolean {
  return Object.values(images).some((list) => {
    if (!list.readable) return false;
    const { recommended, releases = [] } = list.value.value[amiType] ?? {};
    return recommended !== undefined || releases.some(({ recommendedSince }) => recommendedSince !== undefined);
  });
}

/** Whether AWS publishes no image of an AMI type for a Kubernetes version, as far as it is known, and does for others. */
export function isUnpublished(catalogue: Catalogue, amiType: string, kubernetes: string): boolean {
  const published = publishedImages(catalogue, amiType, kubernetes);
  return published.readable && published.value.recommended === undefined && isEverPublished(catalogue, amiType);
}

/** The images of a new version come in the weeks around its release: those of 1.36 eight days after it. */
const firstImagesDays = 30;

/** Whether a Kubernetes version is so new that its images may be still to come. */
export function isAwaitingImages({ clusterVersions }: Catalogue, kubernetes: string, asOf: Instant): boolean {
  const entry = clusterVersions.readable ? clusterVersionOf(clusterVersions.value.value, kubernetes) : undefined;
  return entry?.releaseDate !== undefined && daysBetween(entry.releaseDate, asOf) < firstImagesDays;
}

/** When an image was published: its date, or where it has none what AWS said of it; undefined where nobody knows. */
export function publishedAt(
  { family, release, text }: NodeImage,
  releases: readonly ImageRelease[],
): Instant | undefined {
  if (family === 'BOTTLEROCKET') return releases.find((one) => one.text === text)?.publishedAt;
  return releasedAt(release);
}
