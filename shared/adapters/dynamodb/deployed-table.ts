import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Store } from '#ports/store.ts';
import { proxied } from '../https/proxied.ts';
import { type DynamoStoreOptions, makeDynamoStore } from './dynamo-store.ts';
import type { DocumentClient } from './table.ts';

/** The deployed history cannot be used; the message names the table and its region, and says why and what to look at. */
export class HistoryTableError extends Error {
  override readonly name = 'HistoryTableError';
  /** Whether AWS refused or failed a call; else there is no such history. */
  readonly isRefused: boolean;

  constructor(message: string, isRefused: boolean, cause: unknown) {
    super(message, { cause });
    this.isRefused = isRefused;
  }
}

export interface DeployedTableOptions extends Omit<DynamoStoreOptions, 'client' | 'tableName'> {
  readonly region: string;
}

export interface DeployedTable {
  readonly store: Store;
  close(): Promise<void>;
}

const connectionTimeout = 3_000;
const requestTimeout = 10_000;

/** The history that a hub keeps, with the caller's credentials. Whatever it throws of the table is a HistoryTableError. */
export function openDeployedTable(tableName: string, { region, ...options }: DeployedTableOptions): DeployedTable {
  const requestHandler = { connectionTimeout, requestTimeout, throwOnRequestTimeout: true, httpsAgent: proxied() };
  const own = new DynamoDBClient({ region, customUserAgent: 'midwatch', requestHandler });
  const documents = DynamoDBDocumentClient.from(own);

  async function send(command: never): Promise<unknown> {
    try {
      return await documents.send(command);
    } catch (error) {
      // The answer to a condition, and no trouble.
      if (error instanceof ConditionalCheckFailedException) throw error;
      throw troubleWith(`table ${tableName} in ${region}`, error);
    }
  }

  return {
    store: makeDynamoStore({ ...options, client: { send } as DocumentClient, tableName }),
    close: async () => own.destroy(),
  };
}

function troubleWith(table: string, error: unknown): HistoryTableError {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  if (name === 'ResourceNotFoundException') {
    const wanted = "wanted the hub's output HistoryTableName, in the region and with credentials of the hub's account";
    return new HistoryTableError(`${table} is not there: ${wanted}`, false, error);
  }
  if (name === 'ValidationException') {
    return new HistoryTableError(`${table} holds no history of Midwatch: ${message}`, false, error);
  }
  if (/^(AccessDenied|UnrecognizedClient|InvalidSignature|ExpiredToken|MissingAuthentication)/.test(name)) {
    const remedy = 'the auditor role of the hub may use it: see "Permissions" in the README';
    return new HistoryTableError(`${table} was refused: ${message}; ${remedy}`, true, error);
  }
  return new HistoryTableError(`${table} could not be asked: ${name}: ${message}`, true, error);
}
