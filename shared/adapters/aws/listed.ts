import { type Reading, readable } from '#core/reading.ts';
import type { Listed } from '#core/snapshot.ts';
import { isThere } from './gone.ts';
import type { IamAction } from './iam-actions.ts';
import { attempt } from './obstacle.ts';

/** How the parts of a list are read. */
interface ListCalls<T> {
  names(): Promise<readonly string[]>;
  detail(name: string): Promise<T | undefined>;
}

/** Lists, then describes each; in the order of names, so that two equal nights give two equal snapshots. */
export async function readListed<T>(
  [list, describe]: readonly [IamAction, IamAction],
  most: number,
  { names, detail }: ListCalls<T>,
): Promise<Reading<readonly Listed<T>[]>> {
  const listed = await attempt(list, names);
  if (!listed.readable) return listed;
  const details = await Promise.all(
    [...new Set(listed.value)]
      .sort()
      .slice(0, most)
      .map(async (name) => ({ name, detail: await attempt(describe, () => detail(name)) })),
  );
  return readable(details.filter(isThere));
}

/** What is to be read of each part that a list named; of what could not be described, for the same reason not. */
export async function ofEach<T, R>(
  parts: Reading<readonly Listed<T>[]>,
  read: (part: T) => Promise<Reading<R | undefined>>,
): Promise<Reading<readonly Listed<R>[]>> {
  if (!parts.readable) return parts;
  const readAll = parts.value.map(async ({ name, detail }) => ({
    name,
    detail: detail.readable ? await read(detail.value) : detail,
  }));
  return readable((await Promise.all(readAll)).filter(isThere));
}
