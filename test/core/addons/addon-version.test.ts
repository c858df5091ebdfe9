import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AddonVersion,
  compareAddonVersions,
  compareMinors,
  compareReleases,
  minorOf,
  parseAddonVersion,
} from '#core/addons/addon-version.ts';

const number = fc.nat({ max: 1000 });
const anyVersion: fc.Arbitrary<AddonVersion> = fc.oneof(
  fc.record({ major: number, minor: number, patch: number, build: number }),
  fc.record({ major: number, minor: number, patch: number }),
);

function textOf({ major, minor, patch, build }: AddonVersion, minimal = false): string {
  return `v${major}.${minor}.${patch}${minimal ? '-minimal' : ''}${build === undefined ? '' : `-eksbuild.${build}`}`;
}

describe('parseAddonVersion', () => {
  it.each([
    ['v1.21.2-eksbuild.2', { major: 1, minor: 21, patch: 2, build: 2 }],
    ['v1.25.16-minimal-eksbuild.10', { major: 1, minor: 25, patch: 16, build: 10 }],
    ['1.16.4-eksbuild.48', { major: 1, minor: 16, patch: 4, build: 48 }],
    ['v1.18.5', { major: 1, minor: 18, patch: 5 }],
    ['v1.23.7-minimal', { major: 1, minor: 23, patch: 7 }],
    ['v2.15.0+a1b2c3', { major: 2, minor: 15, patch: 0 }],
  ])('reads %s', (text, expected) => {
    expect(parseAddonVersion(text)).toEqual(expected);
  });

  it.each([
    '',
    'latest',
    'v1.21',
    'v1.21.2-eksbuild.preview',
    'v1.21.2-eksbuild.',
    'sha256:abc',
    'v1.2.3.4',
    ' v1.2.3',
  ])('gives nothing for %j', (text) => {
    expect(parseAddonVersion(text)).toBeUndefined();
  });

  it('reads back every version that it can be given, with or without -minimal-', () => {
    fc.assert(
      fc.property(anyVersion, fc.boolean(), (version, minimal) => {
        expect(parseAddonVersion(textOf(version, minimal))).toEqual(version);
      }),
    );
  });
});

describe('compareAddonVersions', () => {
  it('puts build 9 before build 10', () => {
    const [nine, ten] = ['v1.9.3-eksbuild.9', 'v1.9.3-eksbuild.10'].map((text) => parseAddonVersion(text)!);

    expect(compareAddonVersions(nine!, ten!)).toBeLessThan(0);
  });

  it('puts a release before its builds, which is not the order of semver', () => {
    const [plain, built] = ['v1.21.2', 'v1.21.2-eksbuild.0'].map((text) => parseAddonVersion(text)!);

    expect(compareAddonVersions(plain!, built!)).toBeLessThan(0);
  });

  it('is a total order: reflexive, antisymmetric and transitive', () => {
    fc.assert(
      fc.property(anyVersion, anyVersion, anyVersion, (a, b, c) => {
        expect(compareAddonVersions(a, a)).toBe(0);
        expect(Math.sign(compareAddonVersions(a, b))).toBe(-Math.sign(compareAddonVersions(b, a)) + 0);
        if (compareAddonVersions(a, b) <= 0 && compareAddonVersions(b, c) <= 0) {
          expect(compareAddonVersions(a, c)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  it('finds two versions equal only when they are', () => {
    fc.assert(
      fc.property(anyVersion, anyVersion, (a, b) => {
        expect(compareAddonVersions(a, b) === 0).toBe(textOf(a) === textOf(b));
      }),
    );
  });

  it('orders by the first number that differs', () => {
    fc.assert(
      fc.property(anyVersion, number, (version, more) => {
        const step = more + 1;
        expect(
          compareAddonVersions({ ...version, major: version.major + step, minor: 0, patch: 0 }, version),
        ).toBeGreaterThan(0);
        expect(compareMinors({ ...version, minor: version.minor + step, patch: 0 }, version)).toBeGreaterThan(0);
        expect(compareMinors({ ...version, patch: version.patch + step }, version)).toBe(0);
        expect(compareReleases({ ...version, patch: version.patch + step, build: 0 }, version)).toBeGreaterThan(0);
        expect(compareReleases({ ...version, build: step }, version)).toBe(0);
      }),
    );
  });
});

it('names the minor as people do', () => {
  expect(minorOf({ major: 1, minor: 16, patch: 2, build: 1 })).toBe('1.16');
});
