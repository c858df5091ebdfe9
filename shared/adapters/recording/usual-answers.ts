import { z } from 'zod';
import { type Place, placeKinds } from './place.ts';

/** The name of the file that says once what answers of a kind have in common. */
export const usualFile = 'usual.yaml';

/** By the kind of a place, what a file there holds unless it says otherwise. */
export const UsualAnswers = z.partialRecord(z.enum(placeKinds), z.record(z.string(), z.unknown()));
export type UsualAnswers = Readonly<z.infer<typeof UsualAnswers>>;

/**
 * What a file holds, with what is usual of its kind where it says nothing.
 *
 * Under `*` stands what is usual of each entry of a map, or of a list, that the file has. `{cluster}` and other parts
 * of the place, `{asOf}` of the night and `{key}` for the entry's own, are put in.
 */
export function withUsual(usual: UsualAnswers, { kind, ...place }: Place, asOf: string, value: unknown): unknown {
  return filled(usual[kind], value, { ...place, asOf });
}

function filled(usual: unknown, value: unknown, names: Readonly<Record<string, string>>): unknown {
  if (value === undefined) return instance(usual, names);
  if (!isObject(usual)) return value;
  const { '*': ofEach, ...others } = usual;
  if (Array.isArray(value)) return value.map((item) => filled(ofEach, item, names));
  if (!isObject(value)) return value;
  const keys = new Set([...Object.keys(others), ...Object.keys(value)]);
  return Object.fromEntries(
    [...keys].flatMap((key) => {
      const own = Object.hasOwn(others, key) ? others[key] : ofEach;
      const entry = filled(own, value[key], Object.hasOwn(others, key) ? names : { ...names, key });
      return entry === undefined ? [] : [[key, entry]];
    }),
  );
}

/** What is usual, where a file says nothing of it at all: of entries that it does not have there is none. */
function instance(usual: unknown, names: Readonly<Record<string, string>>): unknown {
  if (typeof usual === 'string') return usual.replace(/\{(\w+)\}/g, (whole, name) => names[name] ?? whole);
  if (Array.isArray(usual)) return usual.map((item) => instance(item, names));
  if (!isObject(usual)) return usual;
  const entries = Object.entries(usual).filter(([key]) => key !== '*');
  if (entries.length === 0 && '*' in usual) return undefined;
  return Object.fromEntries(entries.map(([key, entry]) => [key, instance(entry, names)]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
