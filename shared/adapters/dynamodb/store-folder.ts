import { constants } from 'node:fs';
import { access, mkdir, readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/** What lies in the folder of an embedded store. */
export interface StoreFolder {
  readonly path: string;
  /** The database. */
  readonly data: string;
  /** Whoever has this open serves the folder; the operating system gives it free when that process ends. */
  readonly lock: string;
  /** Where it is served. */
  readonly address: string;
}

/** The folder cannot hold our history; the message names it and says why. */
export class StoreFolderError extends Error {
  override readonly name = 'StoreFolderError';

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`folder ${path} cannot hold the history: ${reason}`, options);
  }
}

/** Where the history of a workstation lies unless it is told otherwise. */
export function defaultStoreFolder(env: Readonly<Record<string, string | undefined>>): string {
  const { XDG_DATA_HOME: dataHome = '', HOME: home = '' } = env;
  // The specification wants relative paths ignored.
  const base = isAbsolute(dataHome) ? dataHome : join(home || homedir(), '.local', 'share');
  return join(base, 'midwatch');
}

/** Makes the folder where it is not there, and sees that it is ours and can be written. @throws {StoreFolderError} */
export async function prepareFolder(folder: string): Promise<StoreFolder> {
  const path = resolve(folder);
  const own = { data: join(path, 'data'), lock: join(path, 'lock'), address: join(path, 'address.json') };
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
    const names = (await readdir(path)).filter((name) => !name.startsWith('.'));
    const strangers = names.filter((name) => !['data', 'lock'].includes(name) && !name.startsWith('address.json'));
    if (strangers.length > 0 && !names.includes('data')) {
      throw new StoreFolderError(path, `it holds ${strangers[0]}, wanted an empty folder or one of an earlier audit`);
    }
    return { path, ...own };
  } catch (error) {
    if (error instanceof StoreFolderError) throw error;
    throw new StoreFolderError(path, error instanceof Error ? error.message : String(error), { cause: error });
  }
}
