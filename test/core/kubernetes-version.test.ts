import { describe, expect, it } from 'vitest';
import {
  allowedSkew,
  compareKubernetesVersions,
  formatKubernetesVersion,
  minorsBehind,
  nextMinor,
  parseKubernetesVersion,
} from '#core/kubernetes-version.ts';

const v = (text: string) => parseKubernetesVersion(text)!;

describe('parseKubernetesVersion', () => {
  it.each([
    ['1.25', '1.25'],
    ['v1.30.6-eks-7f9249a', '1.30'],
    ['1.25.16', '1.25'],
    ['v1.9+', '1.9'],
  ])('reads %s as %s', (text, expected) => {
    expect(formatKubernetesVersion(v(text))).toBe(expected);
  });

  it.each(['', '1', 'v1', 'one.two', '1.x', '1.25rc', ' 1.25', 'v0.0.0-master+$Format:%H$'])(
    'gives nothing for %j',
    (text) => {
      expect(parseKubernetesVersion(text)).toBeUndefined();
    },
  );
});

it('orders 1.9 before 1.10', () => {
  expect(compareKubernetesVersions(v('1.9'), v('1.10'))).toBeLessThan(0);
  expect(compareKubernetesVersions(v('2.0'), v('1.99'))).toBeGreaterThan(0);
  expect(compareKubernetesVersions(v('1.25'), v('1.25'))).toBe(0);
});

it('counts minors within a major, and no distance is enough across majors', () => {
  expect(minorsBehind(v('1.21'), v('1.24'))).toBe(3);
  expect(minorsBehind(v('1.25'), v('1.24'))).toBe(-1);
  expect(minorsBehind(v('1.99'), v('2.0'))).toBe(Number.POSITIVE_INFINITY);
  expect(minorsBehind(v('2.0'), v('1.99'))).toBe(Number.NEGATIVE_INFINITY);
});

it('names the next minor', () => {
  expect(formatKubernetesVersion(nextMinor(v('1.9')))).toBe('1.10');
});

it.each([
  ['1.21', 2],
  ['1.24', 2],
  ['1.25', 3],
  ['1.34', 3],
])('allows %s to be %i minors behind', (text, expected) => {
  expect(allowedSkew(v(text))).toBe(expected);
});
