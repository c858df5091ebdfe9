import { type ConfigError, formatConfigErrors, inOrder } from './config/config-error.ts';
import { configErrors } from './config/issues.ts';
import { Config } from './config/schema.ts';
import { readYaml } from './config/yaml-text.ts';

export { configNotices } from './config/config-notices.ts';
export { settingsOf, siblingRulesOf } from './config/judging.ts';
export { type Config, type ConfigError, formatConfigErrors };

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly errors: readonly ConfigError[] };

/**
 * Reads a configuration whole, and tells all that is wrong with it at once.
 *
 * No file, and an empty one, is the default of everything. Nothing here throws because of what a file holds.
 */
export function loadConfig(input: string | Uint8Array | undefined, source: string): ConfigResult {
  const reading = readYaml(input ?? '', source);
  if (!reading.ok) return reading;
  const { text } = reading;
  const parsed = Config.safeParse(text.value ?? {});
  const errors = [...text.errors, ...configErrors(parsed.error?.issues ?? [], text)];
  if (!parsed.success || errors.length > 0) return { ok: false, errors: inOrder(errors) };
  return { ok: true, config: parsed.data };
}
