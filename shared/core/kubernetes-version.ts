/** A Kubernetes version as EKS names it: minor only. */
export interface KubernetesVersion {
  readonly major: number;
  readonly minor: number;
}

/** Reads `1.25` and what carries more than that (`v1.30.6-eks-7f9249a`, `1.25.16`): the minor alone counts. One of no release, as `v0.0.0-master`, is none. */
export function parseKubernetesVersion(text: string): KubernetesVersion | undefined {
  const match = /^v?([1-9]\d*)\.(\d+)(?:[.+-].*)?$/.exec(text);
  return match ? { major: Number(match[1]), minor: Number(match[2]) } : undefined;
}

export function compareKubernetesVersions(a: KubernetesVersion, b: KubernetesVersion): number {
  return a.major - b.major || a.minor - b.minor;
}

/** By how many minors `component` is behind `reference`; negative when it is ahead. Infinite across majors. */
export function minorsBehind(component: KubernetesVersion, reference: KubernetesVersion): number {
  if (component.major === reference.major) return reference.minor - component.minor;
  return component.major < reference.major ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}

export function nextMinor({ major, minor }: KubernetesVersion): KubernetesVersion {
  return { major, minor: minor + 1 };
}

export function previousMinor({ major, minor }: KubernetesVersion): KubernetesVersion {
  return { major, minor: minor - 1 };
}

export function formatKubernetesVersion({ major, minor }: KubernetesVersion): string {
  return `${major}.${minor}`;
}

/**
 * How many minors a kubelet or kube-proxy may be older than the API server.
 *
 * The cut is on the old component's own version: below 1.25 only two.
 * Source: https://kubernetes.io/releases/version-skew-policy/, read 2026-11-22.
 */
export function allowedSkew(component: KubernetesVersion): number {
  return compareKubernetesVersions(component, { major: 1, minor: 25 }) < 0 ? 2 : 3;
}
