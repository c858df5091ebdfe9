import type { AmiFamily } from '../nodegroup-release.ts';

/**
 * What runs together in one cluster, as far as it decides whether the whole works.
 *
 * A part that could not be seen is undefined; `absent` is one that is rightly not there.
 */
export interface Combination {
  readonly kubernetes: string;
  /** Minor, `1.16`. */
  readonly vpcCni?: string;
  readonly coredns?: string;
  /** Minors that kube-proxy is behind its own control plane; 0 and 1 are alike and written 0. */
  readonly kubeProxyBehind?: string;
  /** Families of the node groups, sorted. */
  readonly amiFamilies?: readonly AmiFamily[];
}
