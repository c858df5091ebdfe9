import { inspect } from 'node:util';
import { say } from '#render/phrase.ts';

/** What nobody foresaw, in a line for those who ran the command; with stack and causes where they ask for them. */
export function describeUnexpected(error: unknown, env: Readonly<Record<string, string | undefined>>): string {
  if (env.MIDWATCH_DEBUG !== undefined && env.MIDWATCH_DEBUG !== '') return `${inspect(error)}\n`;
  const { name, message } = error instanceof Error ? error : { name: typeof error, message: String(error) };
  return `${say`midwatch could not go on: ${name}: ${message} (MIDWATCH_DEBUG=1 shows where)`.text}\n`;
}
