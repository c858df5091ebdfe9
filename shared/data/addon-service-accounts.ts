import { z } from 'zod';
import type { AddonServiceAccounts } from '#core/addons/addon-permissions.ts';
import { Day, HttpsAddress, mapping } from '#shared/config/shapes.ts';
import file from './addon-service-accounts.json' with { type: 'json' };

const File = mapping(
  {
    serviceAccounts: z.record(z.string(), z.string()),
    offHostNetwork: z.array(z.string()),
    source: HttpsAddress,
    read: Day,
  },
  'a mapping',
);

const { serviceAccounts, offHostNetwork } = File.parse(file);

/** The service account by which an add-on asks AWS, whoever made its pod identity association. */
export const addonServiceAccounts: AddonServiceAccounts = serviceAccounts;

/** The add-ons whose pods ask AWS, and are not on the network of the host. */
export const addonsOffHostNetwork: readonly string[] = offHostNetwork;
