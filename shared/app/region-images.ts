import { type Catalogue, nextReleasedVersion, type Published } from '#core/catalogue.ts';
import type { Instant } from '#core/days.ts';
import { type ImageList, type RunningImage, releaseOf, withRecommended, withRelease } from '#core/images/image-list.ts';
import { type Reading, readable } from '#core/reading.ts';
import type { Target } from '#core/snapshot.ts';
import { supportPhaseAt } from '#core/support.ts';
import type { AwsReader } from '#ports/aws-reader.ts';
import type { Store } from '#ports/store.ts';
import { isFresh, orStale, union } from './published-lists.ts';
import type { WantedLists } from './wanted-lists.ts';

export interface RegionImagesDeps {
  readonly reader: Pick<AwsReader, 'readRecommendedImages' | 'readReleaseDates'>;
  readonly store: Pick<Store, 'catalogueOf'>;
}

/** An account in a region, with the lists that it may be asked for: each once. */
export interface Asking {
  readonly target: Target;
  readonly asOf: Instant;
  readonly isNewQuestion: (list: string) => boolean;
}

/** The Kubernetes versions whose images a cluster is judged by: those that run, and those that come next. */
export function versionsFor(
  { clusterVersions }: Catalogue,
  images: readonly string[],
  asOf: Instant,
): readonly string[] {
  if (!clusterVersions.readable) return images;
  const listed = clusterVersions.value.value;
  return union(
    images,
    images.flatMap((version) => nextReleasedVersion(listed, version, asOf) ?? []),
  );
}

/** A list of tonight, and releases that it does not know of yet. */
interface UndatedImages {
  readonly version: string;
  readonly list: Published<ImageList>;
  readonly images: readonly RunningImage[];
}

/** The releases whose day of publication nobody knows yet, by the list that is to hold it. */
export function undatedIn(catalogue: Catalogue, undated: readonly RunningImage[]): readonly UndatedImages[] {
  return Object.entries(catalogue.images).flatMap(([version, list]) => {
    if (!isFresh(list)) return [];
    const isUnknown = ({ kubernetes, amiType, release }: RunningImage): boolean =>
      kubernetes === version && releaseOf(list.value.value, amiType, release) === undefined;
    const images = undated.filter(isUnknown);
    return images.length === 0 ? [] : [{ version, list: list.value, images }];
  });
}

/**
 * Reads the images of the versions that are wanted, and of all that AWS supports, as far as tonight's are missing.
 *
 * What was ever recommended is remembered beside what is recommended tonight.
 */
export async function readImages(
  { reader, store }: RegionImagesDeps,
  { target, asOf, isNewQuestion }: Asking,
  catalogue: Catalogue,
  { images, undated }: WantedLists,
): Promise<Catalogue['images']> {
  const wanted = union(versionsFor(catalogue, images, asOf), supportedIn(catalogue, asOf));
  const versions = wanted.filter(
    (version) => !isFresh(catalogue.images[version]) && isNewQuestion(`images ${version}`),
  );
  const read = versions.length === 0 ? {} : await reader.readRecommendedImages(target, versions);
  const stored =
    versions.length === 0 ? undefined : await store.catalogueOf(target.region, { addons: [], images: versions });
  const lists: Record<string, Reading<Published<ImageList>>> = {};
  for (const [version, tonight] of Object.entries(read)) {
    const before = stored?.images[version];
    const known = before?.readable ? before.value.value : {};
    lists[version] = tonight.readable
      ? readable({ value: withRecommended(known, tonight.value, asOf), readAt: asOf })
      : orStale(tonight, before);
  }

  const all = { ...catalogue, images: { ...catalogue.images, ...lists } };
  const unknown = undatedIn(all, undated).map((one) => ({
    ...one,
    images: one.images.filter((image) => isNewQuestion(Object.values(image).join(' '))),
  }));
  const asked = unknown.flatMap((one) => one.images);
  if (asked.length === 0) return lists;
  const dates = await reader.readReleaseDates(target, asked);
  for (const { version, list, images: ofList } of unknown) {
    // Where nobody would say when they are of, the list is not whole: whoever asks next asks again.
    lists[version] = dates.readable
      ? readable({
          ...list,
          value: ofList.reduce((known, one) => withRelease(known, one, dates.value[asked.indexOf(one)]), list.value),
        })
      : readable({ ...list, stale: dates.because });
  }
  return lists;
}

/** A version whose life is not known is read like one that lives. */
function supportedIn({ clusterVersions }: Catalogue, asOf: Instant): readonly string[] {
  if (!clusterVersions.readable) return [];
  const supported = clusterVersions.value.value.filter((entry) => supportPhaseAt(entry, asOf) !== 'UNSUPPORTED');
  return supported.map(({ version }) => version);
}
