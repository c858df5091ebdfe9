import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heading, indentFor, severityLabel, wrapped } from '#render/layout.ts';

const at = (width: number) => ({ width, colour: false });
const words = fc.array(fc.stringMatching(/^[a-z0-9.-]{1,12}$/), { minLength: 1 });

describe('wrapped', () => {
  it('sets what wraps in, behind a head', () => {
    expect(wrapped('one two three four five six', at(30), 'HIGH  ', 6)).toEqual([
      'HIGH  one two three four five',
      '      six',
    ]);
  });

  it('lets a head stick out where the indent is small', () => {
    expect(wrapped('one two three four five six', at(26), 'a long head  ', 4)).toEqual([
      'a long head  one two three',
      '    four five six',
    ]);
  });

  it('breaks no word, however narrow it is', () => {
    const version = 'v1.21.2-eksbuild.2-that-is-much-longer-than-the-terminal';

    expect(wrapped(`was ${version} before`, at(20))).toEqual(['was', version, 'before']);
  });

  it('loses no word and keeps to the width', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 30, max: 120 }), fc.integer({ min: 0, max: 8 }), (text, width, indent) => {
        const lines = wrapped(text.join(' '), at(width), ' '.repeat(indent));

        expect(lines.join(' ').trim().split(/\s+/)).toEqual(text);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('indentFor', () => {
  it('gives up columns where there is no room for them', () => {
    expect([71, 72].map((width) => indentFor(at(width), 12))).toEqual([4, 12]);
  });
});

describe('colour', () => {
  it('is there only when asked for', () => {
    expect(severityLabel('LOW', at(80))).toBe('LOW     ');
    expect(severityLabel('LOW', { width: 80, colour: true })).toBe('\u001b[36mLOW     \u001b[0m');
    expect(heading('x', at(80))).toBe('x');
    expect(heading('x', { width: 80, colour: true })).toBe('\u001b[1mx\u001b[0m');
  });
});
