import { z } from 'zod';
import type { AddonRelease, ClusterVersion, Published } from '#core/catalogue.ts';
import type { CatalogueChange } from '#core/catalogue-change.ts';
import type { ImageList } from '#core/images/image-list.ts';
import type { Reading } from '#core/reading.ts';
import { reading, Unreadable } from './cluster-schema.ts';

function published<T>(value: z.ZodType<T>): z.ZodType<Reading<Published<T>>> {
  return reading(z.strictObject({ value, readAt: z.string(), stale: Unreadable.exactOptional() }));
}

export const Versions: z.ZodType<Reading<Published<readonly ClusterVersion[]>>> = published(
  z.array(
    z.strictObject({
      version: z.string(),
      releaseDate: z.string().exactOptional(),
      endOfStandardSupport: z.string().exactOptional(),
      endOfExtendedSupport: z.string().exactOptional(),
      status: z.string().exactOptional(),
    }),
  ),
);

export const Addon = z.strictObject({
  addon: z.string(),
  releases: published<readonly AddonRelease[]>(
    z.array(
      z.strictObject({
        version: z.string(),
        requiresIam: z.literal(true).exactOptional(),
        compatibilities: z.array(
          z.strictObject({
            clusterVersion: z.string(),
            platformVersions: z.array(z.string()),
            isDefault: z.boolean(),
          }),
        ),
      }),
    ),
  ),
});

export const Images = z.strictObject({
  kubernetes: z.string(),
  images: published<ImageList>(
    z.record(
      z.string(),
      z.strictObject({
        recommended: z.string().exactOptional(),
        releases: z.array(
          z.strictObject({
            text: z.string(),
            publishedAt: z.string().exactOptional(),
            recommendedSince: z.string().exactOptional(),
          }),
        ),
      }),
    ),
  ),
});

const listedAddon = { addon: z.string(), version: z.string(), kubernetes: z.array(z.string()) };
const imagesBefore = { amiType: z.string(), kubernetes: z.string(), from: z.string() };

const Change: z.ZodType<CatalogueChange> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('VERSION_LISTED'), version: z.string(), releaseDate: z.string().exactOptional() }),
  z.strictObject({
    kind: z.literal('SUPPORT_MOVED'),
    version: z.string(),
    phase: z.enum(['STANDARD', 'EXTENDED']),
    from: z.string(),
    to: z.string(),
  }),
  z.strictObject({ kind: z.literal('ADDON_PUBLISHED'), ...listedAddon }),
  z.strictObject({ kind: z.literal('ADDON_DELISTED'), ...listedAddon }),
  z.strictObject({
    kind: z.literal('ADDON_DEFAULT_MOVED'),
    addon: z.string(),
    kubernetes: z.string(),
    from: z.string(),
    to: z.string(),
  }),
  z.strictObject({ kind: z.literal('IMAGE_RECOMMENDED'), ...imagesBefore, to: z.string() }),
  z.strictObject({ kind: z.literal('IMAGE_WITHDRAWN'), ...imagesBefore, to: z.string() }),
  z.strictObject({ kind: z.literal('IMAGES_ENDED'), ...imagesBefore }),
]);

export const Changes = z.strictObject({ region: z.string(), at: z.string(), changes: z.array(Change) });
