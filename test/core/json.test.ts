import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson } from '#core/json.ts';

it('writes equal values as equal texts, whatever the order of their keys', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: true })).toBe('{"a":true,"b":[1,{"c":"x","d":null}]}');
  expect(canonicalJson({ a: true, b: [1, { c: 'x', d: null }] })).toBe('{"a":true,"b":[1,{"c":"x","d":null}]}');
});

it('keeps the order of lists', () => {
  expect(canonicalJson([2, 1])).not.toBe(canonicalJson([1, 2]));
});

it('writes nothing as null', () => {
  expect(canonicalJson(undefined)).toBe('null');
});

it('loses nothing', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      expect(JSON.parse(canonicalJson(value as never))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
