import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { Item } from '#adapters/dynamodb/item.ts';
import type { Key } from '#adapters/dynamodb/keys.ts';
import { type IndexDefinition, type TableDefinition, tableDefinition } from '#adapters/dynamodb/tables.ts';
import { holds, keyRun, NotUnderstoodError, type Values } from './expressions.ts';
import { compareRows, indexOf, type Row, type Rows } from './sorted-rows.ts';

export const tableName = 'midwatch';

/** What requests are answered from. */
export interface Partitions {
  /** The rows of a partition of the table, or of an index. */
  rowsOf(partition: string, index?: string): Rows;
  itemAt(key: Key): Item | undefined;
  put(item: Item): void;
}

/** Answers one request as DynamoDB does. @throws {NotUnderstoodError} for what the store does not ask */
export function answer(table: Partitions, command: unknown): object {
  if (command instanceof GetCommand) return get(table, command.input);
  if (command instanceof BatchGetCommand) return batchGet(table, command.input);
  if (command instanceof PutCommand) return put(table, command.input);
  if (command instanceof BatchWriteCommand) return batchWrite(table, command.input);
  if (command instanceof QueryCommand) return query(table, command.input);
  throw new NotUnderstoodError(
    `got the command ${(command as object).constructor.name}, which the store does not send`,
  );
}

const pageBytes = 1024 * 1024;
const { partitionKey, sortKey, indexes }: TableDefinition = tableDefinition;

function get(table: Partitions, { TableName, Key, ConsistentRead, ...others }: GetCommand['input']): object {
  understand(TableName, others);
  if (!ConsistentRead) throw new NotUnderstoodError('got a read that need not be consistent');
  const item = table.itemAt(Key as Key);
  return item ? { Item: item } : {};
}

function batchGet(table: Partitions, { RequestItems = {}, ...others }: BatchGetCommand['input']): object {
  const { [tableName]: asked, ...elsewhere } = RequestItems;
  understand(tableName, { ...others, ...elsewhere });
  const { Keys = [], ConsistentRead, ...rest } = asked ?? {};
  understand(tableName, rest);
  if (!ConsistentRead) throw new NotUnderstoodError('got a read that need not be consistent');
  checkBatch(Keys as Key[], 100);
  const items = (Keys as Key[]).flatMap((key) => table.itemAt(key) ?? []);
  return { Responses: { [tableName]: items }, UnprocessedKeys: {} };
}

function put(table: Partitions, input: PutCommand['input']): object {
  const { TableName, Item, ConditionExpression, ExpressionAttributeValues = {}, ...others } = input;
  understand(TableName, others);
  const item = Item as Item;
  if (ConditionExpression !== undefined && !holds(ConditionExpression, ExpressionAttributeValues, table.itemAt(item))) {
    throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
  }
  table.put(item);
  return {};
}

function batchWrite(table: Partitions, { RequestItems = {}, ...others }: BatchWriteCommand['input']): object {
  const { [tableName]: requests = [], ...elsewhere } = RequestItems;
  understand(tableName, { ...others, ...elsewhere });
  const items = requests.map(({ PutRequest, ...rest }) => {
    understand(tableName, rest);
    return PutRequest?.Item as Item;
  });
  checkBatch(items, 25);
  for (const item of items) table.put(item);
  return { UnprocessedItems: {} };
}

function query(table: Partitions, input: QueryCommandInput): object {
  const {
    TableName,
    IndexName,
    KeyConditionExpression = '',
    ExpressionAttributeValues = {},
    ExpressionAttributeNames,
    ProjectionExpression,
    ExclusiveStartKey,
    ScanIndexForward = true,
    Limit = Number.POSITIVE_INFINITY,
    ConsistentRead,
    ...others
  } = input;
  understand(TableName, others);
  const keys = keysOf(IndexName);
  if (Boolean(ConsistentRead) !== (IndexName === undefined)) throw new NotUnderstoodError('got another consistency');
  const run = keyRun(KeyConditionExpression, ExpressionAttributeValues as Values, keys);
  const all = table.rowsOf(run.partition, IndexName);
  const within = all.slice(indexOf(all, { sort: run.from, id: '' })).filter(({ sort }) => run.isWithin(sort));
  const ordered = ScanIndexForward ? within : within.toReversed();
  const rest = ExclusiveStartKey ? after(ordered, ExclusiveStartKey as Item, ScanIndexForward, keys) : ordered;
  const page = firstPage(rest, Limit);
  const last = page.at(-1);
  const isCut = last !== undefined && (page.length < rest.length || page.length === Limit);
  return {
    Items: page.map(({ item }) => projected(item, ProjectionExpression, ExpressionAttributeNames)),
    ...(isCut ? { LastEvaluatedKey: keyIn(last.item, keys) } : {}),
  };
}

type IndexKeys = Pick<IndexDefinition, 'partitionKey' | 'sortKey'>;

function keysOf(name: string | undefined): IndexKeys {
  if (name === undefined) return { partitionKey, sortKey };
  const index = indexes.find((one) => one.name === name);
  if (!index) throw new NotUnderstoodError(`got the index ${name}, which the table has not`);
  return index;
}

/** What comes behind the last of the page before, also where that is not there any more. */
function after(rows: readonly Row[], start: Item, isForward: boolean, keys: IndexKeys): readonly Row[] {
  const wanted = Object.keys(keyIn(start, keys));
  if (wanted.length !== Object.keys(start).length || wanted.some((name) => typeof start[name] !== 'string')) {
    throw new NotUnderstoodError(`got the start ${JSON.stringify(start)}, wanted ${wanted.join(', ')}`);
  }
  const last = { sort: keys.sortKey === undefined ? '' : String(start[keys.sortKey]), id: `${start.pk} ${start.sk}` };
  return rows.filter((row) => (isForward ? compareRows(row, last) > 0 : compareRows(row, last) < 0));
}

function keyIn(item: Item, keys: IndexKeys): object {
  const names = new Set([
    partitionKey,
    sortKey,
    keys.partitionKey,
    ...(keys.sortKey === undefined ? [] : [keys.sortKey]),
  ]);
  return Object.fromEntries([...names].map((name) => [name, item[name]]));
}

/** As many as fit, and one at least. */
function firstPage(rows: readonly Row[], limit: number): readonly Row[] {
  let bytes = 0;
  const end = rows.findIndex((row, i) => {
    bytes += row.bytes;
    return i >= limit || (i > 0 && bytes > pageBytes);
  });
  return end === -1 ? rows : rows.slice(0, end);
}

function projected(item: Item, expression: string | undefined, names: Readonly<Record<string, string>> = {}): object {
  if (expression === undefined) return item;
  const wanted = expression.split(', ').map((alias) => {
    const name = names[alias];
    if (name === undefined) throw new NotUnderstoodError(`got ${alias} of ${expression} without a name`);
    return name;
  });
  return Object.fromEntries(wanted.filter((name) => name in item).map((name) => [name, item[name]]));
}

function checkBatch(keys: readonly Key[], most: number): void {
  const names = new Set(keys.map(({ pk, sk }) => `${pk} ${sk}`));
  if (keys.length === 0 || keys.length > most || names.size < keys.length) {
    throw new NotUnderstoodError(`got a batch of ${keys.length} with ${names.size} keys, wanted 1 to ${most}`);
  }
}

function understand(name: string | undefined, others: object): void {
  if (name !== tableName) throw new NotUnderstoodError(`got the table ${name}, wanted ${tableName}`);
  const given = Object.entries(others).filter(([, value]) => value !== undefined);
  if (given.length > 0) throw new NotUnderstoodError(`got ${given.map(([field]) => field).join(', ')} in a request`);
}
