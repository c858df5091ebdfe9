import { z } from 'zod';
import type { ImageEnd } from '#core/images/image-end.ts';
import { amiFamilies } from '#core/images/nodegroup-release.ts';
import { Day, HttpsAddress, mapping } from '#shared/config/shapes.ts';
import { KubernetesMinor } from './breakage-schema.ts';
import file from './image-ends.json' with { type: 'json' };

const ImageEndFile = mapping(
  {
    schemaVersion: z.literal(1),
    ends: z.array(
      mapping(
        {
          amiFamily: z.enum(amiFamilies),
          on: Day.transform((day) => `${day}T00:00:00.000Z`),
          lastKubernetes: KubernetesMinor,
          osSupportEnds: Day,
          source: HttpsAddress,
          read: Day,
        },
        'a mapping',
      ),
    ),
  },
  'a mapping',
);

/** The families of node images that AWS stops, or has stopped, to publish. */
export const imageEnds: readonly ImageEnd[] = ImageEndFile.parse(file).ends;
