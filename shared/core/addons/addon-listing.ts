import { fitsPlatform, type ListedRelease } from '../catalogue.ts';
import { type AddonVersion, compareAddonVersions, compareReleases } from './addon-version.ts';

/** How a version stands to the list of those that AWS publishes as compatible. */
export type Listing =
  | { readonly kind: 'LISTED' }
  /** Listed, but for platform versions that this cluster does not have. */
  | { readonly kind: 'OTHER_PLATFORM'; readonly platformVersions: readonly string[] }
  /** Listed for some platform versions; the cluster's own is not known. */
  | { readonly kind: 'UNKNOWN_PLATFORM'; readonly platformVersions: readonly string[] }
  | { readonly kind: 'BELOW_LISTED' }
  /** Above the highest by a patch or more, or by a build only. */
  | { readonly kind: 'ABOVE_LISTED'; readonly buildOnly: boolean }
  /** Between those listed, or an older build of one of them: it was withdrawn. */
  | { readonly kind: 'DELISTED'; readonly nearest: string };

/**
 * Compares a version with a list that is not empty, oldest first.
 *
 * A version that names no build is listed where one of its builds is.
 */
export function listingOf(
  version: AddonVersion,
  listed: readonly [ListedRelease, ...ListedRelease[]],
  platformVersion: string | undefined,
): Listing {
  const exact = listed.findLast((one) =>
    version.build === undefined
      ? compareReleases(one.version, version) === 0
      : compareAddonVersions(one.version, version) === 0,
  );
  if (exact) return onPlatform(exact, platformVersion);
  const lowest = listed[0];
  const highest = highestOf(listed);
  if (compareReleases(version, lowest.version) < 0) return { kind: 'BELOW_LISTED' };
  if (compareAddonVersions(version, highest.version) > 0) {
    return { kind: 'ABOVE_LISTED', buildOnly: compareReleases(version, highest.version) === 0 };
  }
  const isNearer = (one: ListedRelease, than: ListedRelease): boolean =>
    compareAddonVersions(one.version, version) > 0 && compareAddonVersions(one.version, than.version) < 0;
  const nearest = listed.reduce((best, one) => (isNearer(one, best) ? one : best), highest);
  return { kind: 'DELISTED', nearest: nearest.text };
}

/** The last of a list that is in order. */
export function highestOf(listed: readonly [ListedRelease, ...ListedRelease[]]): ListedRelease {
  return listed.reduce((_, last) => last);
}

function onPlatform({ platformVersions }: ListedRelease, platformVersion: string | undefined): Listing {
  const fitting = fitsPlatform(platformVersions, platformVersion);
  if (fitting === true) return { kind: 'LISTED' };
  return { kind: fitting === false ? 'OTHER_PLATFORM' : 'UNKNOWN_PLATFORM', platformVersions };
}
