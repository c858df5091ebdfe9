import { type AddonVersion, compareAddonVersions, parseAddonVersion } from './addons/addon-version.ts';
import type { Instant } from './days.ts';
import type { ImageList } from './images/image-list.ts';
import { formatKubernetesVersion, nextMinor, parseKubernetesVersion } from './kubernetes-version.ts';
import type { Reading, Unreadable } from './reading.ts';

/** What AWS publishes in one region: which Kubernetes versions it supports until when, which add-ons fit them. */
export interface Catalogue {
  readonly region: string;
  readonly clusterVersions: Reading<Published<readonly ClusterVersion[]>>;
  /** By add-on name; a name that is not here was not asked for. */
  readonly addons: Readonly<Record<string, Reading<Published<readonly AddonRelease[]>>>>;
  /** The images of nodes by Kubernetes version; a version that is not here was not asked for. */
  readonly images: Readonly<Record<string, Reading<Published<ImageList>>>>;
}

/** Every list of a catalogue. */
export function listsIn({ clusterVersions, addons, images }: Catalogue): readonly Reading<Published<unknown>>[] {
  return [clusterVersions, ...Object.values(addons), ...Object.values(images)];
}

/** A published list, when it was read and, where AWS could not be asked tonight, why an older one is used. */
export interface Published<T> {
  readonly value: T;
  readonly readAt: Instant;
  readonly stale?: Unreadable;
}

/** One Kubernetes version of `DescribeClusterVersions`. Dates are midnight UTC. */
export interface ClusterVersion {
  readonly version: string;
  readonly releaseDate?: Instant;
  readonly endOfStandardSupport?: Instant;
  readonly endOfExtendedSupport?: Instant;
  /** STANDARD_SUPPORT, EXTENDED_SUPPORT, UNSUPPORTED, or a word we do not know yet. */
  readonly status?: string;
}

/** One version of an add-on and the Kubernetes versions it is listed for. */
export interface AddonRelease {
  readonly version: string;
  /** Set where AWS says that its pods need IAM permissions. */
  readonly requiresIam?: true;
  readonly compatibilities: readonly Compatibility[];
}

export interface Compatibility {
  readonly clusterVersion: string;
  /** `*`, `eks.5` or `eks.5+`; an empty list holds for all. */
  readonly platformVersions: readonly string[];
  /** Whether EKS installs this version where none is asked for. */
  readonly isDefault: boolean;
}

/** A published add-on version with its parsed number; those that do not parse cannot be ordered and are left out. */
export interface ListedRelease {
  readonly text: string;
  readonly version: AddonVersion;
  readonly platformVersions: readonly string[];
  readonly isDefault: boolean;
}

/** The versions of an add-on that are listed for one Kubernetes version, oldest first. */
export function releasesFor(releases: readonly AddonRelease[], kubernetes: string): readonly ListedRelease[] {
  return releases
    .flatMap(({ version: text, compatibilities }) => {
      const version = parseAddonVersion(text);
      const match = compatibilities.filter(({ clusterVersion }) => clusterVersion === kubernetes);
      if (!version || match.length === 0) return [];
      const platformVersions = match.some((one) => one.platformVersions.length === 0)
        ? []
        : match.flatMap((one) => one.platformVersions);
      return [{ text, version, platformVersions, isDefault: match.some(({ isDefault }) => isDefault) }];
    })
    .sort((a, b) => compareAddonVersions(a.version, b.version));
}

/** Whether a list of platform versions (`*`, `eks.5`, `eks.5+`) holds for a cluster's; undefined where that is unknown. */
export function fitsPlatform(listed: readonly string[], platformVersion: string | undefined): boolean | undefined {
  if (listed.length === 0 || listed.includes('*')) return true;
  const own = /^eks\.(\d+)$/.exec(platformVersion ?? '')?.[1];
  if (own === undefined) return undefined;
  return listed.some((entry) => {
    const match = /^eks\.(\d+)(\+?)$/.exec(entry);
    if (!match) return false;
    return match[2] === '+' ? Number(own) >= Number(match[1]) : Number(own) === Number(match[1]);
  });
}

/** The entry of a Kubernetes version. */
export function clusterVersionOf(versions: readonly ClusterVersion[], version: string): ClusterVersion | undefined {
  return versions.find((one) => one.version === version);
}

/**
 * The next minor after `version` that AWS has released, or undefined where there is none yet.
 *
 * What is listed without a date is released; a date in the future is an announcement.
 */
export function nextReleasedVersion(
  versions: readonly ClusterVersion[],
  version: string,
  asOf: Instant,
): string | undefined {
  const own = parseKubernetesVersion(version);
  if (!own) return undefined;
  const next = clusterVersionOf(versions, formatKubernetesVersion(nextMinor(own)));
  if (!next) return undefined;
  return next.releaseDate === undefined || next.releaseDate <= asOf ? next.version : undefined;
}
