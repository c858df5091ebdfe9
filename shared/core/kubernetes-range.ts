import { compareKubernetesVersions, parseKubernetesVersion } from './kubernetes-version.ts';

/** Minors of Kubernetes, ends included; without an end that is absent. */
export interface KubernetesRange {
  readonly from?: string;
  readonly to?: string;
}

/** Whether a version is in a range; one that cannot be read is in none. */
export function isInKubernetesRange(text: string, { from, to }: KubernetesRange): boolean {
  const version = parseKubernetesVersion(text);
  if (!version) return false;
  const order = (end: string): number => {
    const bound = parseKubernetesVersion(end);
    // Bounds are checked where they are read, so that one that is no version never comes here.
    if (!bound) throw new Error(`got the bound ${end}, wanted a version of Kubernetes`);
    return compareKubernetesVersions(version, bound);
  };
  return (from === undefined || order(from) >= 0) && (to === undefined || order(to) <= 0);
}
