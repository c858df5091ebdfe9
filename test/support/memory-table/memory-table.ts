import type { Item } from '#adapters/dynamodb/item.ts';
import type { DocumentClient } from '#adapters/dynamodb/table.ts';
import { type IndexDefinition, type TableDefinition, tableDefinition } from '#adapters/dynamodb/tables.ts';
import { NotUnderstoodError } from './expressions.ts';
import { answer, type Partitions } from './requests.ts';
import { indexOf, type Row, type Rows, withoutRow, withRow } from './sorted-rows.ts';

/** The table of the store in this process: DynamoDB as far as the store asks it, and not a word more. */
export interface MemoryTable {
  readonly client: DocumentClient;
  /** All items, in the order of their keys. */
  items(): readonly Item[];
  /** The table as it is now, to go its own way. */
  fork(): MemoryTable;
}

const { partitionKey, sortKey, indexes }: TableDefinition = tableDefinition;
const longestItem = 400 * 1024;

export function makeMemoryTable(stored: ReadonlyMap<string, Rows> = new Map()): MemoryTable {
  const partitions = new Map(stored);
  const rowsOf = (partition: string, index = ''): Rows => partitions.get(placeOf(index, partition)) ?? [];

  const itemAt: Partitions['itemAt'] = ({ pk, sk }) => {
    const rows = rowsOf(pk);
    const row = rows[indexOf(rows, { sort: sk, id: '' })];
    return row?.sort === sk ? row.item : undefined;
  };

  function put(item: Item): void {
    const row = rowOf(item);
    const before = itemAt(item);
    partitions.set(placeOf('', item.pk), withRow(rowsOf(item.pk), row));
    for (const index of indexes) {
      const [old, now] = [before && placeIn(index, before), placeIn(index, item)];
      if (old) partitions.set(old.place, withoutRow(partitions.get(old.place) ?? [], { ...row, sort: old.sort }));
      if (!now) continue;
      const shown = index.projection === 'ALL' ? row : rowOf(keysIn(index, item));
      partitions.set(now.place, withRow(partitions.get(now.place) ?? [], { ...shown, sort: now.sort, id: row.id }));
    }
  }

  return {
    client: { send: async (command: never) => answer({ rowsOf, itemAt, put }, command) } as DocumentClient,
    items: () =>
      [...partitions]
        .filter(([place]) => place.startsWith(placeOf('', '')))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([, rows]) => rows.map(({ item }) => item)),
    fork: () => makeMemoryTable(partitions),
  };
}

function placeOf(index: string, partition: string): string {
  return `${index} ${partition}`;
}

/** Where an item stands in an index; undefined where it has not the keys of it. */
function placeIn(index: IndexDefinition, item: Item): { readonly place: string; readonly sort: string } | undefined {
  const partition = item[index.partitionKey];
  const sort = index.sortKey === undefined ? '' : item[index.sortKey];
  if (partition === undefined || sort === undefined) return undefined;
  return { place: placeOf(index.name, partition as string), sort: sort as string };
}

function keysIn(index: IndexDefinition, item: Item): Item {
  const names = [partitionKey, sortKey, index.partitionKey, ...(index.sortKey === undefined ? [] : [index.sortKey])];
  return Object.fromEntries(names.map((name) => [name, item[name]])) as Item;
}

/** The item as a row of the table, after DynamoDB's own look at it. */
function rowOf(item: Item): Row {
  const keys = indexes.flatMap((index) => [index.partitionKey, index.sortKey ?? []].flat());
  checkKey(item, partitionKey, 2048);
  checkKey(item, sortKey, 1024);
  for (const name of keys) if (item[name] !== undefined) checkKey(item, name, 2048);
  const bytes = Object.entries(item).reduce((sum, [name, value]) => sum + name.length + bytesOf(name, value), 0);
  if (bytes > longestItem) throw new NotUnderstoodError(`item ${item.pk} / ${item.sk} has ${bytes} bytes`);
  return { sort: item.sk, id: `${item.pk} ${item.sk}`, item: Object.freeze({ ...item }), bytes };
}

function checkKey(item: Item, name: string, longest: number): void {
  const value = item[name];
  if (typeof value === 'string' && value !== '' && Buffer.byteLength(value) <= longest) return;
  throw new NotUnderstoodError(`item ${item.pk} / ${item.sk} has ${JSON.stringify(value)} for the key ${name}`);
}

/** Items are flat: what is not a text, a number, a word of truth or bytes nobody writes. */
function bytesOf(name: string, value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (value instanceof Uint8Array) return value.length;
  if (typeof value === 'boolean') return 1;
  if (typeof value === 'number' && Number.isFinite(value)) return 21;
  throw new NotUnderstoodError(`got ${String(value)} for the attribute ${name}`);
}

export { tableName } from './requests.ts';
