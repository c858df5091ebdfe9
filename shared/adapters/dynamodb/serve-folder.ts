import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { ClassicLevel } from 'classic-level';
import { z } from 'zod';
import { identityPath, serveDynalite } from './dynalite-server.ts';
import { type StoreFolder, StoreFolderError } from './store-folder.ts';

/** A folder's database, served by this process or by another. */
export interface ServedFolder {
  readonly endpoint: string;
  /** Whether it is this process that serves it. */
  readonly own: boolean;
  /** Ends the serving where it is ours. */
  close(): Promise<void>;
}

const Address = z.object({ endpoint: z.string(), pid: z.int(), identity: z.string() });

/** How long another process may take from locking a folder to serving it, or from ending to giving it free. */
const patienceMilliseconds = 15_000;
const pauseMilliseconds = 50;
const answerMilliseconds = 2_000;

/**
 * Serves a folder, or joins the process that does: there is never a second database on one folder.
 *
 * @throws {StoreFolderError}
 */
export async function serveOrJoin(folder: StoreFolder, patience = patienceMilliseconds): Promise<ServedFolder> {
  const deadline = Date.now() + patience;
  for (;;) {
    const lock = await takeLock(folder);
    if (lock) return await serve(folder, lock);
    const joined = await join(folder);
    if (joined) return joined;
    if (Date.now() > deadline) throw new StoreFolderError(folder.path, 'another process holds it and does not answer');
    await wait(pauseMilliseconds);
  }
}

type Lock = Pick<ClassicLevel, 'close'>;

/** LevelDB's own lock on an empty database, which goes with the process that holds it. */
async function takeLock({ path, lock }: StoreFolder): Promise<Lock | undefined> {
  try {
    return await openDatabase(lock);
  } catch (error) {
    if (causeOf(error, 'code') === 'LEVEL_LOCKED') return undefined;
    throw new StoreFolderError(path, `its lock cannot be opened: ${causeOf(error, 'message')}`, { cause: error });
  }
}

async function serve({ path, data, address }: StoreFolder, lock: Lock): Promise<ServedFolder> {
  try {
    // dynalite does not say that it could not open its database; so it is opened once before.
    await (await openDatabase(data)).close();
    const identity = randomUUID();
    const server = await serveDynalite(identity, data);
    const { endpoint } = server;
    await writeFile(`${address}.new`, JSON.stringify({ endpoint, pid: process.pid, identity }), { mode: 0o600 });
    await rename(`${address}.new`, address);
    return {
      endpoint,
      own: true,
      async close() {
        await rm(address, { force: true });
        await server.close();
        await lock.close();
      },
    };
  } catch (error) {
    await lock.close();
    throw new StoreFolderError(path, `its database cannot be opened: ${causeOf(error, 'message')}`, { cause: error });
  }
}

/** The server that the folder names, if it answers and is the one that wrote it down. */
async function join({ address }: StoreFolder): Promise<ServedFolder | undefined> {
  try {
    const { endpoint, identity } = Address.parse(JSON.parse(await readFile(address, 'utf8')));
    const answer = await fetch(endpoint + identityPath, { signal: AbortSignal.timeout(answerMilliseconds) });
    if ((await answer.text()) !== identity) return undefined;
    return { endpoint, own: false, close: () => Promise.resolve() };
  } catch {
    // Not written yet, left behind, or on its way out: whoever has the lock decides, and it is asked for again.
    return undefined;
  }
}

async function openDatabase(path: string): Promise<ClassicLevel> {
  const database = new ClassicLevel(path);
  await database.open();
  return database;
}

/** LevelDB says what happened in the cause of what it throws. */
function causeOf(error: unknown, field: 'code' | 'message'): unknown {
  const told = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return told instanceof Error ? (told as NodeJS.ErrnoException)[field] : String(told);
}
