import type { Item } from '#adapters/dynamodb/item.ts';
import { compareBytes } from './sorted-rows.ts';

export type Values = Readonly<Record<string, unknown>>;

/** Something in a request that the store does not use, or DynamoDB refuses. */
export class NotUnderstoodError extends Error {
  override readonly name = 'NotUnderstoodError';
}

type Test = (item: Item | undefined, values: Values) => boolean;

const compiled = new Map<string, Test>();

/** Whether a condition holds for the item that is there. */
export function holds(expression: string, values: Values, item: Item | undefined): boolean {
  refuseUnused(expression, values);
  const known = compiled.get(expression) ?? compile(expression);
  compiled.set(expression, known);
  return known(item, values);
}

const token = /\s*(attribute_not_exists|AND\b|OR\b|<=|>=|<>|[<>=()]|:?[A-Za-z]\w*)/y;

/** `a OR b AND (c OR d)`, where each is a comparison with a value, or that something is not there. */
function compile(expression: string): Test {
  const tokens = [...expression.matchAll(new RegExp(token, 'gy'))].map(([, text]) => text as string);
  if (tokens.join('') !== expression.replace(/\s+/g, '')) throw notUnderstood(expression);
  let at = 0;
  const take = (): string => {
    const text = tokens[at++];
    if (text === undefined) throw notUnderstood(expression);
    return text;
  };
  const expect = (wanted: string): void => {
    if (take() !== wanted) throw notUnderstood(expression);
  };
  const several = (word: string, part: () => Test, join: (all: readonly Test[]) => Test): Test => {
    const parts = [part()];
    while (tokens[at] === word) {
      at += 1;
      parts.push(part());
    }
    return join(parts);
  };
  const either = (): Test => several('OR', both, (all) => (item, values) => all.some((one) => one(item, values)));
  const both = (): Test => several('AND', single, (all) => (item, values) => all.every((one) => one(item, values)));
  const single = (): Test => {
    const first = take();
    if (first === '(') {
      const inner = either();
      expect(')');
      return inner;
    }
    if (first === 'attribute_not_exists') {
      expect('(');
      const name = take();
      expect(')');
      return (item) => item?.[name] === undefined;
    }
    const [operator, value] = [take(), take()];
    if (first.startsWith(':') || !value.startsWith(':')) throw notUnderstood(expression);
    return (item, values) => compare(item?.[first], operator, values[value]);
  };
  const whole = either();
  if (at !== tokens.length) throw notUnderstood(expression);
  return whole;
}

/** What is not there, or is of another kind, is neither more nor less. */
function compare(a: unknown, operator: string, b: unknown): boolean {
  if (operator === '=') return a === b;
  if (operator === '<>') return a !== b;
  const order = orderOf(a, b);
  if (order === undefined) return false;
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  if (operator === '>') return order > 0;
  return order >= 0;
}

function orderOf(a: unknown, b: unknown): number | undefined {
  if (typeof a === 'string' && typeof b === 'string') return compareBytes(a, b);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return undefined;
}

/** A run of a partition by its sort key. */
export interface KeyRun {
  readonly partition: string;
  isWithin(sort: string): boolean;
  /** A text before which nothing is within. */
  readonly from: string;
}

/** What a key condition asks for, of a table or an index with these keys. */
export function keyRun(
  expression: string,
  values: Values,
  keys: { readonly partitionKey: string; readonly sortKey?: string },
): KeyRun {
  refuseUnused(expression, values);
  const [, name, value = '', rest] = /^(\w+) = (:\w+)(?: AND (.+))?$/.exec(expression) ?? [];
  if (name !== keys.partitionKey) throw notUnderstood(expression);
  const partition = textOf(values, value);
  if (rest === undefined) return { partition, isWithin: () => true, from: '' };
  return { partition, ...sortRun(rest, values, keys.sortKey) };
}

function sortRun(expression: string, values: Values, sortKey: string | undefined): Omit<KeyRun, 'partition'> {
  const [, begun, prefix = ''] = /^begins_with\((\w+), (:\w+)\)$/.exec(expression) ?? [];
  if (begun !== undefined && begun === sortKey) {
    const text = textOf(values, prefix);
    return { from: text, isWithin: (sort) => sort.startsWith(text) };
  }
  const [, ranged, low = '', high = ''] = /^(\w+) BETWEEN (:\w+) AND (:\w+)$/.exec(expression) ?? [];
  if (ranged !== undefined && ranged === sortKey) {
    const [from, to] = [textOf(values, low), textOf(values, high)];
    if (compareBytes(from, to) > 0) throw notUnderstood(`${expression} from ${from} to ${to}`);
    return { from, isWithin: (sort) => compareBytes(sort, from) >= 0 && compareBytes(sort, to) <= 0 };
  }
  const [, compared, operator = '', value = ''] = /^(\w+) (<=|>=|<|>) (:\w+)$/.exec(expression) ?? [];
  if (compared === undefined || compared !== sortKey) throw notUnderstood(expression);
  const text = textOf(values, value);
  return {
    from: operator.startsWith('>') ? text : '',
    isWithin: (sort) => compare(sort, operator, text),
  };
}

/** DynamoDB takes no empty text for a key. */
function textOf(values: Values, name: string): string {
  const value = values[name];
  if (typeof value !== 'string' || value === '') throw new NotUnderstoodError(`got ${value} for the key ${name}`);
  return value;
}

/** DynamoDB refuses a value that nothing asks for, and a name that nothing is given for. */
function refuseUnused(expression: string, values: Values): void {
  const used = new Set(expression.match(/:\w+/g));
  const given = Object.keys(values);
  if (used.size !== given.length || given.some((name) => !used.has(name))) {
    throw new NotUnderstoodError(`got the values ${given.join(' ')} for ${expression}`);
  }
}

function notUnderstood(expression: string): NotUnderstoodError {
  return new NotUnderstoodError(`got the expression ${expression}, which the store does not use`);
}
