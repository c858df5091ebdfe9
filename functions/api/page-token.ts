import { createHash } from 'node:crypto';
import { z } from 'zod';
import { gotWanted, Problem } from './problem.ts';

/** Where a page begins, and the question that it is a part of the answer to. */
const Token = z.strictObject({
  v: z.literal(1),
  /** The question, in short. */
  q: z.string(),
  /** As the store gave it: it takes what it gave, and a key of DynamoDB is not longer. */
  at: z
    .string()
    .min(1)
    .refine((at) => Buffer.byteLength(at) <= 1000),
});

/** A text that says where the next part of the answer to a question begins. */
export function writeToken(question: unknown, at: string): string {
  return Buffer.from(JSON.stringify({ v: 1, q: inShort(question), at })).toString('base64url');
}

/** @throws {Problem} for what is no token, or one of another question */
export function readToken(question: unknown, token: string): string {
  const parsed = Token.safeParse(jsonIn(token));
  if (parsed.success && parsed.data.q === inShort(question)) return parsed.data.at;
  throw new Problem(400, `page: ${gotWanted(token, 'the `next` of an answer to the same question')}`);
}

function jsonIn(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    // No JSON, and so no token: the schema says so.
    return undefined;
  }
}

function inShort(question: unknown): string {
  return createHash('sha256').update(JSON.stringify(question)).digest('base64url').slice(0, 12);
}
