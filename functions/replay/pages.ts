export interface PageRequest {
  /** What is listed, with its filters: a token serves only the list that it was given for. */
  readonly list: readonly unknown[];
  readonly maxResults: number | undefined;
  readonly nextToken: string | undefined;
  readonly most: number;
  /** The error of the service for a size or a token that is none. */
  readonly invalid: (message: string) => Error;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string | null;
}

/** One page of a list, as large as asked for and never larger than AWS's own. */
export function pageOf<T>(all: readonly T[], { list, maxResults, nextToken, most, invalid }: PageRequest): Page<T> {
  const size = maxResults ?? most;
  if (!Number.isInteger(size) || size < 1 || size > most) {
    throw invalid(`maxResults: got ${size}, wanted a whole number from 1 to ${most}`);
  }
  const name = JSON.stringify(list);
  const start = nextToken === undefined ? 0 : startOf(nextToken, name);
  if (start === undefined || start >= Math.max(all.length, 1)) throw invalid('The nextToken is not valid.');
  const end = start + size;
  return { items: all.slice(start, end), nextToken: end < all.length ? tokenFor(name, end) : null };
}

function tokenFor(name: string, start: number): string {
  return Buffer.from(JSON.stringify({ name, start })).toString('base64url');
}

function startOf(token: string, name: string): number | undefined {
  try {
    const read = JSON.parse(Buffer.from(token, 'base64url').toString());
    return read.name === name && Number.isInteger(read.start) && read.start > 0 ? read.start : undefined;
  } catch {
    return undefined;
  }
}
