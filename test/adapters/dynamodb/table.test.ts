import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, describe, expect, it } from 'vitest';
import type { Item } from '#adapters/dynamodb/item.ts';
import { makeTable } from '#adapters/dynamodb/table.ts';

const mock = mockClient(DynamoDBDocumentClient);
afterEach(() => mock.reset());

const pauses: number[] = [];
const table = makeTable({
  client: DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'local', endpoint: 'http://127.0.0.1:1' })),
  tableName: 'midwatch',
  clock: { now: () => '2026-03-31T00:00:00.000Z' },
  pause: async (milliseconds) => {
    pauses.push(milliseconds);
  },
});

function itemsUpTo(count: number): readonly Item[] {
  return Array.from({ length: count }, (_, i) => ({ pk: 'p', sk: String(i) }));
}

function put(item: Item) {
  return { PutRequest: { Item: item } };
}

describe('a batch', () => {
  it('is sent again for what DynamoDB did not take, each time after a longer pause', async () => {
    pauses.length = 0;
    const [a, b, c] = itemsUpTo(3) as [Item, Item, Item];
    mock
      .on(BatchWriteCommand)
      .resolvesOnce({ UnprocessedItems: { midwatch: [put(b), put(c)] } })
      .resolvesOnce({ UnprocessedItems: { midwatch: [put(c)] } })
      .resolves({});

    await table.putAll([a, b, c]);

    expect(mock.commandCalls(BatchWriteCommand).map(({ args }) => args[0].input.RequestItems?.midwatch)).toEqual([
      [put(a), put(b), put(c)],
      [put(b), put(c)],
      [put(c)],
    ]);
    expect(pauses).toHaveLength(2);
    expect(pauses[0]).toBeGreaterThanOrEqual(25);
    expect(pauses[0]).toBeLessThanOrEqual(50);
    expect(pauses[1]).toBeGreaterThanOrEqual(50);
    expect(pauses[1]).toBeLessThanOrEqual(100);
  });

  it('is given up with a word when nothing helps', async () => {
    mock.on(BatchWriteCommand).resolves({ UnprocessedItems: { midwatch: [put({ pk: 'p', sk: '0' })] } });

    await expect(table.putAll(itemsUpTo(2))).rejects.toThrow('1 of 2 items not taken in 10 attempts');
    expect(mock.commandCalls(BatchWriteCommand)).toHaveLength(10);
  });

  it('holds 25 items, and no key twice', async () => {
    mock.on(BatchWriteCommand).resolves({});

    await table.putAll([...itemsUpTo(51), { pk: 'p', sk: '7' }]);

    const sizes = mock.commandCalls(BatchWriteCommand).map(({ args }) => args[0].input.RequestItems?.midwatch?.length);
    expect(sizes).toEqual([25, 25, 1]);
  });

  it('is not sent when there is nothing in it', async () => {
    await table.putAll([]);

    expect(await table.getAll([])).toEqual([]);
    expect(mock.calls()).toEqual([]);
  });

  it('of reads is asked again for the keys that were left', async () => {
    const [a, b] = itemsUpTo(2) as [Item, Item];
    mock
      .on(BatchGetCommand)
      .resolvesOnce({ Responses: { midwatch: [a] }, UnprocessedKeys: { midwatch: { Keys: [b] } } })
      .resolves({ Responses: { midwatch: [b] } });

    expect(await table.getAll([a, b])).toEqual([a, b]);
    expect(mock.commandCalls(BatchGetCommand)[1]?.args[0].input.RequestItems?.midwatch).toEqual({
      Keys: [b],
      ConsistentRead: true,
    });
  });

  it('of reads holds 100 keys', async () => {
    mock.on(BatchGetCommand).resolves({});

    await table.getAll(itemsUpTo(101));

    expect(mock.commandCalls(BatchGetCommand)).toHaveLength(2);
  });
});

describe('a put', () => {
  it('that fails for another reason than its condition is no refusal', async () => {
    mock.on(PutCommand).rejects(new Error('throttled'));

    await expect(table.put({ pk: 'p', sk: 's' })).rejects.toThrow('throttled');
  });
});

describe('a read', () => {
  it('of the table sees what was just written', async () => {
    mock.on(GetCommand).resolves({}).on(QueryCommand).resolves({});

    await table.get({ pk: 'p', sk: 's' });
    await table.query({ pk: 'p' });
    await table.last({ pk: 'p' }, () => true);

    expect(mock.calls().map(({ args }) => args[0].input)).toEqual(
      Array(3).fill(expect.objectContaining({ ConsistentRead: true })),
    );
  });
});

it('gives a range a page at a time, and asks for the next when it is wanted', async () => {
  const [a, b] = itemsUpTo(2) as [Item, Item];
  mock
    .on(QueryCommand)
    .resolvesOnce({ Items: [a], LastEvaluatedKey: a })
    .resolves({ Items: [b] });
  const asked: number[] = [];

  const pages: (readonly Item[])[] = [];
  for await (const page of table.pages({ pk: 'p' })) {
    pages.push(page);
    asked.push(mock.commandCalls(QueryCommand).length);
  }

  expect(pages).toEqual([[a], [b]]);
  expect(asked).toEqual([1, 2]);
});
