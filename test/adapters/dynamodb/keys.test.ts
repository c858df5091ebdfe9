import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  combinationKey,
  combinationsRange,
  coverageKey,
  findingKey,
  findingsRange,
  type Key,
  type KeyRange,
  memberKey,
  membersRange,
  transitionKey,
} from '#adapters/dynamodb/keys.ts';
import { aTransition, sweepOf } from './store-builders.ts';

/** Names are somebody else's input: separators, escapes, and more bytes than DynamoDB takes. */
const name = fc.oneof(
  fc.string({ unit: fc.constantFrom('#', '%', '2', '3', '5', 'a'), minLength: 1, maxLength: 6 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }),
  fc.string({ unit: fc.constantFrom('★', '🦀', 'a'), minLength: 1, maxLength: 1500 }),
);

const keys: Record<string, (a: string, b: string) => Key> = {
  member: memberKey,
  finding: (cluster, id) => findingKey({ cluster, id }),
  transition: (cluster, id) => transitionKey({ cluster, id }, aTransition(sweepOf(1))),
  combination: (system, arn) => combinationKey(system, arn, 'hash'),
  coverage: (account, region) => coverageKey(sweepOf(1).id, { account, region }),
};

it.each(Object.entries(keys))('gives different things different keys, and none too long: %s', (_, keyOf) => {
  fc.assert(
    fc.property(name, name, name, name, (a, b, c, d) => {
      const [one, other] = [keyOf(a, b), keyOf(c, d)];

      expect(one.pk === other.pk && one.sk === other.sk).toBe(a === c && b === d);
      expect(Buffer.byteLength(one.sk)).toBeLessThanOrEqual(1024);
      expect(Buffer.byteLength(one.pk)).toBeLessThanOrEqual(2048);
    }),
    {
      numRuns: 300,
      examples: [
        ['★'.repeat(400), '★'.repeat(400), 'a', 'b'],
        ['a#', 'b', 'a', '#b'],
        ['#', 'a', '%23', 'a'],
        ['a', '%2523', 'a', '%23'],
      ],
    },
  );
});

it.each([
  ['members', membersRange, memberKey],
  ['findings', findingsRange, keys.finding],
  ['combinations', combinationsRange, keys.combination],
] as const)('finds in a range what belongs there, and nothing else: %s', (_, rangeOf, keyOf) => {
  const isWithin = ({ pk, sk }: Key, range: KeyRange): boolean => pk === range.pk && sk.startsWith(range.prefix ?? '');

  fc.assert(
    fc.property(name, name, name, (owner, other, thing) => {
      expect(isWithin(keyOf!(owner, thing), rangeOf(owner))).toBe(true);
      expect(isWithin(keyOf!(other, thing), rangeOf(owner))).toBe(owner === other);
    }),
    { numRuns: 300, examples: [['a', 'a#b', 'x']] },
  );
});
