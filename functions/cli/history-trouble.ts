import { HistoryTableError } from '#adapters/dynamodb/deployed-table.ts';
import { StoreFolderError } from '#adapters/dynamodb/store-folder.ts';
import { say } from '#render/phrase.ts';
import { RefusedError, UsageError } from './io.ts';

/** An error of the history in the form in which commands end with it; another as it is. */
export function historyTrouble(error: unknown): unknown {
  if (error instanceof StoreFolderError) return new UsageError(error.message);
  if (!(error instanceof HistoryTableError)) return error;
  const words = say`${error.message}`.text;
  return error.isRefused ? new RefusedError(words) : new UsageError(words);
}
