import { type Catalogue, type ClusterVersion, clusterVersionOf, nextReleasedVersion } from './catalogue.ts';
import type { Instant } from './days.ts';
import { partitionOf } from './partition.ts';
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
  return upgradeForcedFrom(cluster, clusterVersionOf(clusterVersions.value.value, cluster.version));
}

/** The same, by what AWS publishes of its version. */
export function upgradeForcedFrom(
  { supportType }: Pick<ClusterSnapshot, 'supportType'>,
  entry: ClusterVersion | undefined,
): Instant | undefined {
  return supportType === 'STANDARD' ? entry?.endOfStandardSupport : entry?.endOfExtendedSupport;
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

/** The phases of a version's life, and what they cost, last to first. */
export type SupportPhase = 'STANDARD_SUPPORT' | 'EXTENDED_SUPPORT' | 'UNSUPPORTED';

/**
 * The phase of a version at an instant: on the day that one ends, from 00:00 UTC, the next holds.
 *
 * The dates decide; AWS's status, which speaks of today, only where a date is missing.
 */
export function supportPhaseAt(entry: ClusterVersion, asOf: Instant): SupportPhase | undefined {
  const { endOfStandardSupport, endOfExtendedSupport } = entry;
  const status = supportPhases.find((phase) => phase === entry.status?.toUpperCase().replaceAll('-', '_'));
  if (endOfExtendedSupport !== undefined && asOf >= endOfExtendedSupport) return 'UNSUPPORTED';
  if (endOfExtendedSupport === undefined && status === 'UNSUPPORTED') return 'UNSUPPORTED';
  if (endOfStandardSupport === undefined) return status;
  return asOf >= endOfStandardSupport ? 'EXTENDED_SUPPORT' : 'STANDARD_SUPPORT';
}

const supportPhases: readonly SupportPhase[] = ['STANDARD_SUPPORT', 'EXTENDED_SUPPORT', 'UNSUPPORTED'];

/** Hours that AWS's own examples take for a month. */
const hoursPerMonth = 730;

/**
 * What extended support costs a cluster a month beyond standard support, in US dollars; 0 before AWS charged it, and in
 * China, where AWS is paid in another money.
 */
export function surchargePerMonthUsd(price: ExtendedSupportPrice, asOf: Instant, region: string): number {
  if (asOf < price.chargedFrom || partitionOf(region) === 'aws-cn') return 0;
  return Math.round((price.extendedPerHourUsd - price.standardPerHourUsd) * hoursPerMonth);
}
