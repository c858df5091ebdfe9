import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { knownBreakages } from '#data/known-breakages.ts';
import { breakageSourceOf } from '../../../functions/composition/breakage-source.ts';

const example = readFileSync('events/known-breakages.example.json', 'utf8');

it('a text is parsed once, however many accounts are judged by it one after another', () => {
  const { parse } = breakageSourceOf('more.json', '.');

  const first = parse(example);
  expect(first).toMatchObject({ ok: true });
  expect(parse(`${example}`)).toBe(first);
});

it('another text is parsed anew, sound or not', () => {
  const { parse } = breakageSourceOf('more.json', '.');
  const first = parse(example);

  expect(parse('nonsense')).toMatchObject({ ok: false });
  expect(parse('{ "schemaVersion": 1, "breakages": [] }')).toMatchObject({ ok: true, breakages: knownBreakages });
  expect(parse(example)).toEqual(first);
});
