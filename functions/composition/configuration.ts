import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Config, formatConfigErrors, loadConfig } from '#shared/config.ts';

export interface Configuration {
  readonly config: Config;
  /** Where paths in it start from. */
  readonly folder: string;
}

/** The configuration cannot be read, or is wrong: told as it is, with all that is wrong with it. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** Where the configuration is looked for when nobody says where it is. */
const usualName = 'midwatch.yaml';

/**
 * Reads the configuration that was asked for, or `midwatch.yaml` of the working folder, or the defaults of everything.
 *
 * @throws {ConfigurationError}
 */
export async function readConfiguration(path: string | undefined, cwd: string): Promise<Configuration> {
  const file = resolve(cwd, path ?? usualName);
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (path === undefined && error.code === 'ENOENT') return undefined;
    throw new ConfigurationError(`the configuration ${path ?? usualName} cannot be read: ${error.message}`);
  });
  const source = path ?? usualName;
  const result = loadConfig(bytes, source);
  if (!result.ok) throw new ConfigurationError(formatConfigErrors(result.errors));
  return { config: result.config, folder: dirname(file) };
}
