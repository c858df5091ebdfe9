import { z } from 'zod';
import type { ExtendedSupportPrice } from '#core/support.ts';
import { Day, HttpsAddress, mapping } from '#shared/config/shapes.ts';
import file from './extended-support-price.json' with { type: 'json' };

const Price = mapping(
  {
    standardPerHourUsd: z.number().positive(),
    extendedPerHourUsd: z.number().positive(),
    chargedFrom: Day.transform((day) => `${day}T00:00:00.000Z`),
    source: HttpsAddress,
    read: Day,
  },
  'a mapping',
);

/** What a cluster costs an hour in each phase of support. */
export const extendedSupportPrice: ExtendedSupportPrice = Price.parse(file);
