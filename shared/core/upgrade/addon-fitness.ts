import { type AddonVersion, compareAddonVersions, parseAddonVersion } from '../addons/addon-version.ts';
import { fitsPlatform, type ListedRelease, releasesFor } from '../catalogue.ts';
import { type AmiFamily, amiFamilies, amiFamilyOf } from '../images/nodegroup-release.ts';
import { breakagesOf, type MinimumVersion } from '../known-breakage.ts';
import { allowedSkew, minorsBehind, parseKubernetesVersion } from '../kubernetes-version.ts';
import { describeUnreadable } from '../reading.ts';
import type { AuditContext } from '../rule.ts';
import type { ClusterSnapshot } from '../snapshot.ts';

/** Whether a version of an add-on fits a Kubernetes version in this cluster: listed, no breakage, not below the minimum. */
export function fits(
  addon: string,
  version: AddonVersion,
  kubernetes: string,
  cluster: ClusterSnapshot,
  context: AuditContext,
): boolean {
  if (addon === 'kube-proxy' && !isWithinSkew(version, kubernetes)) return false;
  const { catalogue, breakages, minimumVersions } = context;
  const around = { kubernetes, amiFamilies: possibleAmiFamilies(cluster) };
  if (breakagesOf(breakages, addon, version, around).length > 0) return false;
  const minimum = minimumOf(minimumVersions, addon, kubernetes);
  if (minimum && compareAddonVersions(version, minimum.version) < 0) return false;
  // kube-proxy within its skew runs, listed or not.
  return (
    addon === 'kube-proxy' ||
    listedFor(addon, kubernetes, { catalogue }).some((one) => compareAddonVersions(one.version, version) === 0)
  );
}

/** The versions of an add-on that AWS lists for a Kubernetes version, oldest first; none where that is not known. */
export function listedFor(
  addon: string,
  kubernetes: string,
  { catalogue }: Pick<AuditContext, 'catalogue'>,
): readonly ListedRelease[] {
  const published = catalogue.addons[addon];
  return published?.readable ? releasesFor(published.value.value, kubernetes) : [];
}

/** Those of them that may be installed on this cluster's platform version, as far as that is known. */
export function installableOn(
  cluster: ClusterSnapshot,
  addon: string,
  context: AuditContext,
): readonly ListedRelease[] {
  return listedFor(addon, cluster.version, context).filter(
    ({ platformVersions }) => fitsPlatform(platformVersions, cluster.platformVersion) !== false,
  );
}

/** AWS's recommended minimum of an add-on for a Kubernetes version. */
export function minimumOf(
  minimums: readonly MinimumVersion[],
  addon: string,
  kubernetes: string,
): { readonly text: string; readonly version: AddonVersion; readonly source: string } | undefined {
  const entry = minimums.find((one) => one.addon === addon && one.kubernetes === kubernetes);
  const version = entry && parseAddonVersion(entry.version);
  return entry && version ? { text: entry.version, version, source: entry.source } : undefined;
}

/** The families of the node groups that could be read. */
export function amiFamiliesOf({ nodegroups }: ClusterSnapshot): readonly AmiFamily[] {
  if (!nodegroups.readable) return [];
  return nodegroups.value.flatMap(({ detail }) => {
    const family =
      detail.readable && detail.value.amiType !== undefined ? amiFamilyOf(detail.value.amiType) : undefined;
    return family === undefined ? [] : [family];
  });
}

/** The families that a node may be of: any, while one group's is not known. */
function possibleAmiFamilies(cluster: ClusterSnapshot): readonly AmiFamily[] {
  return whyAmiFamilyUnknown(cluster) === undefined ? amiFamiliesOf(cluster) : amiFamilies;
}

/** Why the family of some node group is not known, so that a condition on one cannot be ruled out; undefined where all are. */
export function whyAmiFamilyUnknown({ nodegroups }: ClusterSnapshot): string | undefined {
  if (!nodegroups.readable) return describeUnreadable(nodegroups.because);
  return nodegroups.value.flatMap(({ name, detail }) => {
    if (!detail.readable) return [describeUnreadable(detail.because)];
    const { amiType = 'AWS gave none' } = detail.value;
    return amiFamilyOf(amiType) === undefined ? [`the AMI type of ${name}: ${amiType}`] : [];
  })[0];
}

/** Whether kube-proxy may run under a control plane. */
export function isWithinSkew(version: AddonVersion, kubernetes: string): boolean {
  const controlPlane = parseKubernetesVersion(kubernetes);
  if (!controlPlane) return false;
  const behind = minorsBehind(version, controlPlane);
  return behind >= 0 && behind <= allowedSkew(version);
}
