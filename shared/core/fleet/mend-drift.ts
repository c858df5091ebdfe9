import { compareAddonVersions, parseAddonVersion } from '../addons/addon-version.ts';
import type { Catalogue, ListedRelease } from '../catalogue.ts';
import { minorsBehind, parseKubernetesVersion } from '../kubernetes-version.ts';
import { type Reading, readable } from '../reading.ts';
import { createAddon, describeAddonVersions, type Step, updateAddon } from '../remediation.ts';
import type { ClusterSnapshot } from '../snapshot.ts';
import { installableOn } from '../upgrade/addon-fitness.ts';
import { minorsBetween, nearestListed } from '../upgrade/addon-path.ts';
import { contextOf } from './fleet-rule.ts';
import type { SystemView } from './system.ts';
import type { Installed } from './version-standing.ts';

/**
 * Brings an add-on to the version, or the minor, that a sibling has; as near as its region's catalogue lets it.
 *
 * vpc-cni goes one minor at a time; kube-proxy goes to its own control plane's minor, whatever the sibling's is. Where
 * EKS cannot do it, or lists nothing that is nearer, the step shows what is listed.
 */
export function bringTowards(own: Installed, wanted: string, view: SystemView): readonly Step[] {
  const { addon, cluster } = own;
  const path = pathTowards(own, wanted, view);
  if (path.length === 0) return [describeAddonVersions(cluster, addon.name, cluster.version)];
  return path.map(({ text }) => updateAddon(cluster, addon.name, text));
}

/**
 * Whether EKS can bring an add-on nearer to a version: where the newest that is listed for its Kubernetes version runs
 * already, it is the control planes that differ. What is not an EKS add-on, or not in any list, may go anywhere.
 */
export function canComeNearer(own: Installed, wanted: string, view: SystemView): Reading<boolean> {
  const { addon, cluster } = own;
  if (!addon.managed || addon.name === 'kube-proxy') return readable(true);
  const published = view.catalogues[cluster.region]?.addons[addon.name];
  if (published && !published.readable) return published;
  return readable(listedOn(cluster, addon.name, view).length === 0 || pathTowards(own, wanted, view).length > 0);
}

/** The versions to go through; empty where there is nothing to go to, or EKS cannot go there. */
export function pathTowards({ addon, cluster }: Installed, wanted: string, view: SystemView): readonly ListedRelease[] {
  const current = parseAddonVersion(addon.version);
  const installable = listedOn(cluster, addon.name, view);
  const target =
    addon.name === 'kube-proxy' ? newestOfOwnMinor(cluster, installable) : nearestListed(wanted, installable);
  if (!addon.managed || !current || !target || compareAddonVersions(target.version, current) <= 0) return [];
  return addon.name === 'vpc-cni' ? [...minorsBetween(current, target, installable), target] : [target];
}

/** Installs what the siblings have, in the version that one of them runs where it is listed for this cluster. */
export function install(cluster: ClusterSnapshot, addon: string, wanted: string, view: SystemView): readonly Step[] {
  const target = nearestListed(wanted, listedOn(cluster, addon, view));
  return [target ? createAddon(cluster, addon, target.text) : describeAddonVersions(cluster, addon, cluster.version)];
}

function listedOn(cluster: ClusterSnapshot, addon: string, view: SystemView): readonly ListedRelease[] {
  const catalogue: Catalogue | undefined = view.catalogues[cluster.region];
  return catalogue ? installableOn(cluster, addon, contextOf(view, catalogue)) : [];
}

function newestOfOwnMinor({ version }: ClusterSnapshot, listed: readonly ListedRelease[]): ListedRelease | undefined {
  const controlPlane = parseKubernetesVersion(version);
  return controlPlane && listed.findLast((one) => minorsBehind(one.version, controlPlane) === 0);
}
