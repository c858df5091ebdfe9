import { z } from 'zod';
import type { ImageParameters } from '#core/images/image-list.ts';
import { Day, HttpsAddress, mapping } from '#shared/config/shapes.ts';
import file from './image-parameters.json' with { type: 'json' };

const ImageParametersFile = mapping(
  {
    schemaVersion: z.literal(1),
    source: HttpsAddress,
    read: Day,
    parameters: z.record(z.string(), z.string().regex(/^\/aws\/service\/[^{]+\{version\}[^{]*$/)),
  },
  'a mapping',
);

/** Where AWS publishes the recommended release of each AMI type. */
export const imageParameters: ImageParameters = ImageParametersFile.parse(file).parameters;
