import { openDeployedTable } from '#adapters/dynamodb/deployed-table.ts';
import { type EmbeddedStore, openEmbeddedStore } from '#adapters/dynamodb/embedded.ts';
import { defaultStoreFolder } from '#adapters/dynamodb/store-folder.ts';
import { systemClock } from '#adapters/system-clock.ts';
import type { Instant } from '#core/days.ts';
import type { Notice } from '#core/notice.ts';
import type { Config } from '#shared/config.ts';
import { type Io, UsageError } from './io.ts';

/** Which history is wanted. */
export interface HistoryOptions {
  readonly store?: string;
  readonly table?: string;
  readonly history: boolean;
  readonly asOf?: Instant;
}

export interface History extends Pick<EmbeddedStore, 'store' | 'close'> {
  /**
   * Whose it is: of this workstation, where who asks is told by the answer; deployed, where the nightly sweep tells
   * people; or nobody's, which is compared with nothing and thrown away.
   */
  readonly kind: 'OWN' | 'DEPLOYED' | 'NONE';
  readonly notices: readonly Notice[];
}

/** @throws {UsageError} where two histories are named, or one and none */
export function assertOneHistory({ store, table, history }: Pick<HistoryOptions, 'store' | 'table' | 'history'>): void {
  if (table === undefined) return;
  const other = store === undefined ? (history ? undefined : '--no-history') : '--store';
  if (other !== undefined) throw new UsageError(`got --table and ${other}, wanted one of them: each names a history`);
}

/**
 * The history of this workstation, the deployed one, or none.
 *
 * An instant before the last stored night is answered and not stored, and so is one to come: the audits of the days
 * until then would all lie before it.
 *
 * @throws {StoreFolderError} {HistoryTableError}
 */
export async function openHistory(
  options: HistoryOptions,
  config: Pick<Config, 'retention'>,
  region: () => Promise<string>,
  io: Pick<Io, 'env'>,
): Promise<History> {
  const { table, history, asOf } = options;
  const now = systemClock.now();
  if (!history) return noHistory();
  if (asOf !== undefined && asOf > now) return noHistory(asOf, `it is still to come, it is ${now} now`);
  const opened = await openStored(options, config, region, io);
  try {
    const latest = await opened.store.latestSweep();
    const instant = asOf ?? now;
    if (latest === undefined || instant >= latest.asOf)
      return { ...opened, kind: table === undefined ? 'OWN' : 'DEPLOYED', notices: [] };
    await opened.close();
    return noHistory(instant, `the history already reaches ${latest.asOf}`);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** The history of this workstation, or the deployed one, as it is. @throws {StoreFolderError} */
export async function openStored(
  { store: folder, table }: Pick<HistoryOptions, 'store' | 'table'>,
  { retention: retentionDays }: Pick<Config, 'retention'>,
  region: () => Promise<string>,
  { env }: Pick<Io, 'env'>,
): Promise<Pick<EmbeddedStore, 'store' | 'close'>> {
  if (table !== undefined)
    return openDeployedTable(table, { region: await region(), clock: systemClock, retentionDays });
  return openEmbeddedStore({ folder: folder ?? defaultStoreFolder(env) }, { clock: systemClock });
}

async function noHistory(notStored?: Instant, why = ''): Promise<History> {
  const detail = `${why}: nothing was compared with the history, and nothing is kept`;
  const notices = notStored === undefined ? [] : [{ kind: 'NOT_STORED' as const, subject: notStored, detail }];
  return { ...(await openEmbeddedStore({ memory: true }, { clock: systemClock })), kind: 'NONE', notices };
}
