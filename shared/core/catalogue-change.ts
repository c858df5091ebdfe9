import {
  type AddonRelease,
  type Catalogue,
  type ClusterVersion,
  clusterVersionOf,
  type Published,
} from './catalogue.ts';
import type { Instant } from './days.ts';
import type { ImageList } from './images/image-list.ts';
import { compareKubernetesVersions, parseKubernetesVersion } from './kubernetes-version.ts';
import type { Reading } from './reading.ts';
import type { AddonSnapshot, ClusterSnapshot, Listed } from './snapshot.ts';

/** Something that AWS published otherwise than before. */
export type CatalogueChange =
  /** A Kubernetes version that is newer than all that were listed. */
  | { readonly kind: 'VERSION_LISTED'; readonly version: string; readonly releaseDate?: Instant }
  | {
      readonly kind: 'SUPPORT_MOVED';
      readonly version: string;
      readonly phase: SupportPhase;
      readonly from: Instant;
      readonly to: Instant;
    }
  /** A version of an add-on is listed for Kubernetes versions for which it was not. */
  | ({ readonly kind: 'ADDON_PUBLISHED' } & ListedAddon)
  /** It is listed no more for Kubernetes versions for which it was. */
  | ({ readonly kind: 'ADDON_DELISTED' } & ListedAddon)
  | {
      readonly kind: 'ADDON_DEFAULT_MOVED';
      readonly addon: string;
      readonly kubernetes: string;
      readonly from: string;
      readonly to: string;
    }
  | ({ readonly kind: 'IMAGE_RECOMMENDED'; readonly to: string } & RecommendedBefore)
  /** AWS went back to a release that it had recommended earlier: the later one is taken back. */
  | ({ readonly kind: 'IMAGE_WITHDRAWN'; readonly to: string } & RecommendedBefore)
  /** AWS recommends no image of this type any more. */
  | ({ readonly kind: 'IMAGES_ENDED' } & RecommendedBefore);

export type SupportPhase = 'STANDARD' | 'EXTENDED';

interface ListedAddon {
  readonly addon: string;
  readonly version: string;
  /** The Kubernetes versions that it is about. */
  readonly kubernetes: readonly string[];
}

interface RecommendedBefore {
  readonly amiType: string;
  readonly kubernetes: string;
  readonly from: string;
}

/** What AWS changed in one region, and when we saw it. */
export interface RegionalChange {
  readonly region: string;
  readonly at: Instant;
  readonly change: CatalogueChange;
}

/** A change that matters, in all regions in which it was made. */
export interface ToldChange {
  readonly change: CatalogueChange;
  readonly regions: readonly string[];
  readonly clusters: readonly ConcernedCluster[];
}

/** A cluster that runs what a change is about. */
export interface ConcernedCluster {
  readonly arn: string;
  readonly environment?: string;
}

/** What differs between two lists that AWS gave. A list that is new to us, or that AWS did not give, tells of no change. */
export function catalogueChanges(before: Catalogue, after: Catalogue): readonly CatalogueChange[] {
  const addons = Object.keys(after.addons).flatMap((addon) =>
    between(before.addons[addon], after.addons[addon], (was, is) => addonChanges(addon, was, is)),
  );
  const images = Object.keys(after.images).flatMap((kubernetes) =>
    between(before.images[kubernetes], after.images[kubernetes], (was, is) => imageChanges(kubernetes, was, is)),
  );
  return [...between(before.clusterVersions, after.clusterVersions, versionChanges), ...addons, ...images];
}

/** Whether people should hear of a change, where it concerns a cluster of theirs. The others are the daily work of AWS. */
export function matters({ kind }: CatalogueChange): boolean {
  return kind !== 'ADDON_PUBLISHED' && kind !== 'ADDON_DEFAULT_MOVED' && kind !== 'IMAGE_RECOMMENDED';
}

/** Whether a change is about what a cluster runs. What it could not be seen to run concerns it not. */
export function concerns(change: CatalogueChange, { version, addons, nodegroups }: ClusterSnapshot): boolean {
  switch (change.kind) {
    case 'VERSION_LISTED':
      return false;
    case 'SUPPORT_MOVED':
      return version === change.version;
    case 'ADDON_PUBLISHED':
    case 'ADDON_DELISTED':
      return change.kubernetes.includes(version) && has(addons, (one) => runs(one, change));
    case 'ADDON_DEFAULT_MOVED':
      return change.kubernetes === version && has(addons, ({ name }) => name === change.addon);
    case 'IMAGE_RECOMMENDED':
    case 'IMAGE_WITHDRAWN':
    case 'IMAGES_ENDED':
      return has(nodegroups, (one) => one.amiType === change.amiType && one.version === change.kubernetes);
  }
}

function runs({ name, version }: AddonSnapshot, listed: ListedAddon): boolean {
  return name === listed.addon && version === listed.version;
}

function has<T>(list: Reading<readonly Listed<T>[]>, test: (one: T) => boolean): boolean {
  return list.readable && list.value.some(({ detail }) => detail.readable && test(detail.value));
}

type List<T> = Reading<Published<T>> | undefined;

function between<T>(before: List<T>, after: List<T>, compare: (was: T, is: T) => readonly CatalogueChange[]) {
  const [was, is] = [given(before), given(after)];
  return was && is ? compare(was.value, is.value) : [];
}

/** A list that AWS gave; an older one in its place tells nothing new. */
function given<T>(list: List<T>): Published<T> | undefined {
  return list?.readable && list.value.stale === undefined ? list.value : undefined;
}

function versionChanges(was: readonly ClusterVersion[], is: readonly ClusterVersion[]): readonly CatalogueChange[] {
  return is.flatMap((now): readonly CatalogueChange[] => {
    const { version, releaseDate } = now;
    const before = clusterVersionOf(was, version);
    if (!before) return isNewest(version, was) ? [{ kind: 'VERSION_LISTED', version, ...dated(releaseDate) }] : [];
    return [
      ...moved(version, 'STANDARD', before.endOfStandardSupport, now.endOfStandardSupport),
      ...moved(version, 'EXTENDED', before.endOfExtendedSupport, now.endOfExtendedSupport),
    ];
  });
}

function isNewest(version: string, others: readonly ClusterVersion[]): boolean {
  const own = parseKubernetesVersion(version);
  return others.every((one) => {
    const other = parseKubernetesVersion(one.version);
    return own !== undefined && other !== undefined && compareKubernetesVersions(own, other) > 0;
  });
}

function dated(releaseDate: Instant | undefined) {
  return releaseDate === undefined ? {} : { releaseDate };
}

function moved(version: string, phase: SupportPhase, from: Instant | undefined, to: Instant | undefined) {
  if (from === undefined || to === undefined || from === to) return [];
  return [{ kind: 'SUPPORT_MOVED', version, phase, from, to } as const];
}

function addonChanges(
  addon: string,
  was: readonly AddonRelease[],
  is: readonly AddonRelease[],
): readonly CatalogueChange[] {
  return [
    ...listedIn(is, was).map((listed) => ({ kind: 'ADDON_PUBLISHED', addon, ...listed }) as const),
    ...listedIn(was, is).map((listed) => ({ kind: 'ADDON_DELISTED', addon, ...listed }) as const),
    ...[...defaultsOf(was)].flatMap(([kubernetes, from]): readonly CatalogueChange[] => {
      const to = defaultsOf(is).get(kubernetes);
      return to === undefined || to === from ? [] : [{ kind: 'ADDON_DEFAULT_MOVED', addon, kubernetes, from, to }];
    }),
  ];
}

/** What one list has and the other has not. */
function listedIn(these: readonly AddonRelease[], others: readonly AddonRelease[]) {
  const known = new Map(others.map(({ version, compatibilities }) => [version, kubernetesOf(compatibilities)]));
  return these.flatMap(({ version, compatibilities }) => {
    const kubernetes = kubernetesOf(compatibilities).filter((one) => !known.get(version)?.includes(one));
    return kubernetes.length === 0 ? [] : [{ version, kubernetes }];
  });
}

function kubernetesOf(compatibilities: AddonRelease['compatibilities']): readonly string[] {
  return [...new Set(compatibilities.map(({ clusterVersion }) => clusterVersion))];
}

function defaultsOf(releases: readonly AddonRelease[]): ReadonlyMap<string, string> {
  return new Map(
    releases.flatMap(({ version, compatibilities }) =>
      compatibilities.flatMap(({ clusterVersion, isDefault }) =>
        isDefault ? [[clusterVersion, version] as const] : [],
      ),
    ),
  );
}

function imageChanges(kubernetes: string, was: ImageList, is: ImageList): readonly CatalogueChange[] {
  return Object.entries(was).flatMap(([amiType, { recommended: from, releases }]): readonly CatalogueChange[] => {
    const to = is[amiType]?.recommended;
    if (from === undefined || from === to) return [];
    const subject = { amiType, kubernetes, from };
    if (to === undefined) return [{ kind: 'IMAGES_ENDED', ...subject }];
    const isKnown = releases.some(({ text, recommendedSince }) => text === to && recommendedSince !== undefined);
    return [{ kind: isKnown ? 'IMAGE_WITHDRAWN' : 'IMAGE_RECOMMENDED', ...subject, to }];
  });
}
