import type { Catalogue } from './catalogue.ts';
import type { Instant } from './days.ts';
import type { ImageRelease, ImagesOfType } from './image-list.ts';
import type { NodeImage } from './node-image.ts';
import { releasedAt } from './nodegroup-release.ts';
import { type Reading, readable, type Unreadable, unreadable } from './reading.ts';

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
export function isEverPublished({ images }: Catalogue, amiType: string): boolean {
  return Object.values(images).some((list) => {
    if (!list.readable) return false;
    const { recommended, releases = [] } = list.value.value[amiType] ?? {};
    return recommended !== undefined || releases.some(({ recommendedSince }) => recommendedSince !== undefined);
  });
}

/** When an image was published: its date, or where it has none what AWS said of it; undefined where nobody knows. */
export function publishedAt(
  { family, release, text }: NodeImage,
  releases: readonly ImageRelease[],
): Instant | undefined {
  if (family === 'BOTTLEROCKET') return releases.find((one) => one.text === text)?.publishedAt;
  return releasedAt(release);
}
