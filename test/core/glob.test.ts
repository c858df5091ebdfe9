import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesGlob } from '#core/glob.ts';

describe('matchesGlob', () => {
  it.each([
    ['shop-prod', 'shop-prod', true],
    ['shop-prod', 'shop-prod-2', false],
    ['shop-prod', 'a-shop-prod', false],
    ['*', '', true],
    ['*', 'anything', true],
    ['', '', true],
    ['', 'a', false],
    ['shop-*', 'shop-', true],
    ['shop-*', 'pay-prod', false],
    ['*-prod', 'shop-prod', true],
    ['*-prod', 'shop-prod-2', false],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['a*b*c', 'a1b2c', true],
    ['a*b*c', 'a1c2b', false],
    ['*ab*b', 'ab', false],
    ['arn:aws:eks:*:*:cluster/legacy', 'arn:aws:eks:eu-west-1:111122223333:cluster/legacy', true],
    ['arn:aws:eks:*:*:cluster/legacy', 'arn:aws:eks:eu-west-1:111122223333:cluster/legacy-2', false],
    ['a.c', 'abc', false],
    ['[ab]', 'a', false],
    ['?', 'a', false],
  ])('%s on %s: %s', (glob, text, expected) => {
    expect(matchesGlob(glob, text)).toBe(expected);
  });

  it('agrees with the regular expression that says the same', () => {
    const few = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    fc.assert(
      fc.property(few, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 }), (glob, text) => {
        const same = new RegExp(`^${glob.replaceAll('*', '.*')}$`);
        expect(matchesGlob(glob, text)).toBe(same.test(text));
      }),
    );
  });

  it('takes no time beyond measure on a glob made to take it', () => {
    const text = 'a'.repeat(100_000);
    const started = performance.now();

    expect(matchesGlob(`${'*a'.repeat(50)}*b`, text)).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
