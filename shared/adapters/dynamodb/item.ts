import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { canonicalJson, type Json } from '#core/json.ts';
import type { Key } from './keys.ts';

/** The form in which items are written; one that is written otherwise is not guessed at. */
const schemaVersion = 1;

/** Text beyond this is compressed: it is paid for by the kilobyte. */
const longestPlainBytes = 4 * 1024;

/** DynamoDB takes 400 KB of item: what is left of it after keys and names. */
const longestBodyBytes = 390 * 1024;

/** An item of the table. Its body is what we keep; beside it lies what conditions, indexes and expiry go by. */
export type Item = Key & Readonly<Record<string, unknown>>;

/** Something in the store is not as this release writes it: damaged, or written by another release. */
export class UnreadableItemError extends Error {
  override readonly name = 'UnreadableItemError';

  constructor({ pk, sk }: Key, reason: string, options?: ErrorOptions) {
    super(`item ${pk} / ${sk} of the store cannot be read: ${reason}`, options);
  }
}

export class ItemTooLargeError extends Error {
  override readonly name = 'ItemTooLargeError';

  constructor({ pk, sk }: Key, bytes: number) {
    super(
      `item ${pk} / ${sk} is too large for the store: ${bytes} bytes compressed, wanted at most ${longestBodyBytes}`,
    );
  }
}

/** An item with a body, compressed where it is long. */
export function toItem(key: Key, body: unknown, beside: Readonly<Record<string, unknown>> = {}): Item {
  const text = JSON.stringify(body);
  const packed = Buffer.byteLength(text) > longestPlainBytes ? gzipSync(text) : text;
  if (packed.length > longestBodyBytes) throw new ItemTooLargeError(key, packed.length);
  return { ...beside, ...key, schema: schemaVersion, body: packed };
}

const Envelope = z.looseObject({
  schema: z.literal(schemaVersion, { error: ({ input }) => `got schema ${input}, wanted ${schemaVersion}` }),
  body: z.union([z.string(), z.instanceof(Uint8Array)]),
});

/** The body of an item, parsed. @throws {UnreadableItemError} */
export function fromItem<T>(item: Item, schema: z.ZodType<T>): T {
  const { body } = parse(item, Envelope, item);
  try {
    const text = typeof body === 'string' ? body : gunzipSync(body).toString();
    return parse(item, schema, JSON.parse(text));
  } catch (error) {
    if (error instanceof UnreadableItemError) throw error;
    throw new UnreadableItemError(item, error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** What lies beside the body of an item, parsed. @throws {UnreadableItemError} */
export function besideBody<T>(item: Item, schema: z.ZodType<T>): T {
  return parse(item, schema, item);
}

function parse<T>(key: Key, schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const at = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  throw new UnreadableItemError(key, `${at}${issue?.message}`, { cause: parsed.error });
}

/** The same for the same facts, whatever the order of their keys. */
export function contentHash(value: unknown): string {
  return createHash('sha256')
    .update(canonicalJson(value as Json))
    .digest('hex');
}
