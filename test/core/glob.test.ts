import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesGlob } from '#core/glob.ts';

const arn = 'arn:aws:eks:eu-west-1:111122223333:cluster/legacy';

describe('a glob', () => {
  it.each([
    ['*', arn, true],
    ['*', '', true],
    ['**', '', true],
    ['', '', true],
    ['', 'a', false],
    [arn, arn, true],
    [arn, `${arn}/addon/vpc-cni`, false],
    ['arn:aws:eks:*:*:cluster/legacy', arn, true],
    ['arn:aws:eks:*:*:cluster/legacy', `${arn}-2`, false],
    ['arn:aws:eks:*:cluster/*', arn, true],
    ['*/legacy*', `${arn}/nodegroup/blue`, true],
    ['*legacy', arn, true],
    ['*legac', arn, false],
    ['egacy*', 'legacy', false],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['*ab*ab*', 'abab', true],
    ['*ab*ab*', 'aba', false],
    ['*aa*aa', 'aaa', false],
    ['*b*b', 'bb', true],
    ['*b*b', 'b', false],
    ['*bc*c', 'abc', false],
    ['a.c', 'abc', false],
    ['[a-z]', 'b', false],
    ['?', 'a', false],
  ])('%j over %j: %s', (glob, text, matches) => {
    expect(matchesGlob(glob, text)).toBe(matches);
  });

  it('says what a regular expression would say', () => {
    const letters = (more: string) => fc.string({ unit: fc.constantFrom('a', 'b', ...more), maxLength: 8 });
    fc.assert(
      fc.property(letters('*'), letters(''), (glob, text) => {
        const expression = new RegExp(`^${glob.replaceAll('*', '.*')}$`);

        expect(matchesGlob(glob, text)).toBe(expression.test(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('answers at once where a regular expression would not', () => {
    const matches = matchesGlob(`${'*a'.repeat(200)}*b`, 'a'.repeat(500));

    expect(matches).toBe(false);
  });
});
