/** As much of a page as all answers of the SDK have. */
interface Page {
  readonly nextToken?: string | undefined;
  readonly NextToken?: string | undefined;
}

/**
 * Collects what all pages hold.
 *
 * @throws where a page names itself as the next: reading on would never end, stopping would leave out the rest.
 */
export async function allPages<P extends Page, T>(
  pages: AsyncIterable<P>,
  itemsOf: (page: P) => readonly T[],
): Promise<readonly T[]> {
  const items: T[] = [];
  let last: string | undefined;
  for await (const page of pages) {
    for (const item of itemsOf(page)) items.push(item);
    const next = page.nextToken ?? page.NextToken ?? undefined;
    if (next !== undefined && next === last) throw new Error('a page of the answer named itself as the next');
    last = next;
  }
  return items;
}
