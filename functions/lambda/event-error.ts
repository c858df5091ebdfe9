import { z } from 'zod';

/** An event is not what the function takes: whoever sent it is told what is wrong with it. */
export class EventError extends Error {
  override readonly name = 'EventError';
}

/** The event of a function, parsed. @throws {EventError} */
export function parseEvent<T>(schema: z.ZodType<T>, event: unknown): T {
  const parsed = schema.safeParse(event);
  if (parsed.success) return parsed.data;
  throw new EventError(`the event is not what this function takes:\n${z.prettifyError(parsed.error)}`);
}
