import { PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDynamoStore } from '#adapters/dynamodb/dynamo-store.ts';
import { type EmbeddedStore, openEmbeddedStore } from '#adapters/dynamodb/embedded.ts';
import {
  ifAbsent,
  ifLeased,
  ifLeaseFree,
  ifUnchanged,
  unlessYounger,
  unlessYoungerOrSame,
} from '#adapters/dynamodb/fence.ts';
import type { Item } from '#adapters/dynamodb/item.ts';
import { makeTable, type Table, type TablePage } from '#adapters/dynamodb/table.ts';
import { tableDefinition } from '#adapters/dynamodb/tables.ts';
import { systemClock } from '#adapters/system-clock.ts';
import type { Sweep } from '#core/sweep.ts';
import type { Clock } from '#ports/clock.ts';
import { makeMemoryTable, tableName } from '../../support/memory-table/memory-table.ts';
import { pagedStoreContract } from './paged-store-contract.ts';
import { openedBy, sweepOf } from './store-builders.ts';
import { storeContract } from './store-contract.ts';

describe('the store in DynamoDB, on the table in memory', () => {
  const open = async (clock: Clock) => {
    const { client } = makeMemoryTable();
    return { store: makeDynamoStore({ client, tableName, clock }), close: async () => {} };
  };
  storeContract(open);
  pagedStoreContract(() => open(systemClock));
});

describe('the table in memory', () => {
  let embedded: EmbeddedStore;
  beforeAll(async () => {
    embedded = await openEmbeddedStore({ memory: true }, { clock: systemClock });
  });
  afterAll(() => embedded.close());

  it('answers whatever the store asks as a database does, whatever was written before', async () => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 20, maxLength: 40 }), async (requests) => {
        runs += 1;
        const database = makeTable({ ...embedded, clock: systemClock });
        const memory = makeTable({ client: makeMemoryTable().client, tableName, clock: systemClock });

        for (const ask of requests) {
          const names = namesOf(`run-${runs}`);
          expect(await ask(memory, names)).toEqual(await ask(database, names));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('goes its own way once it is forked', async () => {
    const before = makeMemoryTable();
    await before.client.send(new PutCommand({ TableName: tableName, Item: { pk: 'p', sk: 'a' } }));
    const forked = before.fork();
    await forked.client.send(new PutCommand({ TableName: tableName, Item: { pk: 'p', sk: 'b' } }));
    await before.client.send(new PutCommand({ TableName: tableName, Item: { pk: 'p', sk: 'c' } }));

    expect(before.items().map(({ sk }) => sk)).toEqual(['a', 'c']);
    expect(forked.items().map(({ sk }) => sk)).toEqual(['a', 'b']);
  });

  it('gives a page of a megabyte at the most', async () => {
    const { client } = makeMemoryTable();
    const bodies = Array.from({ length: 7 }, (_, i) => ({ pk: 'p', sk: `${i}`, body: 'x'.repeat(300_000) }));
    for (const Item of bodies) await client.send(new PutCommand({ TableName: tableName, Item }));
    const sizes: number[] = [];
    for await (const page of makeTable({ client, tableName, clock: systemClock }).pages({ pk: 'p' })) {
      sizes.push(page.length);
    }

    expect(sizes).toEqual([3, 3, 1]);
  });

  const key = { pk: 'p', sk: 's' };
  const byKey = { TableName: tableName, ConsistentRead: true, ExpressionAttributeValues: { ':pk': 'p' } };
  it.each([
    ['a command', new UpdateCommand({ TableName: tableName, Key: key })],
    ['another table', new PutCommand({ TableName: 'other', Item: key })],
    ['a field', new PutCommand({ TableName: tableName, Item: key, ReturnValues: 'ALL_OLD' })],
    ['a condition', new PutCommand({ TableName: tableName, Item: key, ConditionExpression: 'size(body) < 3' })],
    [
      'half a condition',
      new PutCommand({ TableName: tableName, Item: key, ConditionExpression: 'attribute_not_exists(pk) OR' }),
    ],
    ['a value that is not given', new PutCommand({ TableName: tableName, Item: key, ConditionExpression: 'a = :a' })],
    ['an empty key', new PutCommand({ TableName: tableName, Item: { ...key, sk: '' } })],
    ['an empty key of an index', new PutCommand({ TableName: tableName, Item: { ...key, findingShard: '' } })],
    ['an attribute without a value', new PutCommand({ TableName: tableName, Item: { ...key, body: undefined } })],
    [
      'an item that is too large',
      new PutCommand({ TableName: tableName, Item: { ...key, body: 'x'.repeat(410_000) } }),
    ],
    ['a key condition', new QueryCommand({ ...byKey, KeyConditionExpression: 'pk = :pk AND contains(sk, :x)' })],
    ['a key of no index', new QueryCommand({ ...byKey, KeyConditionExpression: 'system = :pk' })],
    ['a filter', new QueryCommand({ ...byKey, KeyConditionExpression: 'pk = :pk', FilterExpression: 'a = b' })],
  ])('throws for %s that the store does not use, or DynamoDB refuses', async (_, command) => {
    await expect(makeMemoryTable().client.send(command as never)).rejects.toThrow(/got |item p/);
  });
});

/** Few keys, that much of what is written meets what is there. */
interface Names {
  readonly pk: string;
  readonly shard: string;
}
type Request = (table: Table, names: Names) => Promise<unknown>;

function namesOf(run: string): Names {
  return { pk: `PARTITION#${run}`, shard: `OPEN#${run}` };
}

const sweep = fc.integer({ min: 1, max: 4 }).map((night): Sweep => sweepOf(night));
const bounds = ['A', 'A#1', 'A#2', 'B', 'B#', 'Ä', '~', '\u{1f600}'] as const;
/** dynalite sorts by bytes, and looks at the ends of an interval in the order of JavaScript: none begins with the last. */
const bound = fc.constantFrom(...bounds);
const sort = fc.constantFrom(...bounds, '\u{ffee}');
const condition = fc.tuple(fc.nat(6), sweep, fc.integer({ min: 1, max: 4 })).map(([which, by, revision]) => {
  const finding = openedBy(by, { revision });
  const lease = { holder: `holder ${revision}`, sweep: by, until: by.asOf };
  return [
    undefined,
    ifAbsent,
    unlessYounger(by),
    unlessYoungerOrSame(by, finding),
    ifUnchanged(by, finding),
    ifLeaseFree(lease, by.asOf),
    ifLeased(by),
  ][which];
});
const beside = fc
  .tuple(sweep, fc.integer({ min: 1, max: 4 }), fc.constantFrom('OPEN', 'RESOLVED'), fc.boolean(), sort)
  .map(([{ startedAt, id }, revision, status, isUntold, order]) => ({
    startedAt,
    id,
    revision,
    status,
    isUntold,
    order,
  }));

const item = fc
  .tuple(sort, beside, fc.boolean())
  .map(([sk, { startedAt, id, revision, status, isUntold, order }, isLong]) => ({
    of: ({ pk, shard }: Names): Item => ({
      pk,
      sk,
      startedAt,
      revision,
      leasedUntil: startedAt,
      holder: `holder ${revision}`,
      sweep: id,
      body: isLong ? Buffer.from('binary') : JSON.stringify({ revision }),
      gone: status === 'RESOLVED',
      // The order of those that are alike is nobody's to rely on.
      ...(status === 'OPEN' ? { findingShard: shard, findingOrder: `${order}${sk}` } : {}),
      ...(isUntold ? { untoldShard: shard } : {}),
      target: shard,
      coverageOrder: `${startedAt}${sk}`,
    }),
  }));

const byKey = (items: readonly Item[]): readonly Item[] => [...items].sort((a, b) => (a.sk < b.sk ? -1 : 1));
const plain = (items: readonly Item[]): unknown =>
  items.map(({ body, ...others }) => ({
    ...others,
    ...(body === undefined ? {} : { body: Buffer.from(body as string) }),
  }));
const plainPage = ({ items, next }: TablePage): unknown => [plain(items), next];
const run = fc.tuple(bound, bound, fc.boolean(), fc.boolean()).map(([a, b, isFrom, isTo]) => {
  const [from, to] = Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0 ? [a, b] : [b, a];
  return { ...(isFrom ? { from } : {}), ...(isTo ? { to } : {}) };
});
const index = fc.constantFrom(undefined, 'findings', 'coverage-by-target' as const);

const request: fc.Arbitrary<Request> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(item, condition).map(
      ([one, by]): Request =>
        (table, names) =>
          table.put(one.of(names), by),
    ),
  },
  fc.array(item, { maxLength: 30 }).map(
    (all): Request =>
      async (table, names) => {
        await table.putAll(all.map((one) => one.of(names)));
      },
  ),
  sort.map(
    (sk): Request =>
      async (table, { pk }) =>
        plain([(await table.get({ pk, sk })) ?? []].flat()),
  ),
  fc.uniqueArray(sort).map(
    (all): Request =>
      async (table, { pk }) =>
        plain(byKey(await table.getAll(all.map((sk) => ({ pk, sk }))))),
  ),
  fc.tuple(sort, fc.constantFrom('prefix', 'after', undefined), fc.boolean()).map(
    ([text, how, isShort]): Request =>
      async (table, { pk }) =>
        plain(
          await table.query(
            { pk, ...(how === undefined ? {} : { [how]: text }) },
            isShort ? ['startedAt', 'holder'] : undefined,
          ),
        ),
  ),
  fc.tuple(run, fc.integer({ min: 1, max: 4 }), fc.boolean(), index, fc.option(bound, { nil: undefined })).map(
    ([interval, size, isBackwards, of, after]): Request =>
      async (table, { pk, shard }) =>
        plainPage(
          await table.page(
            { pk: of === undefined ? pk : shard, ...interval },
            { size, after, ...(isBackwards ? { backwards: true } : {}), ...(of === undefined ? {} : { index: of }) },
          ),
        ),
  ),
  fc.constantFrom(...tableDefinition.indexes.map(({ name }) => name)).map(
    (name): Request =>
      async (table, { shard }) =>
        plain(byKey(await table.queryIndex(name, shard))),
  ),
  sweep.map(
    ({ startedAt }): Request =>
      async (table, { shard }) =>
        plain([(await table.lastOfIndexBelow('coverage-by-target', shard, startedAt)) ?? []].flat()),
  ),
);
