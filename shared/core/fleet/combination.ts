import { minorOf, parseAddonVersion } from '../addons/addon-version.ts';
import { type AmiFamily, amiFamilyOf } from '../images/nodegroup-release.ts';
import { formatKubernetesVersion, minorsBehind, parseKubernetesVersion } from '../kubernetes-version.ts';
import { type AddonSnapshot, addonsOf, type ClusterSnapshot } from '../snapshot.ts';
import { amiFamiliesOf, whyAmiFamilyUnknown } from '../upgrade/addon-fitness.ts';

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

export const combinationParts = ['kubernetes', 'vpcCni', 'coredns', 'kubeProxyBehind', 'amiFamilies'] as const;
export type CombinationPart = (typeof combinationParts)[number];

/** The parts that are an add-on's. kube-proxy first: what it breaks keeps new nodes from becoming ready, whatever else is right. */
export const addonParts: readonly (readonly [CombinationPart, string])[] = [
  ['kubeProxyBehind', 'kube-proxy'],
  ['vpcCni', 'vpc-cni'],
  ['coredns', 'coredns'],
];

/** One part in which a combination that ran is not the one that is asked about. */
export interface PartDifference {
  readonly part: CombinationPart;
  readonly wanted: string | readonly string[];
  readonly ran: string | readonly string[];
}

/** How a combination that ran stands to the one that is asked about: the parts that differ, and those that nobody saw. */
export interface CombinationComparison {
  readonly differing: readonly PartDifference[];
  readonly unseen: readonly CombinationPart[];
}

/** The combination that a cluster runs. */
export function combinationOf(cluster: ClusterSnapshot): Combination {
  const controlPlane = parseKubernetesVersion(cluster.version);
  const kubernetes = controlPlane ? formatKubernetesVersion(controlPlane) : cluster.version;
  const vpcCni = partOf(cluster, 'vpc-cni', minorIn);
  const coredns = partOf(cluster, 'coredns', minorIn);
  const kubeProxyBehind = partOf(cluster, 'kube-proxy', (addon) => {
    const behind = kubeProxyDistance(addon, cluster);
    return behind === undefined ? undefined : String(behind);
  });
  return {
    kubernetes,
    ...(vpcCni === undefined ? {} : { vpcCni }),
    ...(coredns === undefined ? {} : { coredns }),
    ...(kubeProxyBehind === undefined ? {} : { kubeProxyBehind }),
    ...(whyAmiFamilyUnknown(cluster) === undefined ? { amiFamilies: [...new Set(amiFamiliesOf(cluster))].sort() } : {}),
  };
}

/**
 * The minors that kube-proxy is behind its own control plane, below zero where it is ahead; undefined where one of
 * the two cannot be read.
 *
 * One behind is 0: between the control plane's step and its own, kube-proxy is so for a while in every fleet.
 */
export function kubeProxyDistance({ version }: AddonSnapshot, cluster: ClusterSnapshot): number | undefined {
  const kubeProxy = parseAddonVersion(version);
  const controlPlane = parseKubernetesVersion(cluster.version);
  if (!kubeProxy || !controlPlane) return undefined;
  const behind = minorsBehind(kubeProxy, controlPlane);
  return behind === 1 ? 0 : behind;
}

/** Compares part by part. The families that are asked about are covered by one that ran more of them. */
export function compareCombinations(wanted: Combination, ran: Combination): CombinationComparison {
  const compared = combinationParts.map((part) => ({ part, wanted: wanted[part], ran: ran[part] }));
  return {
    differing: compared.flatMap((one) =>
      one.wanted === undefined || one.ran === undefined || isCovered(one.wanted, one.ran)
        ? []
        : [{ part: one.part, wanted: one.wanted, ran: one.ran }],
    ),
    unseen: compared.flatMap((one) => (one.wanted === undefined || one.ran === undefined ? [one.part] : [])),
  };
}

/** Of combinations that ran, the one that differs least; of those alike, the first. */
export function nearestOf<T extends { readonly combination: Combination }>(
  wanted: Combination,
  ran: readonly T[],
): (T & { readonly comparison: CombinationComparison }) | undefined {
  const compared = ran.map((one) => ({ ...one, comparison: compareCombinations(wanted, one.combination) }));
  const distance = ({ comparison: { differing, unseen } }: (typeof compared)[number]): number =>
    // A part that nobody saw may agree: it weighs less than any that differs.
    differing.length * (combinationParts.length + 1) + unseen.length;
  return compared.sort((a, b) => distance(a) - distance(b))[0];
}

/** The node groups of which it is not known that they are of one of these families. */
export function nodegroupsBeyond(
  families: string | readonly string[],
  { nodegroups }: ClusterSnapshot,
): readonly string[] {
  if (!nodegroups.readable) return [];
  return nodegroups.value
    .filter(({ detail }) => {
      const family = detail.readable ? amiFamilyOf(detail.value.amiType ?? '') : undefined;
      return family === undefined || !families.includes(family);
    })
    .map(({ name }) => name);
}

function isCovered(wanted: string | readonly string[], ran: string | readonly string[]): boolean {
  return typeof wanted === 'string' ? wanted === ran : wanted.every((family) => ran.includes(family));
}

/** What is told of an add-on: `absent` where it is rightly not there, undefined where it could not be seen. */
function partOf(
  cluster: ClusterSnapshot,
  name: string,
  tell: (addon: AddonSnapshot) => string | undefined,
): string | undefined {
  const addons = addonsOf(cluster);
  if (!addons.readable) return undefined;
  const addon = addons.value.find((one) => one.name === name);
  if (!addon) return 'absent';
  return addon.detail.readable ? tell(addon.detail.value) : undefined;
}

function minorIn({ version }: AddonSnapshot): string | undefined {
  const parsed = parseAddonVersion(version);
  return parsed && minorOf(parsed);
}
