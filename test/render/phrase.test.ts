import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstOf, listed, say, visible } from '#render/phrase.ts';

describe('visible', () => {
  it.each([
    ['a line break', 'a\nb', 'a\\nb'],
    ['a carriage return and a tab', 'a\r\tb', 'a\\r\\tb'],
    ['a colour', '\u001b[31mred', '\\u{1b}[31mred'],
    ['a one-byte control sequence', '\u009b31m', '\\u{9b}31m'],
    ['a bidirectional override', 'a\u202eb', 'a\\u{202e}b'],
    ['a zero-width space', 'a\u200bb', 'a\\u{200b}b'],
    ['a line separator', 'a\u2028b', 'a\\u{2028}b'],
    ['a tag beyond the first plane', 'a\u{e0041}b', 'a\\u{e0041}b'],
    ['half a character', 'a\ud800b', 'a\\u{d800}b'],
  ])('shows %s by its name', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it('leaves what can be seen as it is', () => {
    expect(visible('shop-prod_1 "größer" 漢字 v1.21.2-eksbuild.2')).toBe(
      'shop-prod_1 "größer" 漢字 v1.21.2-eksbuild.2',
    );
  });

  it('changes nothing a second time', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => visible(visible(text)) === visible(text)));
  });
});

describe('say', () => {
  it('makes each fact harmless', () => {
    expect(say`see ${'\u001b[2J'} and ${2}`.text).toBe('see \\u{1b}[2J and 2');
  });

  it('gives one shape to what says the same of different things, and another to other words', () => {
    const behind = (version: string, limit: string) => say`${version} is behind; ${say`only ${limit}`}`;

    expect(behind('v1', '2').shape).toBe(behind('v2', '3').shape);
    expect(behind('v1', '2').shape).not.toBe(say`${'v1'} is behind; ${say`just ${'2'}`}`.shape);
  });
});

describe('listed and firstOf', () => {
  it('joins as people do', () => {
    expect(listed([]).text).toBe('');
    expect(listed(['a']).text).toBe('a');
    expect(listed(['a', 'b']).text).toBe('a and b');
    expect(listed(['a', say`b`, 'c']).text).toBe('a, b and c');
  });

  it('names a few and counts the others', () => {
    expect(firstOf(['a', 'b', 'c'], 2).text).toBe('a, b and c');
    expect(firstOf(['a', 'b', 'c', 'd'], 2).text).toBe('a, b and 2 more');
  });
});
