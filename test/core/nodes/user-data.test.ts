import { expect, it } from 'vitest';
import type { AmiFamily } from '#core/images/nodegroup-release.ts';
import { type UserDataKind, unfitFor, userDataKinds } from '#core/nodes/user-data.ts';

it('is of a kind that is named once, or not known', () => {
  expect(new Set(userDataKinds).size).toBe(userDataKinds.length);
  expect(userDataKinds).toContain('UNKNOWN');
});

it.each<[AmiFamily, readonly UserDataKind[]]>([
  ['AL2', ['BOOTSTRAP_SH', 'SHELL', 'CLOUD_INIT']],
  ['AL2023', ['NODE_CONFIG', 'SHELL', 'CLOUD_INIT']],
  ['BOTTLEROCKET', ['TOML']],
  ['WINDOWS', ['POWERSHELL']],
])('fits %s where it is %j, and no other kind that is known does', (family, fit) => {
  const known = userDataKinds.filter((kind) => kind !== 'UNKNOWN');

  expect(known.filter((kind) => unfitFor(family, [kind])?.length === 0)).toEqual(fit);
  expect(known.filter((kind) => unfitFor(family, [kind])?.[0] === kind)).toEqual(
    known.filter((kind) => !fit.includes(kind)),
  );
});

it.each<[string, AmiFamily, readonly UserDataKind[], readonly UserDataKind[] | undefined]>([
  ['fits where there is none', 'AL2023', [], []],
  [
    'fits where what makes the node stands beside what another family reads',
    'AL2',
    ['BOOTSTRAP_SH', 'NODE_CONFIG'],
    [],
  ],
  ['fits where what makes the node stands beside what nobody knows', 'AL2023', ['NODE_CONFIG', 'UNKNOWN'], []],
  ['does not fit as far as one part does not', 'AL2023', ['TOML', 'SHELL'], ['TOML']],
  ['does not fit whatever else is in it that nobody knows', 'AL2', ['TOML', 'UNKNOWN'], ['TOML']],
  ['does not fit where TOML stands beside a script', 'BOTTLEROCKET', ['TOML', 'SHELL'], ['SHELL']],
  ['is not known to fit', 'BOTTLEROCKET', ['TOML', 'UNKNOWN'], undefined],
])('%s', (_what, family, userData, unfit) => {
  expect(unfitFor(family, userData)).toEqual(unfit);
});
