import type { AddonRegistries } from './addons/addon-image.ts';
import type { AddonServiceAccounts } from './addons/addon-permissions.ts';
import type { CorednsPlugins } from './corefile/coredns-plugins.ts';
import type { ImageEnd } from './images/image-end.ts';
import type { MinimumVersion } from './known-breakage.ts';
import type { RollbackTerms } from './rollback.ts';
import type { ExtendedSupportPrice } from './support.ts';

/** What no API gives: data of ours, each with its source and the day on which it was read. */
export interface DatedFacts {
  readonly addonRegistries: AddonRegistries;
  readonly addonServiceAccounts: AddonServiceAccounts;
  /** The add-ons whose pods ask AWS, and are not on the network of the host. */
  readonly addonsOffHostNetwork: readonly string[];
  readonly minimumVersions: readonly MinimumVersion[];
  readonly imageEnds: readonly ImageEnd[];
  readonly extendedSupportPrice: ExtendedSupportPrice;
  readonly rollbackTerms: RollbackTerms;
  readonly corednsPlugins: CorednsPlugins;
}
