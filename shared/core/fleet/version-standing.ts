import { compareReleases, parseAddonVersion } from '../addons/addon-version.ts';
import { minorsBehind } from '../kubernetes-version.ts';
import type { AddonSnapshot, ClusterSnapshot } from '../snapshot.ts';
import { kubeProxyDistance } from './combination.ts';

/** An add-on in its cluster. */
export interface Installed {
  readonly addon: AddonSnapshot;
  readonly cluster: ClusterSnapshot;
}

/** How one version of an add-on stands to another. */
export interface Standing {
  /** By how many minors it is behind; below zero where it is ahead. Infinite across majors. */
  readonly minorsBehind: number;
  /** Behind within one minor. A build alone is no difference. */
  readonly patchBehind: boolean;
}

/**
 * How an add-on stands to a sibling's; undefined where one of the two has no version that can be read.
 *
 * kube-proxy belongs to its own control plane: it is the distance from there that is compared.
 */
export function standingOf(own: Installed, other: Installed): Standing | undefined {
  if (own.addon.name === 'kube-proxy') return kubeProxyStanding(own, other);
  const version = parseAddonVersion(own.addon.version);
  const reference = parseAddonVersion(other.addon.version);
  if (!version || !reference) return undefined;
  const minors = minorsBehind(version, reference);
  return { minorsBehind: minors, patchBehind: minors === 0 && compareReleases(version, reference) < 0 };
}

function kubeProxyStanding(own: Installed, other: Installed): Standing | undefined {
  const distance = kubeProxyDistance(own.addon, own.cluster);
  const reference = kubeProxyDistance(other.addon, other.cluster);
  if (distance === undefined || reference === undefined) return undefined;
  // Two that are of another major than their control planes are alike, and no number.
  return { minorsBehind: distance === reference ? 0 : distance - reference, patchBehind: false };
}

/** Whether one is ahead of another by a minor or more; not where that is not known. */
export function isMinorAhead(one: Installed, other: Installed): boolean {
  return (standingOf(one, other)?.minorsBehind ?? 0) <= -1;
}

/** Whether the lowest environment, of three or more, is behind all others by a minor: the fault is then its own. */
export function lowestIsBehind(installed: readonly (Installed & { readonly rank: number })[]): boolean {
  const ranks = new Set(installed.map(({ rank }) => rank));
  const lowest = Math.min(...ranks);
  const low = installed.filter(({ rank }) => rank === lowest);
  const others = installed.filter(({ rank }) => rank !== lowest);
  return ranks.size >= 3 && low.every((one) => others.every((other) => isMinorAhead(other, one)));
}
