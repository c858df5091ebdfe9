import { type Catalogue, type ClusterVersion, clusterVersionOf } from '#core/catalogue.ts';
import type { DocumentedCluster } from '#core/document.ts';
import type { KnownCluster } from '#core/known-cluster.ts';
import type { Reading } from '#core/reading.ts';
import type { ClusterSnapshot, NodegroupSnapshot } from '#core/snapshot.ts';

/** What a cluster runs, as documents show it. */
export function componentsOf({ version, platformVersion, addons, nodegroups }: ClusterSnapshot) {
  return {
    version,
    ...(platformVersion === undefined ? {} : { platformVersion }),
    ...(addons.readable
      ? {
          addons: addons.value.map(({ name: addon, detail }) =>
            detail.readable
              ? { name: addon, version: detail.value.version, managed: detail.value.managed }
              : { name: addon },
          ),
        }
      : {}),
    ...(nodegroups.readable
      ? { nodegroups: nodegroups.value.map((group) => ({ name: group.name, ...nodegroupFacts(group.detail) })) }
      : {}),
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
