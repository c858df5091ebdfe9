import { z } from 'zod';
import type { AddonRelease, ClusterVersion, Published } from '#core/catalogue.ts';
import type { ImageList } from '#core/image-list.ts';
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
