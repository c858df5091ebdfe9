import type { Components } from '#core/answer.ts';
import { type Catalogue, type ClusterVersion, clusterVersionOf } from '#core/catalogue.ts';
import type { DocumentedCluster } from '#core/document.ts';
import type { KnownCluster } from '#core/history/known-cluster.ts';
import type { Reading } from '#core/reading.ts';
import { addonsOf, type ClusterSnapshot, type NodegroupSnapshot } from '#core/snapshot.ts';

/** What a cluster runs, as documents show it. */
export function componentsOf(snapshot: ClusterSnapshot): Components {
  const { version, platformVersion, nodegroups } = snapshot;
  return {
    version,
    ...(platformVersion === undefined ? {} : { platformVersion }),
    ...addonFacts(snapshot),
    ...(nodegroups.readable
      ? { nodegroups: nodegroups.value.map((group) => ({ name: group.name, ...nodegroupFacts(group.detail) })) }
      : {}),
  };
}

/** Add-ons of EKS, and core add-ons that are needed and that EKS does not manage: of one that was not seen, the name. */
function addonFacts(snapshot: ClusterSnapshot): Pick<Components, 'addons'> {
  const addons = addonsOf(snapshot);
  if (!addons.readable || !snapshot.addons.readable) return {};
  const managed = new Set(snapshot.addons.value.map(({ name }) => name));
  return {
    addons: addons.value.map(({ name, detail }) => ({
      name,
      ...(detail.readable ? { version: detail.value.version } : {}),
      ...(detail.readable || !managed.has(name) ? { managed: managed.has(name) } : {}),
    })),
  };
}

/** A cluster as documents show it. */
export function documentCluster(known: KnownCluster, catalogue: Catalogue | undefined): DocumentedCluster {
  const { arn, name, account, region, placement, snapshot, unread, firstObservedAt } = known;
  const where = { arn, name, account, region, ...placement, unread, firstObservedAt };
  if (!snapshot) return where;
  return { ...where, ...componentsOf(snapshot), ...supportDates(versionsIn(catalogue), snapshot.version) };
}

/** The Kubernetes versions that AWS publishes in a region; none where that is not known. */
export function versionsIn(catalogue: Catalogue | undefined): readonly ClusterVersion[] {
  const versions = catalogue?.clusterVersions;
  return versions?.readable ? versions.value.value : [];
}

function nodegroupFacts(detail: Reading<NodegroupSnapshot>) {
  if (!detail.readable) return {};
  const { version, releaseVersion, amiType } = detail.value;
  return {
    ...(version === undefined ? {} : { version }),
    ...(releaseVersion === undefined ? {} : { releaseVersion }),
    ...(amiType === undefined ? {} : { amiType }),
  };
}

function supportDates(versions: readonly ClusterVersion[], version: string) {
  const entry = clusterVersionOf(versions, version);
  return {
    ...(entry?.endOfStandardSupport === undefined ? {} : { endOfStandardSupport: entry.endOfStandardSupport }),
    ...(entry?.endOfExtendedSupport === undefined ? {} : { endOfExtendedSupport: entry.endOfExtendedSupport }),
  };
}
