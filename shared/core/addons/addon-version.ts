/** An add-on's version, `vX.Y.Z[-minimal][-eksbuild.N]`, in numbers. */
export interface AddonVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** EKS's own build of that version; absent where the string names none. */
  readonly build?: number;
}

const grammar = /^v?(\d+)\.(\d+)\.(\d+)(?:-minimal)?(?:-eksbuild\.(\d+))?(?:\+[0-9A-Za-z.-]+)?$/;

/** Reads a version, or gives undefined for what is none: the caller then says INSUFFICIENT_DATA, with the string. */
export function parseAddonVersion(text: string): AddonVersion | undefined {
  const match = grammar.exec(text);
  if (!match) return undefined;
  const [, major, minor, patch, build] = match;
  const version = { major: Number(major), minor: Number(minor), patch: Number(patch) };
  return build === undefined ? version : { ...version, build: Number(build) };
}

/**
 * Orders versions of one add-on, numerically: `eksbuild.9` before `eksbuild.10`.
 *
 * A version without a build comes before its builds: EKS builds what upstream released.
 */
export function compareAddonVersions(a: AddonVersion, b: AddonVersion): number {
  return compareReleases(a, b) || (a.build ?? -1) - (b.build ?? -1);
}

/** Orders by major, minor and patch alone. */
export function compareReleases(a: AddonVersion, b: AddonVersion): number {
  return compareMinors(a, b) || a.patch - b.patch;
}

/** Orders by major and minor alone. */
export function compareMinors(a: AddonVersion, b: AddonVersion): number {
  return a.major - b.major || a.minor - b.minor;
}

/** `1.16`, as people name the minor of an add-on. */
export function minorOf({ major, minor }: AddonVersion): string {
  return `${major}.${minor}`;
}
