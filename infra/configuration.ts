import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, normalize, resolve } from 'node:path';
import type { Notice } from '#core/notice.ts';
import { parseBreakages } from '#data/known-breakages.ts';
import { type Config, configNotices, formatConfigErrors, loadConfig } from '#shared/config.ts';
import type { BundledFile } from './bundle-function.ts';

/** What the deployed system goes by, and the files of which it reads that again. */
export interface Configuration {
  readonly config: Config;
  readonly files: readonly BundledFile[];
  /** What whoever deploys it should know. */
  readonly warnings: readonly string[];
}

/** The configuration cannot be deployed, for all the reasons that it tells. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** The name by which the functions find it. */
const fileName = 'midwatch.yaml';

/**
 * Reads a configuration with the file of breakages that it names.
 *
 * No file is an empty one, the default of everything, unless it was asked for by name.
 *
 * @throws {ConfigurationError} with everything that is wrong with it, at once
 */
export function readConfiguration(path?: string): Configuration {
  const source = path ?? fileName;
  const isDefault = path === undefined && !existsSync(source);
  const content = isDefault ? new Uint8Array() : read(source);
  const config = configOf(content, source);
  return {
    config,
    files: [{ name: fileName, content }, ...breakagesOf(config, source)],
    warnings: [...configNotices(config), ...silence(config)].map(({ subject, detail }) => `${subject}: ${detail}`),
  };
}

function read(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new ConfigurationError(`${path} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

/** A watch that nobody hears is none. */
function silence({ notify }: Config): readonly Pick<Notice, 'subject' | 'detail'>[] {
  if (notify.emails.length > 0) return [];
  const detail = 'nobody is named: digests and alarms reach only who subscribes to the topic DigestTopicArn';
  return [{ subject: 'notify.emails', detail }];
}

function configOf(content: Uint8Array, source: string): Config {
  const result = loadConfig(content, source);
  if (!result.ok) throw new ConfigurationError(`the configuration is not sound:\n${formatConfigErrors(result.errors)}`);
  const { clusterAccess, network } = result.config;
  if (clusterAccess === 'vpc' && !network) {
    throw new ConfigurationError(
      `${source}: clusterAccess: got vpc without network, wanted the network from which private endpoints are reached`,
    );
  }
  return result.config;
}

/** It lies where the configuration says, from wherever that is read: so it cannot lie outside of its folder. */
function breakagesOf({ knownBreakages }: Config, source: string): readonly BundledFile[] {
  if (knownBreakages === undefined || knownBreakages.startsWith('https://')) return [];
  const name = normalize(knownBreakages);
  if (isAbsolute(name) || name.startsWith('..')) {
    throw new ConfigurationError(
      `${source}: knownBreakages: got ${knownBreakages}, wanted a file in the folder of the configuration or below: it is deployed with it`,
    );
  }
  const content = read(resolve(dirname(source), name));
  const parsed = parseBreakages(content, name);
  if (!parsed.ok) throw new ConfigurationError(`the breakages are not sound:\n${formatConfigErrors(parsed.errors)}`);
  return [{ name, content }];
}
