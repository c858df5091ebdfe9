import type { Environment } from '#core/settings.ts';

/** The names by which most people call the usual environments. */
export const usualNames: readonly (readonly string[])[] = [
  ['dev', 'development', 'sandbox'],
  ['test', 'qa', 'stage', 'staging', 'stg', 'uat', 'preprod'],
  ['prod', 'production', 'prd', 'live'],
];

/**
 * Gives each environment the usual other names of its kind that no environment has for itself.
 *
 * Where two environments are of one kind (test and staging), the names that are left could mean either, and mean none.
 */
export function withUsualNames(environments: readonly Environment[]): readonly Environment[] {
  const lower = (names: readonly string[]): readonly string[] => names.map((name) => name.toLowerCase());
  const taken = new Set(lower(environments.flatMap(({ name, also }) => [name, ...also])));
  return environments.map(({ name, also }) => {
    const kind = usualNames.find((names) => names.includes(name.toLowerCase()));
    const ofKind = environments.filter((one) => kind?.includes(one.name.toLowerCase()));
    const others = kind && ofKind.length === 1 ? kind.filter((one) => !taken.has(one)) : [];
    return { name, also: [...also, ...others] };
  });
}
