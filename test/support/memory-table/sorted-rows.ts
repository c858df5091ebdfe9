import type { Item } from '#adapters/dynamodb/item.ts';

/** An item in a partition of the table or of an index. */
export interface Row {
  /** The text that the partition is sorted by. */
  readonly sort: string;
  /** The key of the item in the table: of two that sort alike it tells which is which. */
  readonly id: string;
  readonly item: Item;
  readonly bytes: number;
}

type Place = Pick<Row, 'sort' | 'id'>;

/** The rows of a partition in DynamoDB's order, which is that of bytes. Never changed: a write makes new ones. */
export type Rows = readonly Row[];

/** The same rows with one that is new or takes the place of that with its key. */
export function withRow(rows: Rows, row: Row): Rows {
  const at = indexOf(rows, row);
  return rows.toSpliced(at, isAt(rows, at, row) ? 1 : 0, row);
}

export function withoutRow(rows: Rows, row: Place): Rows {
  const at = indexOf(rows, row);
  return isAt(rows, at, row) ? rows.toSpliced(at, 1) : rows;
}

/** The place of the first row that does not come before this one. */
export function indexOf(rows: Rows, wanted: Place): number {
  let [from, to] = [0, rows.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (compareRows(rows[middle] as Row, wanted) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

export function compareRows(a: Place, b: Place): number {
  return compareBytes(a.sort, b.sort) || compareBytes(a.id, b.id);
}

function isAt(rows: Rows, at: number, { sort, id }: Place): boolean {
  return rows[at]?.sort === sort && rows[at]?.id === id;
}

const beyondSurrogates = /[\ud800-\uffff]/;

/** In the order of the bytes of UTF-8, which below the surrogates is that of JavaScript. */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  if (!beyondSurrogates.test(a) || !beyondSurrogates.test(b)) return a < b ? -1 : 1;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
