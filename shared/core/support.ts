import { type Catalogue, clusterVersionOf, nextReleasedVersion } from './catalogue.ts';
import type { Instant } from './days.ts';
import type { Horizon } from './finding.ts';
import type { Reading } from './reading.ts';
import type { ClusterSnapshot } from './snapshot.ts';

/** What a cluster costs an hour in each phase of support, and since when AWS has charged it. */
export interface ExtendedSupportPrice {
  readonly standardPerHourUsd: number;
  readonly extendedPerHourUsd: number;
  readonly chargedFrom: Instant;
  readonly source: string;
  readonly read: string;
}

/** The instant from which AWS upgrades the control plane by itself, where its dates are published. */
export function awsUpgradesFrom(cluster: ClusterSnapshot, { clusterVersions }: Catalogue): Instant | undefined {
  if (!clusterVersions.readable) return undefined;
  const entry = clusterVersionOf(clusterVersions.value.value, cluster.version);
  return cluster.supportType === 'STANDARD' ? entry?.endOfStandardSupport : entry?.endOfExtendedSupport;
}

/** The version that a cluster would have after its next upgrade; undefined where AWS has released none yet. */
export function nextVersionOf(
  cluster: ClusterSnapshot,
  { clusterVersions }: Catalogue,
  asOf: Instant,
): Reading<string | undefined> {
  if (!clusterVersions.readable) return clusterVersions;
  return { readable: true, value: nextReleasedVersion(clusterVersions.value.value, cluster.version, asOf) };
}

/** A Kubernetes version that a rule judges at, and what it means to be at fault there. */
export interface JudgedVersion {
  readonly kubernetes: string;
  readonly horizon: Extract<Horizon, 'now' | 'next-upgrade'>;
}
