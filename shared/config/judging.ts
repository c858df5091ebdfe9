import type { SiblingRules } from '#core/fleet/placement.ts';
import type { Settings } from '#core/settings.ts';
import type { Config } from './schema.ts';

/** What the rules need to know of a configuration. */
export function settingsOf({ notice, drift, addonCurrency, environments }: Config): Settings {
  return { notice, drift, addonCurrency, environments };
}

/** By what clusters are told to be siblings. */
export function siblingRulesOf({ siblings, accounts, organization, environments }: Config): SiblingRules {
  return { ...siblings, accounts: accounts ?? organization?.accounts ?? [], environments };
}
