import { type AddonVersion, compareAddonVersions, compareReleases, parseAddonVersion } from './addons/addon-version.ts';
import type { Horizon } from './finding.ts';
import type { ImageBreakage } from './images/image-breakage.ts';
import type { AmiFamily } from './images/nodegroup-release.ts';
import { isInKubernetesRange, type KubernetesRange } from './kubernetes-range.ts';
import type { Severity } from './severity.ts';

/** What is known to break, each judged by the rule that it names. */
export type KnownBreakage = AddonBreakage | ImageBreakage;

/** A combination of an add-on with a Kubernetes version or node family that is known to break, and from where. */
export interface AddonBreakage {
  readonly id: string;
  readonly rule: 'addon-version-compatibility';
  readonly condition: AddonCondition;
  readonly consequence: string;
  readonly severity: Severity;
  /** When it strikes at the version that runs; at the next version it strikes with the upgrade. */
  readonly horizon: Exclude<Horizon, 'next-upgrade'>;
  readonly source: string;
  /** The day on which the source was read. */
  readonly read: string;
}

/** All that is named must hold. Ends of ranges count in; `below` does not. */
export interface AddonCondition {
  readonly addon: string;
  readonly below?: string;
  readonly from?: string;
  readonly to?: string;
  readonly kubernetes?: KubernetesRange;
  readonly amiFamily?: AmiFamily;
}

/** What AWS recommends as the lowest version of an add-on for a Kubernetes version: no breakage when missed. */
export interface MinimumVersion {
  readonly addon: string;
  readonly kubernetes: string;
  readonly version: string;
  readonly source: string;
  readonly read: string;
}

/** What an add-on's version is looked at together with. */
export interface Surroundings {
  readonly kubernetes: string;
  /** The families of the cluster's node groups. */
  readonly amiFamilies: readonly AmiFamily[];
}

/** The known breakages that an add-on meets in given surroundings. */
export function breakagesOf(
  breakages: readonly KnownBreakage[],
  addon: string,
  version: AddonVersion,
  around: Surroundings,
): readonly AddonBreakage[] {
  return breakages
    .filter((breakage) => breakage.rule === 'addon-version-compatibility')
    .filter(
      ({ condition }) =>
        condition.addon === addon &&
        isInVersionRange(version, condition) &&
        isInKubernetesRange(around.kubernetes, condition.kubernetes ?? {}) &&
        (condition.amiFamily === undefined || around.amiFamilies.includes(condition.amiFamily)),
    );
}

function isInVersionRange(version: AddonVersion, { below, from, to }: AddonCondition): boolean {
  const isAtMost = (end: AddonVersion): boolean =>
    // A bound that names no build stands for all builds of that version.
    (end.build === undefined ? compareReleases(version, end) : compareAddonVersions(version, end)) <= 0;
  return (
    (below === undefined || compareAddonVersions(version, bound(below)) < 0) &&
    (from === undefined || compareAddonVersions(version, bound(from)) >= 0) &&
    (to === undefined || isAtMost(bound(to)))
  );
}

/** Bounds are checked when their file is read, so that one that is no version never comes here. */
function bound(text: string): AddonVersion {
  const version = parseAddonVersion(text);
  if (version === undefined) throw new Error(`a known breakage has the bound ${text}, wanted a version`);
  return version;
}
