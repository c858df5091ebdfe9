import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patternFault } from '#shared/config/pattern.ts';

describe('a pattern for names', () => {
  it.each([
    '-(dev|test|prod)(-|$)',
    '^(.+?)-(dev|test|prod)',
    '^(?<system>[a-z][a-z0-9+*?|-]*)-(?:dev|prod)$',
    '^([^-]+)-(?=dev)',
    '(?<!x)(a)(?:-(?:b|c))?',
    '(\\d{2}\\+\\*)',
    '([()]+)x',
    '(\\*\\*\\*\\*\\+)',
    '([*+?]a[*+?]b[*+?])',
    '(a+?b+?c+?)',
    '(.*)(.*)(.*)x',
    '(.*)a?b?(.*)x',
    `(${'a?'.repeat(6)})`,
  ])('will do: %s', (pattern) => {
    const fault = patternFault(pattern);

    expect(fault).toBeUndefined();
  });

  const nested = 'a regular expression without a repeated group that holds a repetition or an alternative';

  const many = 'a regular expression with at most 3 repetitions, of which an optional part counts half';

  it.each([
    ['(a', 'a regular expression of JavaScript'],
    ['a', 'a regular expression with a group ( ) around what is to be taken'],
    ['(?:a)', 'a regular expression with a group ( ) around what is to be taken'],
    ['\\(a\\)', 'a regular expression with a group ( ) around what is to be taken'],
    [`(${'a'.repeat(200)})`, 'a regular expression of at most 200 characters'],
    ['(a+)+', nested],
    ['((a+))*', nested],
    ['((?:a|aa)x)+', nested],
    ['(a|a)*', nested],
    ['(a?){30}', nested],
    ['(?:(a{2,})b)+?', nested],
    ['(.*)(.*)(.*)(.*)x', many],
    ['(.*)(.*)a?(.*)x', many],
    [`(${'a?'.repeat(7)})`, many],
  ])('is refused: %s', (pattern, wanted) => {
    const fault = patternFault(pattern);

    expect(fault).toBe(wanted);
  });

  it('is judged whatever it is, and what will do answers any name in time', () => {
    const piece = fc.constantFrom('a', '(', ')', '(?:', '[', ']', '*', '+', '?', '{2,}', '|', '.', '-', '\\', '^', '$');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
        const pattern = pieces.join('');
        if (patternFault(pattern) !== undefined) return;

        const started = performance.now();
        new RegExp(pattern).exec(`${'a'.repeat(99)}!`);

        expect(performance.now() - started).toBeLessThan(2_000);
      }),
      { numRuns: 2_000 },
    );
  });
});
