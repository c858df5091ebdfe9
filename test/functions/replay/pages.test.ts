import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pageOf } from '../../../functions/replay/pages.ts';

const invalid = (message: string) => new Error(message);

it('gives every item once and in order, in pages no larger than asked for, whatever the list and the size', () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), fc.integer({ min: 1, max: 100 }), (all, maxResults) => {
      const seen: number[] = [];
      let nextToken: string | null | undefined;
      do {
        const page = pageOf(all, { list: ['x'], maxResults, nextToken: nextToken ?? undefined, most: 100, invalid });
        expect(page.items.length).toBeLessThanOrEqual(maxResults);
        seen.push(...page.items);
        nextToken = page.nextToken;
      } while (nextToken !== null);
      expect(seen).toEqual(all);
    }),
  );
});

it('takes no text for a token', () => {
  fc.assert(
    fc.property(fc.string(), (nextToken) => {
      const ask = () => pageOf([1, 2, 3], { list: ['x'], maxResults: 1, nextToken, most: 100, invalid });
      expect(ask).toThrow('The nextToken is not valid.');
    }),
  );
});

it.each([-1, 0, 1.5])('refuses a token that begins at %s', (start) => {
  const nextToken = Buffer.from(JSON.stringify({ name: '["x"]', start })).toString('base64url');
  const ask = () => pageOf([1, 2, 3], { list: ['x'], maxResults: 1, nextToken, most: 100, invalid });

  expect(ask).toThrow('The nextToken is not valid.');
});

it('refuses a token that points behind the end of a list that has shrunk', () => {
  const paging = { list: ['x'], maxResults: 2, most: 100, invalid };
  const { nextToken } = pageOf([1, 2, 3], { ...paging, nextToken: undefined });

  expect(() => pageOf([1, 2], { ...paging, nextToken: `${nextToken}` })).toThrow('The nextToken is not valid.');
});
