import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '#adapters/aws/configuration-values.ts';

describe('configurationValues', () => {
  it.each([
    ['JSON', '{"replicaCount": 3, "on": true}', { replicaCount: 3, on: true }],
    ['YAML', 'env:\n  LEVEL: "DEBUG"\nreplicas: 3\n', { env: { LEVEL: 'DEBUG' }, replicas: 3 }],
    ['YAML with a number for a key', '1: one', { '1': 'one' }],
    ['an empty object', '{}', {}],
    ['YAML that JSON cannot hold', 'limit: .inf', { limit: null }],
    ['a list', '[1, "a"]', [1, 'a']],
  ])('are parsed from %s', (_, text, expected) => {
    expect(parseConfiguration(text)).toEqual(expected);
  });

  it.each([
    ['a bare string', 'just words'],
    ['a bare string in JSON', '"just words"'],
    ['neither JSON nor YAML', '{"open": '],
    ['YAML with one key twice', 'a: 1\na: 2'],
    ['two documents of YAML', 'a: 1\n---\nb: 2'],
  ])('stay a text where they are %s', (_, text) => {
    expect(parseConfiguration(text)).toBe(text);
  });

  it.each([undefined, null, '', ' \n', 'null', '# nothing yet'])('are absent where they are %j', (text) => {
    expect(parseConfiguration(text)).toBeUndefined();
  });
});
