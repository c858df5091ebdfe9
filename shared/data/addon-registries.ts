import { z } from 'zod';
import type { AddonRegistries } from '#core/addons/addon-image.ts';
import { Day, HttpsAddress, mapping } from '#shared/config/shapes.ts';
import file from './addon-registries.json' with { type: 'json' };

const File = mapping(
  { accounts: z.record(z.string(), z.string().regex(/^\d{12}$/)), source: HttpsAddress, read: Day },
  'a mapping',
);

/** The account that keeps the images of add-ons in a region, by region. Of regions that AWS's page has wrong none is told. */
export const addonRegistries: AddonRegistries = File.parse(file).accounts;
