import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import pLimit from 'p-limit';
import type { Clock } from '#ports/clock.ts';
import { inBatches, type Pause } from './batches.ts';
import type { Item } from './item.ts';
import type { Key, KeyInterval, KeyRange, KeyRun } from './keys.ts';
import { type IndexName, type TableDefinition, tableDefinition } from './tables.ts';

export type DocumentClient = Pick<DynamoDBDocumentClient, 'send'>;

export interface TableOptions {
  readonly client: DocumentClient;
  readonly tableName: string;
  readonly clock: Clock;
  /** Waits before what DynamoDB did not take is sent again. */
  readonly pause?: Pause;
}

/** Under which a Put is accepted. */
export interface Condition {
  readonly expression: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

/** Which part of an interval is wanted. */
export interface TablePageWish {
  readonly size: number;
  /** The `next` of the part before. */
  readonly after?: string | undefined;
  readonly backwards?: true;
  /** @default the table */
  readonly index?: IndexName;
}

export interface TablePage {
  readonly items: readonly Item[];
  /** The sort key after which there is more; absent at the end. */
  readonly next?: string;
}

/** The few operations that the embedded database, emulators and AWS have alike. Reads of the table are consistent. */
export interface Table {
  get(key: Key): Promise<Item | undefined>;
  /** The items of these keys that exist, in no order. */
  getAll(keys: readonly Key[]): Promise<readonly Item[]>;
  /** All items of a range by sort key, with all attributes or the named ones only. */
  query(range: KeyRange, only?: readonly string[]): Promise<readonly Item[]>;
  /** The same, a page at a time. */
  pages(range: KeyRange): AsyncIterable<readonly Item[]>;
  /** A part of an interval by sort key, in one Query. */
  page(interval: KeyInterval, wish: TablePageWish): Promise<TablePage>;
  /** The last item of a range by sort key that is wanted. */
  last(range: KeyRange, isWanted: (item: Item) => boolean): Promise<Item | undefined>;
  /** All items of a partition of an index, or of a run of it. */
  queryIndex(index: IndexName, partition: string, run?: KeyRun): Promise<readonly Item[]>;
  /** The last item of a partition of an index whose sort key is lower than the given one. */
  lastOfIndexBelow(index: IndexName, partition: string, below: string): Promise<Item | undefined>;
  /** Whether it was accepted. */
  put(item: Item, condition?: Condition): Promise<boolean>;
  /** Without conditions, and in no order. */
  putAll(items: readonly Item[]): Promise<void>;
}

/** Requests in flight: within the sockets that the SDK opens. */
const requestsAtOnce = 32;
/** Most often the last item is the wanted one, or one of the few before it. */
const lastOnesAtOnce = 8;
const batchWriteSize = 25;
const batchGetSize = 100;

const { partitionKey, sortKey, indexes }: TableDefinition = tableDefinition;
const backwards = { ScanIndexForward: false, Limit: 1 };

/** This long because it is the one place that speaks DynamoDB's language. */
export function makeTable({ client, tableName: TableName, clock, pause }: TableOptions): Table {
  const limit = pLimit(requestsAtOnce);
  const send = ((command: never) => limit(() => client.send(command))) as DocumentClient['send'];

  /** DynamoDB deletes what has expired days later, the embedded database never: it is not shown any more. */
  function unexpired(items: readonly Record<string, unknown>[] = []): Item[] {
    const now = Date.parse(clock.now()) / 1000;
    return (items as Item[]).filter(({ expiresAt }) => typeof expiresAt !== 'number' || expiresAt > now);
  }

  async function* pagesOf(input: QueryInput): AsyncGenerator<readonly Item[]> {
    let from: QueryCommandInput['ExclusiveStartKey'];
    do {
      const page = await send(new QueryCommand({ TableName, ...input, ExclusiveStartKey: from }));
      yield unexpired(page.Items);
      from = input.Limit === undefined ? page.LastEvaluatedKey : undefined;
    } while (from);
  }

  async function queryPages(input: QueryInput): Promise<Item[]> {
    const items: Item[] = [];
    for await (const page of pagesOf(input)) items.push(...page);
    return items;
  }

  return {
    async get(key) {
      const { Item } = await send(new GetCommand({ TableName, Key: keyOf(key), ConsistentRead: true }));
      return unexpired(Item && [Item])[0];
    },

    async getAll(keys) {
      const items: Item[] = [];
      const request = async (batch: readonly Key[]): Promise<readonly Key[]> => {
        const RequestItems = { [TableName]: { Keys: [...batch], ConsistentRead: true } };
        const { Responses, UnprocessedKeys } = await send(new BatchGetCommand({ RequestItems }));
        items.push(...unexpired(Responses?.[TableName]));
        return (UnprocessedKeys?.[TableName]?.Keys ?? []) as Key[];
      };
      await inBatches(keys.map(keyOf), batchGetSize, request, pause);
      return items;
    },

    query: (range, only) => queryPages({ ...within(range), ...projection(only) }),

    pages: (range) => pagesOf(within(range)),

    async page(interval, { size, after, backwards: isBackwards, index }) {
      const rest = restOf(interval, after, isBackwards);
      if (isEmpty(rest)) return { items: [] };
      const input = { ...withinInterval(rest, index), ScanIndexForward: !isBackwards };
      // One more than is wanted tells that there is more; another may be the one that the part before ended with.
      const { Items, LastEvaluatedKey } = await send(new QueryCommand({ TableName, ...input, Limit: size + 2 }));
      const { sort } = keysOf(index);
      const read = unexpired(Items).filter((item) => item[sort] !== after);
      const items = read.slice(0, size);
      const last = read.length > size ? items.at(-1) : LastEvaluatedKey;
      return last === undefined ? { items } : { items, next: String(last[sort]) };
    },

    async last(range, isWanted) {
      let from: QueryCommandInput['ExclusiveStartKey'];
      do {
        const input = { ...within(range), ...backwards, Limit: lastOnesAtOnce, ExclusiveStartKey: from };
        const page = await send(new QueryCommand({ TableName, ...input }));
        const found = unexpired(page.Items).find(isWanted);
        if (found) return found;
        from = page.LastEvaluatedKey;
      } while (from);
      return undefined;
    },

    queryIndex: (index, pk, run) => queryPages(withinInterval({ pk, ...run }, index)),

    lastOfIndexBelow: async (index, pk, below) => (await queryPages({ ...belowIn(index, pk, below), ...backwards }))[0],

    async put(item, { expression, values } = { expression: '' }) {
      const condition = expression !== '' && {
        ConditionExpression: expression,
        ...(values && { ExpressionAttributeValues: values }),
      };
      try {
        await send(new PutCommand({ TableName, Item: item, ...condition }));
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },

    async putAll(items) {
      const request = async (batch: readonly Item[]): Promise<readonly Item[]> => {
        const RequestItems = { [TableName]: batch.map((Item) => ({ PutRequest: { Item } })) };
        const { UnprocessedItems } = await send(new BatchWriteCommand({ RequestItems }));
        return (UnprocessedItems?.[TableName] ?? []).map(({ PutRequest }) => PutRequest?.Item as Item);
      };
      // DynamoDB refuses a batch that names a key twice.
      const unique = new Map(items.map((item) => [`${item.pk} ${item.sk}`, item]));
      await inBatches([...unique.values()], batchWriteSize, request, pause);
    },
  };
}

function keyOf({ pk, sk }: Key): Key {
  return { pk, sk };
}

type QueryInput = Omit<QueryCommandInput, 'TableName'>;

function within({ pk, prefix, after }: KeyRange): QueryInput {
  const begins = prefix === undefined ? '' : ` AND begins_with(${sortKey}, :prefix)`;
  const comes = after === undefined ? '' : ` AND ${sortKey} > :after`;
  return {
    KeyConditionExpression: `${partitionKey} = :pk${begins}${comes}`,
    ExpressionAttributeValues: {
      ':pk': pk,
      ...(prefix === undefined ? {} : { ':prefix': prefix }),
      ...(after === undefined ? {} : { ':after': after }),
    },
    ConsistentRead: true,
  };
}

/** Names are given by aliases: some are words of DynamoDB's own. */
function projection(only: readonly string[] | undefined): Partial<QueryInput> {
  if (!only) return {};
  const aliases = [partitionKey, sortKey, ...only].map((name, i) => [`#n${i}`, name] as const);
  return {
    ProjectionExpression: aliases.map(([alias]) => alias).join(', '),
    ExpressionAttributeNames: Object.fromEntries(aliases),
  };
}

function belowIn(IndexName: IndexName, pk: string, below: string): QueryInput {
  const { partition, sort } = keysOf(IndexName);
  return {
    IndexName,
    KeyConditionExpression: `${partition} = :pk AND ${sort} < :below`,
    ExpressionAttributeValues: { ':pk': pk, ':below': below },
  };
}

/** The names of the keys of an index, or of the table. */
function keysOf(name: IndexName | undefined): { readonly partition: string; readonly sort: string } {
  const index = indexes.find((one) => one.name === name);
  return { partition: index?.partitionKey ?? partitionKey, sort: index?.sortKey ?? sortKey };
}

/** An interval, of the table or of an index. */
function withinInterval({ pk, from, to }: KeyInterval, IndexName?: IndexName): QueryInput {
  const { partition, sort } = keysOf(IndexName);
  const isWithin =
    from !== undefined && to !== undefined
      ? [`${sort} BETWEEN :from AND :to`]
      : [from === undefined ? [] : `${sort} >= :from`, to === undefined ? [] : `${sort} <= :to`].flat();
  return {
    ...(IndexName === undefined ? { ConsistentRead: true } : { IndexName }),
    KeyConditionExpression: [`${partition} = :pk`, ...isWithin].join(' AND '),
    ExpressionAttributeValues: {
      ':pk': pk,
      ...(from === undefined ? {} : { ':from': from }),
      ...(to === undefined ? {} : { ':to': to }),
    },
  };
}

/** What of a run comes from a sort key on, in one direction or the other. */
function restOf<R extends KeyRun>(run: R, after: string | undefined, isBackwards = false): R {
  if (after === undefined) return run;
  const { from = after, to = after } = run;
  if (isBackwards) return { ...run, to: isAfter(to, after) ? after : to };
  return { ...run, from: isAfter(after, from) ? after : from };
}

/** DynamoDB refuses a run that ends before it begins. */
function isEmpty({ from, to }: KeyRun): boolean {
  return from !== undefined && to !== undefined && isAfter(from, to);
}

/** In the order of DynamoDB, which is that of bytes. */
function isAfter(a: string, b: string): boolean {
  return Buffer.compare(Buffer.from(a), Buffer.from(b)) > 0;
}
