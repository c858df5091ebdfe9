import {
  type AddonVersion,
  compareAddonVersions,
  compareMinors,
  compareReleases,
  parseAddonVersion,
} from '../addons/addon-version.ts';
import type { ListedRelease } from '../catalogue.ts';
import { minorsBehind, parseKubernetesVersion } from '../kubernetes-version.ts';
import { describeAddonVersions, type Step, showImages, updateAddon } from '../remediation.ts';
import type { AuditContext } from '../rule.ts';
import type { AddonSnapshot, ClusterSnapshot } from '../snapshot.ts';
import { nextVersionOf } from '../support.ts';
import { fits, installableOn } from './addon-fitness.ts';

/**
 * The versions an EKS add-on goes through until it fits the version that runs and, where that can be had, the next.
 *
 * The last is the smallest move that helps: the newest build of the lowest minor that fits. kube-proxy goes to its
 * control plane's own minor; vpc-cni goes one minor at a time. Empty where it fits already, or nothing listed would.
 *
 * @param least a version that it should not be older than, builds aside
 */
export function addonPath(
  addon: AddonSnapshot,
  cluster: ClusterSnapshot,
  context: AuditContext,
  least?: AddonVersion,
): readonly ListedRelease[] {
  const current = parseAddonVersion(addon.version);
  if (!current || !addon.managed) return [];
  const next = nextVersionOf(cluster, context.catalogue, context.asOf);
  const wanted = [cluster.version, ...(next.readable && next.value !== undefined ? [next.value] : [])];
  const fitsAll = (version: AddonVersion, versions: readonly string[]): boolean =>
    (least === undefined || compareReleases(version, least) >= 0) &&
    versions.every((kubernetes) => fits(addon.name, version, kubernetes, cluster, context));
  if (fitsAll(current, wanted)) return [];

  const installable = installableOn(cluster, addon.name, context);
  const both = installable.filter(({ version }) => fitsAll(version, wanted));
  // No move helps at the next version, and none is needed for today's.
  if (both.length === 0 && fitsAll(current, [cluster.version])) return [];
  const candidates = both.length > 0 ? both : installable.filter(({ version }) => fitsAll(version, [cluster.version]));
  const target = chooseTarget(addon.name, current, candidates);
  if (!target) return [];
  return addon.name === 'vpc-cni' ? [...minorsBetween(current, target, installable), target] : [target];
}

/** The steps of an add-on's path. */
export function addonSteps(
  addon: AddonSnapshot,
  cluster: ClusterSnapshot,
  context: AuditContext,
  least?: AddonVersion,
): readonly Step[] {
  return addonPath(addon, cluster, context, least).map(({ text }) => updateAddon(cluster, addon.name, text));
}

/**
 * What can be done about an add-on that is at fault under a Kubernetes version: its path, where there is one.
 *
 * kube-proxy runs within its skew, listed or not, and has no path then: it goes to its control plane's own minor all
 * the same. What EKS does not manage it cannot move: what runs is shown, and what is listed.
 */
export function mendingSteps(
  addon: AddonSnapshot,
  cluster: ClusterSnapshot,
  context: AuditContext,
  kubernetes: string,
  least?: AddonVersion,
): readonly Step[] {
  const looks = [describeAddonVersions(cluster, addon.name, kubernetes)];
  if (!addon.managed) return [showImages(cluster), ...looks];
  const steps = addonSteps(addon, cluster, context, least);
  if (steps.length > 0) return steps;
  const own = addon.name === 'kube-proxy' ? newestOfOwnMinor(cluster, context) : undefined;
  return own === undefined ? looks : [updateAddon(cluster, addon.name, own)];
}

function newestOfOwnMinor(cluster: ClusterSnapshot, context: AuditContext): string | undefined {
  const { version: kubernetes } = cluster;
  const own = parseKubernetesVersion(kubernetes);
  const isOwn = (version: AddonVersion): boolean => own !== undefined && minorsBehind(version, own) === 0;
  return installableOn(cluster, 'kube-proxy', context).findLast(
    ({ version }) => isOwn(version) && fits('kube-proxy', version, kubernetes, cluster, context),
  )?.text;
}

function chooseTarget(
  addon: string,
  current: AddonVersion,
  candidates: readonly ListedRelease[],
): ListedRelease | undefined {
  // The newest that is not newer than its control plane.
  if (addon === 'kube-proxy') return candidates.at(-1);
  const ahead = candidates.filter(({ version }) => compareAddonVersions(version, current) > 0);
  const lowest = ahead[0];
  // Where everything that fits is older than what runs, the nearest is the newest.
  if (!lowest) return candidates.at(-1);
  return ahead.findLast(({ version }) => compareMinors(version, lowest.version) === 0);
}

/** The newest listed version of each minor that lies between. */
export function minorsBetween(
  current: AddonVersion,
  target: ListedRelease,
  installable: readonly ListedRelease[],
): readonly ListedRelease[] {
  const between = installable.filter(
    ({ version }) => compareMinors(version, current) > 0 && compareMinors(version, target.version) < 0,
  );
  return between.filter(({ version }, index) => {
    const following = between[index + 1];
    return !following || compareMinors(following.version, version) > 0;
  });
}

/** The very version; else the newest of its minor; else the newest that is older. */
export function nearestListed(text: string, listed: readonly ListedRelease[]): ListedRelease | undefined {
  const wanted = parseAddonVersion(text);
  if (!wanted) return undefined;
  return (
    listed.find(({ version }) => compareAddonVersions(version, wanted) === 0) ??
    listed.findLast(({ version }) => compareMinors(version, wanted) === 0) ??
    listed.findLast(({ version }) => compareMinors(version, wanted) < 0)
  );
}
