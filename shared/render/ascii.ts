import { visible } from './phrase.ts';

/** A text as a subject line may hold it: printable ASCII, in one line, and no longer than `limit`. */
export function asciiLine(text: string, limit: number): string {
  const ascii = visible(text.normalize('NFKD').replace(/\p{M}/gu, '')).replace(/[^ -~]/gu, '?');
  return ascii.length <= limit ? ascii : `${ascii.slice(0, limit - 3)}...`;
}
