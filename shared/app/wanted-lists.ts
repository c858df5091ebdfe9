import { isUndated, type RunningImage } from '#core/images/image-list.ts';
import { parseNodegroupRelease } from '#core/images/nodegroup-release.ts';
import {
  formatKubernetesVersion,
  type KubernetesVersion,
  nextMinor,
  parseKubernetesVersion,
} from '#core/kubernetes-version.ts';
import type { Reading } from '#core/reading.ts';
import { type ClusterSnapshot, coreAddons, type Listed, type NodegroupSnapshot } from '#core/snapshot.ts';
import type { NamedLists } from '#ports/store.ts';

/** The lists of AWS's catalogue that clusters are judged by. */
export interface WantedLists extends NamedLists {
  /** Releases that run, and whose text does not say when they were published. */
  readonly undated: readonly RunningImage[];
}

/** The lists that hold what a cluster runs: those of its add-ons, and of the images of its nodes. */
export function listsFor(cluster: ClusterSnapshot): WantedLists {
  const { addons, selfManagedAddons, nodegroups } = cluster;
  const own = selfManagedAddons.readable ? selfManagedAddons.value.map(({ name }) => name) : [];
  // What stands in for a core add-on is nothing that AWS publishes.
  const others = coreAddons.filter((name) => own.includes(name));
  const names = [...(addons.readable ? addons.value.map(({ name }) => name) : []), ...others];
  return {
    addons: distinct(names),
    images: distinct(versionsIn(cluster).map(formatKubernetesVersion)),
    undated: partsOf(nodegroups).flatMap(undatedIn),
  };
}

/** The Kubernetes versions whose images tell what its nodes may be rolled to: those that run, and those after them. */
export function versionsAhead(cluster: ClusterSnapshot): readonly string[] {
  const versions = versionsIn(cluster);
  return distinct([...versions, ...versions.map(nextMinor)].map(formatKubernetesVersion));
}

/** Those of its control plane and nodes. What is no version is not asked about: no parameter could have its name. */
function versionsIn({ version, nodegroups }: ClusterSnapshot): readonly KubernetesVersion[] {
  return [version, ...partsOf(nodegroups).map((group) => group.version)].flatMap(minorOf);
}

function partsOf<T>(list: Reading<readonly Listed<T>[]>): readonly T[] {
  return list.readable ? list.value.flatMap(({ detail }) => (detail.readable ? [detail.value] : [])) : [];
}

function minorOf(text: string | undefined): KubernetesVersion[] {
  const version = parseKubernetesVersion(text ?? '');
  return version ? [version] : [];
}

function undatedIn({ version, amiType = '', releaseVersion: release = '' }: NodegroupSnapshot): RunningImage[] {
  if (!isUndated(amiType) || !parseNodegroupRelease('BOTTLEROCKET', release)) return [];
  return minorOf(version).map((minor) => ({ kubernetes: formatKubernetesVersion(minor), amiType, release }));
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
