import { z } from 'zod';
import type { AddonRelease, ClusterVersion } from '#core/catalogue.ts';
import { optionalInstant, optionalText, present } from './parse-answer.ts';

/**
 * One page of `DescribeClusterVersions`. An entry without a version is about nothing, and is left out; one whose
 * other facts cannot be read stays, without them: that a version exists is what its neighbours are judged by.
 */
export const ClusterVersionsPage = z
  .object({
    clusterVersions: z.array(
      z.object({
        clusterVersion: optionalText.catch(undefined),
        releaseDate: optionalInstant.catch(undefined),
        endOfStandardSupportDate: optionalInstant.catch(undefined),
        endOfExtendedSupportDate: optionalInstant.catch(undefined),
        versionStatus: optionalText.catch(undefined),
        status: optionalText.catch(undefined),
      }),
    ),
  })
  .transform(({ clusterVersions }): readonly ClusterVersion[] =>
    clusterVersions.flatMap(({ clusterVersion: version, versionStatus, status, ...dates }) => {
      if (version === undefined) return [];
      return [
        present({
          version,
          releaseDate: dates.releaseDate,
          endOfStandardSupport: dates.endOfStandardSupportDate,
          endOfExtendedSupport: dates.endOfExtendedSupportDate,
          // AWS has written the same word in two fields and two ways.
          status: (versionStatus ?? status)?.toUpperCase().replaceAll('-', '_'),
        }),
      ];
    }),
  );

/** The names on one page of `DescribeAddonVersions`: what we do not run is not looked at further. */
export const AddonNamesPage = z.object({
  addons: z.array(z.looseObject({ addonName: optionalText.catch(undefined) })),
});

/** One add-on of `DescribeAddonVersions`. A version, or a cluster version, without its name is about nothing. */
export const AddonReleases = z
  .object({
    addonVersions: z
      .array(
        z.object({
          addonVersion: optionalText,
          requiresIamPermissions: z.boolean().nullish(),
          compatibilities: z
            .array(
              z.object({
                clusterVersion: optionalText,
                platformVersions: z.array(z.string()).nullish(),
                defaultVersion: z.boolean().nullish(),
              }),
            )
            .nullish(),
        }),
      )
      .nullish(),
  })
  .transform(({ addonVersions }): readonly AddonRelease[] =>
    (addonVersions ?? []).flatMap(({ addonVersion: version, requiresIamPermissions, compatibilities }) => {
      if (version === undefined) return [];
      const listed = (compatibilities ?? []).flatMap(({ clusterVersion, platformVersions, defaultVersion }) =>
        clusterVersion === undefined
          ? []
          : [{ clusterVersion, platformVersions: platformVersions ?? [], isDefault: defaultVersion === true }],
      );
      return [{ version, ...(requiresIamPermissions ? { requiresIam: true as const } : {}), compatibilities: listed }];
    }),
  );
