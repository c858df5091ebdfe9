import { BatchWriteCommand, PutCommand, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { makeDynamoStore } from '#adapters/dynamodb/dynamo-store.ts';
import { openEmbeddedStore } from '#adapters/dynamodb/embedded.ts';
import type { DocumentClient } from '#adapters/dynamodb/table.ts';
import type { Store } from '#ports/store.ts';

export const now = '2026-03-31T00:00:00.000Z';

export type StoredItem = Readonly<Record<string, unknown>> & { readonly pk: string; readonly sk: string };

/** A store in DynamoDB whose requests are counted, and may be cut short. */
export interface WatchedStore {
  readonly store: Store;
  readonly client: DocumentClient;
  readonly tableName: string;
  /** The names of the commands that were sent since the last `forget`. */
  readonly sent: string[];
  /** How many of them write. */
  writes(): number;
  forget(): void;
  /** Lets so many writes pass, and fails all that come after. */
  failAfter(writes: number): void;
  heal(): void;
  /** The whole table, by key. */
  items(): Promise<readonly StoredItem[]>;
  /** One partition, or a range of it. */
  query(pk: string, from?: string, to?: string): Promise<readonly StoredItem[]>;
  /** Puts an item past the store. */
  put(item: StoredItem): Promise<void>;
  close(): Promise<void>;
}

/** The instant of the real clock can be moved: it is read at each call. */
export async function openWatchedStore(clock = { now: () => now }): Promise<WatchedStore> {
  const embedded = await openEmbeddedStore({ memory: true }, { clock });
  const { client: inner, tableName: TableName } = embedded;
  const sent: string[] = [];
  let writesLeft = Number.POSITIVE_INFINITY;

  const isWrite = (command: unknown): boolean => command instanceof PutCommand || command instanceof BatchWriteCommand;
  const client = {
    async send(command: PutCommand) {
      if (isWrite(command) && writesLeft-- <= 0) throw new Error('cut short');
      sent.push(command.constructor.name);
      return inner.send(command);
    },
  } as unknown as DocumentClient;

  return {
    client,
    tableName: TableName,
    sent,
    store: makeDynamoStore({ client, tableName: TableName, clock }),
    writes: () => sent.filter((name) => ['PutCommand', 'BatchWriteCommand'].includes(name)).length,
    forget: () => {
      sent.length = 0;
    },
    failAfter: (writes) => {
      writesLeft = writes;
    },
    heal: () => {
      writesLeft = Number.POSITIVE_INFINITY;
    },
    async items() {
      const { Items } = await inner.send(new ScanCommand({ TableName }));
      const keyOf = ({ pk, sk }: StoredItem): string => `${pk} ${sk}`;
      return (Items as StoredItem[]).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    },
    async query(pk, from = '\u0000', to = '\u{10ffff}') {
      const { Items } = await inner.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
          ExpressionAttributeValues: { ':pk': pk, ':from': from, ':to': to },
        }),
      );
      return Items as StoredItem[];
    },
    async put(Item) {
      await inner.send(new PutCommand({ TableName, Item }));
    },
    close: () => embedded.close(),
  };
}
