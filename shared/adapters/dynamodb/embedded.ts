import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Store } from '#ports/store.ts';
import { serveDynalite } from './dynalite-server.ts';
import { type DynamoStoreOptions, makeDynamoStore } from './dynamo-store.ts';
import { ensureTable } from './ensure-table.ts';
import { type ServedFolder, serveOrJoin } from './serve-folder.ts';
import { prepareFolder } from './store-folder.ts';
import type { DocumentClient } from './table.ts';

export type StorePlace = { readonly folder: string } | { readonly memory: true };

export interface EmbeddedStore {
  readonly store: Store;
  readonly client: DocumentClient;
  readonly tableName: string;
  /** The process does not end before this was called; a second call does nothing. */
  close(): Promise<void>;
}

interface Connection extends Pick<ServedFolder, 'own' | 'close'> {
  readonly client: DocumentClient;
}

const tableName = 'midwatch';

/**
 * The store without AWS: a database in this process, in memory or in a folder.
 *
 * A folder that another process serves is joined. Where that process ends, the folder is opened again, and what
 * was under way is sent again: every write may come twice.
 *
 * @throws {StoreFolderError}
 */
export async function openEmbeddedStore(
  place: StorePlace,
  options: Omit<DynamoStoreOptions, 'client' | 'tableName'>,
): Promise<EmbeddedStore> {
  let connection = connect(place);
  await connection;

  async function send(command: never): Promise<unknown> {
    const used = connection;
    const { client, own } = await used;
    try {
      return await client.send(command);
    } catch (error) {
      if (own || !isConnectionLost(error)) throw error;
      if (connection === used) connection = connect(place);
      return (await connection).client.send(command);
    }
  }

  const client = { send } as DocumentClient;
  let closing: Promise<void> | undefined;
  return {
    client,
    tableName,
    store: makeDynamoStore({ ...options, client, tableName }),
    close: () => {
      closing ??= connection.then((last) => last.close());
      return closing;
    },
  };
}

async function connect(place: StorePlace): Promise<Connection> {
  const served: ServedFolder =
    'folder' in place
      ? await serveOrJoin(await prepareFolder(place.folder))
      : { ...(await serveDynalite(randomUUID())), own: true };
  const client = makeClient(served.endpoint);
  const close = async (): Promise<void> => {
    client.destroy();
    await served.close();
  };
  try {
    await ensureTable(client, tableName);
  } catch (error) {
    await close();
    throw error;
  }
  return { own: served.own, close, client: DynamoDBDocumentClient.from(client) };
}

/** Whatever the environment says of AWS does not hold for this database. */
function makeClient(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region: 'local',
    credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
    maxAttempts: 3,
    retryMode: 'standard',
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
  });
}

function isConnectionLost(error: unknown): boolean {
  const { code = '' } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  return ['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(code);
}
