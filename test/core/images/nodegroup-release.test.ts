import { expect, it } from 'vitest';
import {
  amiFamilyOf,
  compareImageReleases,
  parseNodegroupRelease,
  releasedAt,
} from '#core/images/nodegroup-release.ts';

it.each([
  ['AL2_x86_64_GPU', 'AL2'],
  ['AL2023_ARM_64_NVIDIA', 'AL2023'],
  ['BOTTLEROCKET_x86_64_FIPS', 'BOTTLEROCKET'],
  ['WINDOWS_CORE_2025_x86_64', 'WINDOWS'],
  ['CUSTOM', 'CUSTOM'],
  ['AL2027_x86_64', undefined],
  ['CUSTOMER', undefined],
  ['', undefined],
])('finds the family of %s: %s', (amiType, expected) => {
  expect(amiFamilyOf(amiType)).toBe(expected);
});

it.each([
  ['AL2', '1.30.14-20251209', { kind: 'amazon-linux', kubernetes: '1.30.14', date: '20251209' }],
  ['AL2023', '1.36.1-20260714', { kind: 'amazon-linux', kubernetes: '1.36.1', date: '20260714' }],
  ['BOTTLEROCKET', '1.47.0-6154605b', { kind: 'bottlerocket', os: '1.47.0', commit: '6154605b' }],
  ['WINDOWS', '1.31-2024.11.12', { kind: 'windows', kubernetes: '1.31', date: '20241112' }],
  ['CUSTOM', 'ami-0123456789abcdef0', { kind: 'custom', imageId: 'ami-0123456789abcdef0' }],
] as const)('reads the release of %s: %s', (family, text, expected) => {
  expect(parseNodegroupRelease(family, text)).toEqual(expected);
});

it.each([
  ['AL2', '1.30-2024.11.12'],
  ['BOTTLEROCKET', '1.30.14-20251209x'],
  ['WINDOWS', '1.31.1-20241112'],
  ['CUSTOM', '1.30.14-20251209'],
] as const)('gives nothing for a release of %s like %s', (family, text) => {
  expect(parseNodegroupRelease(family, text)).toBeUndefined();
});

it.each([
  ['20251209', '20251209', 0],
  ['20251209', '20251210', -1],
  ['20260101', '20251231', 1],
  ['1.9.0', '1.10.0', -1],
  ['1.47.0', '1.47.0', 0],
  ['2.0.0', '1.99.9', 1],
])('orders releases by their numbers: %s and %s', (a, b, expected) => {
  expect(Math.sign(compareImageReleases(a, b))).toBe(expected);
});

it('dates a release by its own date, and those of Bottlerocket not at all', () => {
  expect(releasedAt('20260219')).toBe('2026-02-19T00:00:00.000Z');
  expect(releasedAt('1.47.0')).toBeUndefined();
  expect(releasedAt('20261340')).toBeUndefined();
});
