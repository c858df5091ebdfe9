import { z } from 'zod';

/** A text that says something: AWS's empty texts and nulls are nothing. */
export const text = z.string().trim().min(1);

/** An optional fact: absent, null and empty are one. */
export const optionalText = z
  .string()
  .nullish()
  .transform((value) => value?.trim() || undefined);

/** An instant, as the SDK gives it. */
export const instant = z.date().transform((date) => date.toISOString());
export const optionalInstant = instant.nullish().transform((value) => value ?? undefined);

/** @throws with the first field that is not as it must be: what it is, and what was wanted */
export function parseAnswer<T>(schema: z.ZodType<T>, answer: unknown): T {
  const { success, data, error } = schema.safeParse(answer, { reportInput: true });
  if (success) return data;
  const [issue] = error.issues;
  const field = issue?.path.join('.') ?? '';
  const where = field === '' ? 'the answer' : `${field} in the answer`;
  throw new Error(`${where}: got ${inWords(issue?.input)}, wanted ${wantedBy(issue)}`);
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  date: 'an instant',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  number: 'a number',
};

function wantedBy(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'too_small') return 'a text that is not';
  return (issue?.code === 'invalid_type' && kinds[issue.expected]) || 'another value';
}

/** As much of a value as shows why it is the wrong one. */
const longest = 40;

function inWords(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === '') return 'an empty text';
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Date) return 'a date that there is not';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'string' && value.length > longest) return JSON.stringify(`${value.slice(0, longest - 1)}…`);
  return JSON.stringify(value);
}

/** An object with optional properties, as our own types have them: what is undefined is not there. */
export type Present<T> = { readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

export function present<T extends object>(object: T): Present<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Present<T>;
}
