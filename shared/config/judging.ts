import type { Settings } from '#core/settings.ts';
import { withUsualNames } from './environment-names.ts';
import type { Config } from './schema.ts';

/** What the rules need to know of a configuration. */
export function settingsOf({ notice, drift, environments }: Config): Settings {
  const { standardSupport, extendedSupport } = notice;
  return { notice: { standardSupport, extendedSupport }, drift, environments: withUsualNames(environments) };
}
