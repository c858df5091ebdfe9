import { setTimeout as wait } from 'node:timers/promises';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  ResourceNotFoundException,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { type TableDefinition, tableDefinition } from './tables.ts';

const { partitionKey, sortKey, indexes }: TableDefinition = tableDefinition;

/** A table of our name is there, and is not ours, or not of this release. */
export class ForeignTableError extends Error {
  override readonly name = 'ForeignTableError';
}

const attempts = 100;
const pauseMilliseconds = 20;

/**
 * Creates the table where there is none yet, and looks at its keys where there is one. Its expiry is not declared:
 * the embedded database has none.
 *
 * @throws {ForeignTableError}
 */
export async function ensureTable(client: DynamoDBClient, tableName: string): Promise<void> {
  const wanted = createTableInput(tableName);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const found = await describe(client, tableName);
    if (!found) {
      await create(client, wanted);
    } else if (describeKeys(found) !== describeKeys(wanted)) {
      const keys = `got the keys ${describeKeys(found)}, wanted ${describeKeys(wanted)}`;
      throw new ForeignTableError(`table ${tableName} is of another release: ${keys}`);
    } else if (found.TableStatus === 'ACTIVE') {
      return;
    } else {
      await wait(pauseMilliseconds);
    }
  }
  throw new Error(`table ${tableName} is not active after ${attempts * pauseMilliseconds} ms`);
}

async function create(client: DynamoDBClient, input: CreateTableCommandInput): Promise<void> {
  try {
    await client.send(new CreateTableCommand(input));
  } catch (error) {
    // Another process created it at the same moment: the next look decides.
    if (!(error instanceof ResourceInUseException)) throw error;
  }
}

async function describe(client: DynamoDBClient, TableName: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

function createTableInput(TableName: string): CreateTableCommandInput {
  const schema = (hash: string, range?: string): CreateTableCommandInput['KeySchema'] => [
    { AttributeName: hash, KeyType: 'HASH' },
    ...(range === undefined ? [] : [{ AttributeName: range, KeyType: 'RANGE' } as const]),
  ];
  // Two indexes may have a key in common.
  const keys = new Set([
    ...[partitionKey, sortKey],
    ...indexes.flatMap((index) => [index.partitionKey, index.sortKey ?? []].flat()),
  ]);
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: schema(partitionKey, sortKey),
    AttributeDefinitions: [...keys].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    GlobalSecondaryIndexes: indexes.map((index) => ({
      IndexName: index.name,
      KeySchema: schema(index.partitionKey, index.sortKey),
      Projection: { ProjectionType: index.projection },
    })),
  };
}

/** The keys of a table and its indexes in one line, whatever their order. */
function describeKeys({ KeySchema, GlobalSecondaryIndexes }: TableDescription | CreateTableCommandInput): string {
  const keysOf = (schema: typeof KeySchema): string => (schema ?? []).map((key) => key.AttributeName).join('+');
  const ofIndexes = (GlobalSecondaryIndexes ?? []).map(
    ({ IndexName, KeySchema: schema, Projection }) => `${IndexName}(${keysOf(schema)}, ${Projection?.ProjectionType})`,
  );
  return [keysOf(KeySchema), ...ofIndexes.sort()].join(' ');
}
