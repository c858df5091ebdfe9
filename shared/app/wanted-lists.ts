import { isUndated, type RunningImage } from '#core/image-list.ts';
import { formatKubernetesVersion, parseKubernetesVersion } from '#core/kubernetes-version.ts';
import { parseNodegroupRelease } from '#core/nodegroup-release.ts';
import type { Reading } from '#core/reading.ts';
import { type ClusterSnapshot, coreAddons, type Listed, type NodegroupSnapshot } from '#core/snapshot.ts';
import type { NamedLists } from '#ports/store.ts';

/** The lists of AWS's catalogue that clusters are judged by. */
export interface WantedLists extends NamedLists {
  /** Releases that run, and whose text does not say when they were published. */
  readonly undated: readonly RunningImage[];
}

/** The lists that hold what a cluster runs: those of its add-ons, and of the images of its nodes. */
export function listsFor({ version, addons, selfManagedAddons, nodegroups }: ClusterSnapshot): WantedLists {
  const groups = partsOf(nodegroups);
  const own = selfManagedAddons.readable ? selfManagedAddons.value.map(({ name }) => name) : [];
  // What stands in for a core add-on is nothing that AWS publishes.
  const others = coreAddons.filter((name) => own.includes(name));
  const names = [...(addons.readable ? addons.value.map(({ name }) => name) : []), ...others];
  return {
    addons: distinct(names),
    images: distinct([version, ...groups.map((group) => group.version)].flatMap(minorOf)),
    undated: groups.flatMap(undatedIn),
  };
}

function partsOf<T>(list: Reading<readonly Listed<T>[]>): readonly T[] {
  return list.readable ? list.value.flatMap(({ detail }) => (detail.readable ? [detail.value] : [])) : [];
}

/** What is no version is not asked about: no parameter could have its name. */
function minorOf(text: string | undefined): string[] {
  const version = parseKubernetesVersion(text ?? '');
  return version ? [formatKubernetesVersion(version)] : [];
}

function undatedIn({ version, amiType = '', releaseVersion: release = '' }: NodegroupSnapshot): RunningImage[] {
  if (!isUndated(amiType) || !parseNodegroupRelease('BOTTLEROCKET', release)) return [];
  return minorOf(version).map((kubernetes) => ({ kubernetes, amiType, release }));
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
