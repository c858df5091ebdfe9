import type { DatedFacts } from '#core/dated-facts.ts';
import { addonRegistries } from './addon-registries.ts';
import { addonServiceAccounts, addonsOffHostNetwork } from './addon-service-accounts.ts';
import { corednsPlugins } from './coredns-plugins.ts';
import { extendedSupportPrice } from './extended-support-price.ts';
import { imageEnds } from './image-ends.ts';
import { minimumVersions } from './minimum-versions.ts';
import { rollbackTerms } from './rollback-terms.ts';

export const datedFacts: DatedFacts = {
  addonRegistries,
  addonServiceAccounts,
  addonsOffHostNetwork,
  minimumVersions,
  imageEnds,
  extendedSupportPrice,
  rollbackTerms,
  corednsPlugins,
};
