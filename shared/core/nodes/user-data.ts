import type { AmiFamily } from '../images/nodegroup-release.ts';

/** What a part of user data is, as far as that tells on which images it works. What stands in it may be secret, and is not kept. */
export const userDataKinds = [
  'BOOTSTRAP_SH',
  'NODE_CONFIG',
  'TOML',
  'POWERSHELL',
  'SHELL',
  'CLOUD_INIT',
  'UNKNOWN',
] as const;
export type UserDataKind = (typeof userDataKinds)[number];

/** The families on whose images something has an effect, and does no harm. */
const worksOn: Readonly<Record<Exclude<UserDataKind, 'UNKNOWN'>, readonly AmiFamily[]>> = {
  BOOTSTRAP_SH: ['AL2'],
  NODE_CONFIG: ['AL2023'],
  TOML: ['BOTTLEROCKET'],
  POWERSHELL: ['WINDOWS'],
  SHELL: ['AL2', 'AL2023'],
  CLOUD_INIT: ['AL2', 'AL2023'],
};

/** What makes a node of an instance on each family: beside it, what is meant for another family is passed over. */
const joinsBy: Readonly<Partial<Record<AmiFamily, UserDataKind>>> = { AL2: 'BOOTSTRAP_SH', AL2023: 'NODE_CONFIG' };

/** What of user data does not fit a family; undefined where nobody can tell. */
export function unfitFor(family: AmiFamily, userData: readonly UserDataKind[]): readonly UserDataKind[] | undefined {
  const join = joinsBy[family];
  if (join !== undefined && userData.includes(join)) return [];
  const unfit = userData.filter((kind) => kind !== 'UNKNOWN' && !worksOn[kind].includes(family));
  return unfit.length === 0 && userData.includes('UNKNOWN') ? undefined : unfit;
}
