import { visible } from './phrase.ts';

/** A text as a subject line may hold it: printable ASCII, in one line, and no longer than `limit`. */
export function asciiLine(text: string, limit: number): string {
  const ascii = visible(text.normalize('NFKD').replace(/\p{M}/gu, '')).replace(/[^ -~]/gu, '?');
  if (ascii.length <= limit) return ascii;
  const start = ascii.slice(0, limit - '...'.length);
  // Between words where that loses little: half a version is a wrong one.
  const end = start.lastIndexOf(' ');
  return `${end > limit / 2 ? start.slice(0, end) : start}...`;
}
