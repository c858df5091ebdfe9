import type { Json } from '#core/json.ts';

/** An answer, and what has been read of it. */
export interface Watched {
  /** The answer as it is, to be read in its place. */
  readonly view: object;
  /** The members that were read until now, and no other; dates are ISO 8601. */
  readonly read: () => Json;
}

/** Keeps of an answer what its reader reads: what nobody needs is in no recording, whatever AWS answers one day. */
export function watched(answer: object): Watched {
  const parts = new Map<PropertyKey, Watched | { readonly read: () => Json }>();
  const view = new Proxy(answer, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      // What an object does is not what it says: only its own members are facts.
      if (typeof key === 'symbol' || !Object.hasOwn(target, key) || key === 'length') return value;
      const part = parts.get(key) ?? partOf(value);
      if (!part) return value;
      parts.set(key, part);
      return 'view' in part ? part.view : value;
    },
  });
  const read = (): Json => {
    // As they stand in the answer: its reader may look at the last one first.
    const known = Object.keys(answer).flatMap((key) => {
      const part = parts.get(key);
      return part ? [[key, part.read()] as const] : [];
    });
    return Array.isArray(answer) ? known.map(([, value]) => value) : Object.fromEntries(known);
  };
  return { view, read };
}

function partOf(value: unknown): Watched | { readonly read: () => Json } | undefined {
  if (value === undefined || typeof value === 'function') return undefined;
  if (value instanceof Date) return { read: () => value.toISOString() };
  if (typeof value === 'object' && value !== null) return watched(value);
  return { read: () => value as Json };
}
