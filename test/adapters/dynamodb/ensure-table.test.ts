import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type DynaliteServer, serveDynalite } from '#adapters/dynamodb/dynalite-server.ts';
import { ensureTable } from '#adapters/dynamodb/ensure-table.ts';
import { tableDefinition } from '#adapters/dynamodb/tables.ts';

let server: DynaliteServer;
let client: DynamoDBClient;

beforeEach(async () => {
  server = await serveDynalite('test');
  client = new DynamoDBClient({
    endpoint: server.endpoint,
    region: 'local',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
});
afterEach(async () => {
  client.destroy();
  await server.close();
});

it('makes the table that is defined', async () => {
  await ensureTable(client, 'midwatch');

  const { Table } = await client.send(new DescribeTableCommand({ TableName: 'midwatch' }));
  expect(Table?.TableStatus).toBe('ACTIVE');
  expect(Table?.KeySchema).toEqual([
    { AttributeName: tableDefinition.partitionKey, KeyType: 'HASH' },
    { AttributeName: tableDefinition.sortKey, KeyType: 'RANGE' },
  ]);
  expect(new Set(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName))).toEqual(
    new Set(tableDefinition.indexes.map(({ name }) => name)),
  );
});

it('leaves the table as it is the second time, and lets two make it at once', async () => {
  await Promise.all([ensureTable(client, 'midwatch'), ensureTable(client, 'midwatch')]);

  await ensureTable(client, 'midwatch');
});

it('takes no table with other keys for ours', async () => {
  await client.send(
    new CreateTableCommand({
      TableName: 'midwatch',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    }),
  );

  await expect(ensureTable(client, 'midwatch')).rejects.toThrow(
    /^table midwatch is of another release: got the keys id, wanted pk\+sk coverage-by-target\(target\+coverageOrder, ALL\) /,
  );
});
