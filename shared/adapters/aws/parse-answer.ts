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

/** @throws with the first field that is not as it must be, what it is and what was wanted. */
export function parseAnswer<T>(schema: z.ZodType<T>, answer: unknown): T {
  const { success, data, error } = schema.safeParse(answer);
  if (success) return data;
  const [issue] = error.issues;
  const wanted = issue?.message.replace(/^Invalid input: /, '') ?? 'expected another answer';
  const field = issue?.path.join('.') ?? '';
  throw new Error(`${field === '' ? 'the answer' : `${field} in the answer`}: ${wanted}`);
}

/** An object with optional properties, as our own types have them: what is undefined is not there. */
export type Present<T> = { readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

export function present<T extends object>(object: T): Present<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Present<T>;
}
