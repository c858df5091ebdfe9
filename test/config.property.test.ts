import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { parseBreakages } from '#data/known-breakages.ts';
import { configNotices, formatConfigErrors, loadConfig, settingsOf, siblingRulesOf } from '#shared/config.ts';

const example = readFileSync(new URL('../events/midwatch.example.yaml', import.meta.url), 'utf8');
const sections = parse(example) as Record<string, unknown>;
const breakages = readFileSync(new URL('../events/known-breakages.example.json', import.meta.url), 'utf8');

/** Loads what may be anything; a sound one must then serve, and one that is not must say where it is not. */
function loadAnything(input: string | Uint8Array): boolean {
  const result = loadConfig(input, 'midwatch.yaml');
  if (!result.ok) {
    const told = formatConfigErrors(result.errors);
    expect(result.errors.length).toBeGreaterThan(0);
    for (const line of told.split('\n')) expect(line).toMatch(/^midwatch\.yaml(:\d+:\d+)?: .*got .*, wanted ./);
    return false;
  }
  configNotices(result.config);
  settingsOf(result.config);
  siblingRulesOf(result.config);
  return true;
}

/** Every place in the example, as a path. */
function pathsOf(value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inside = Array.isArray(value)
    ? value.flatMap((one, index) => pathsOf(one, [...path, index]))
    : Object.entries(value).flatMap(([key, one]) => pathsOf(one, [...path, key]));
  return [path, ...inside];
}

function replaced(value: unknown, [first, ...rest]: readonly (string | number)[], by: unknown): unknown {
  if (first === undefined) return by;
  if (Array.isArray(value)) return value.map((one, index) => (index === first ? replaced(one, rest, by) : one));
  const mapping = value as Record<string, unknown>;
  return { ...mapping, [first]: replaced(mapping[first], rest, by) };
}

describe('whatever a configuration holds', () => {
  it('any part of the example is sound', () => {
    fc.assert(
      fc.property(fc.subarray(Object.keys(sections)), (keys) => {
        const sound = loadAnything(stringify(Object.fromEntries(keys.map((key) => [key, sections[key]]))));

        expect(sound).toBe(true);
      }),
    );
  });

  it('the example with anything in place of any part of it is sound, or told', () => {
    fc.assert(
      fc.property(fc.constantFrom(...pathsOf(sections)), fc.jsonValue(), (path, value) => {
        loadAnything(stringify(replaced(sections, path, value)));
      }),
      { numRuns: 500 },
    );
  });

  it('the example with anything written into its text is sound, or told', () => {
    const anywhere = fc.nat({ max: example.length });
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\t', '---\n', '&a ', '*a', '"', '{', '? ', '%YAML 1.1\n'),
    );
    fc.assert(
      fc.property(anywhere, fc.nat({ max: 40 }), anything, (at, removed, text) => {
        loadAnything(`${example.slice(0, at)}${text}${example.slice(at + removed)}`);
      }),
      { numRuns: 500 },
    );
  });

  it('any text and any bytes are sound, or told', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array({ maxLength: 60 })), (input) => {
        loadAnything(input);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['lists', (depth: number) => '['.repeat(depth) + ']'.repeat(depth)],
    ['mappings', (depth: number) => `${'{a: '.repeat(depth)}1${'}'.repeat(depth)}`],
    ['items', (depth: number) => `${'- '.repeat(depth)}x`],
  ])('%s within one another are told, however deep they go', (_, nested) => {
    for (const depth of [10, 500, 1_500, 1_800, 1_850, 1_900, 2_000, 2_100, 2_500, 4_000, 8_000]) {
      const sound = loadAnything(nested(depth));

      expect(sound).toBe(false);
    }
  });

  it('a file of breakages with anything written into it is read, or told', () => {
    fc.assert(
      fc.property(fc.nat({ max: breakages.length }), fc.nat({ max: 20 }), fc.string(), (at, removed, text) => {
        const result = parseBreakages(`${breakages.slice(0, at)}${text}${breakages.slice(at + removed)}`, 'b.json');

        expect(result.ok || result.errors.length > 0).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
