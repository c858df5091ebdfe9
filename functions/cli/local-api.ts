import type { Hono } from 'hono';
import { makeConnection } from '#adapters/aws/connection.ts';
import { makeApi } from '../api/app.ts';
import { askDeps } from '../composition/ask-deps.ts';
import { readConfiguration } from '../composition/configuration.ts';
import { judgingOf } from '../composition/judging.ts';
import { makeDashboard } from './dashboard.ts';
import { openStored } from './history.ts';
import { historyTrouble } from './history-trouble.ts';
import { type Io, UsageError } from './io.ts';

/** Which history is asked. */
export interface AskedHistory {
  readonly config?: string;
  readonly store?: string;
  readonly table?: string;
}

export interface LocalApi {
  readonly api: Hono;
  readonly dashboard: Hono;
  readonly close: () => Promise<void>;
}

/** The API in this process, over the history of this workstation or the deployed one. @throws {UsageError} {RefusedError} */
export async function openLocalApi(
  options: AskedHistory,
  io: Pick<Io, 'env' | 'cwd'>,
  onError: (error: Error) => void,
): Promise<LocalApi> {
  if (options.table !== undefined && options.store !== undefined) {
    throw new UsageError('got --table and --store, wanted one of them: each names a history');
  }
  const configuration = await readConfiguration(options.config, io.cwd);
  const { knowledge } = judgingOf(configuration);
  try {
    const { store, close } = await openStored(options, configuration.config, makeConnection().region, io);
    try {
      // A history that cannot be asked at all is told before anybody asks.
      await store.latestSweep();
    } catch (error) {
      await close();
      throw error;
    }
    const deps = { ...askDeps({ store, knowledge }), onError };
    return { api: makeApi(deps), dashboard: makeDashboard(deps), close };
  } catch (error) {
    throw historyTrouble(error);
  }
}
