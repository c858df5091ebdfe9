import { type ClusterVersion, clusterVersionOf, nextReleasedVersion } from './catalogue.ts';
import type { Instant } from './days.ts';
import type { ClusterSnapshot } from './snapshot.ts';
import {
  type ExtendedSupportPrice,
  type SupportPhase,
  supportPhaseAt,
  surchargePerMonthUsd,
  upgradeForcedFrom,
} from './support.ts';

/** What lies before a control plane, and what it costs to wait. */
export interface Calendar {
  /** Absent where AWS does not say. */
  readonly phase?: SupportPhase;
  readonly endOfStandardSupport?: Instant;
  readonly endOfExtendedSupport?: Instant;
  /** From when AWS upgrades it by itself. */
  readonly awsUpgradesFrom?: Instant;
  /** What extended support costs beyond standard support; absent where it is never entered, or not paid in US dollars. */
  readonly extendedSupport?: { readonly from: Instant; readonly surchargePerMonthUsd: number };
  /** The version after the next upgrade; absent where AWS has released none yet. */
  readonly next?: Pick<ClusterVersion, 'version' | 'endOfStandardSupport' | 'endOfExtendedSupport'>;
}

/** The calendar of a cluster; a local cluster on an Outpost lives by another, which nobody publishes. */
export function calendarOf(
  cluster: ClusterSnapshot,
  versions: readonly ClusterVersion[],
  price: ExtendedSupportPrice,
  asOf: Instant,
): Calendar {
  const { version, supportType, outpost, region } = cluster;
  const entry = clusterVersionOf(versions, version);
  if (outpost || !entry) return {};
  const phase = supportPhaseAt(entry, asOf);
  const awsUpgradesFrom = upgradeForcedFrom(cluster, entry);
  const from = supportType === 'EXTENDED' ? chargedFrom(entry, price) : undefined;
  const surcharge = from === undefined ? 0 : surchargePerMonthUsd(price, from, region);
  const nextVersion = nextReleasedVersion(versions, version, asOf);
  const next = nextVersion === undefined ? undefined : clusterVersionOf(versions, nextVersion);
  return {
    ...(phase === undefined ? {} : { phase }),
    ...dates(entry),
    ...(awsUpgradesFrom === undefined ? {} : { awsUpgradesFrom }),
    ...(from === undefined || surcharge === 0 ? {} : { extendedSupport: { from, surchargePerMonthUsd: surcharge } }),
    ...(next ? { next: { version: next.version, ...dates(next) } } : {}),
  };
}

/** What was in extended support before AWS charged it was so for nothing. */
function chargedFrom({ endOfStandardSupport }: ClusterVersion, price: ExtendedSupportPrice): Instant | undefined {
  if (endOfStandardSupport === undefined) return undefined;
  return endOfStandardSupport > price.chargedFrom ? endOfStandardSupport : price.chargedFrom;
}

function dates({ endOfStandardSupport, endOfExtendedSupport }: ClusterVersion) {
  return {
    ...(endOfStandardSupport === undefined ? {} : { endOfStandardSupport }),
    ...(endOfExtendedSupport === undefined ? {} : { endOfExtendedSupport }),
  };
}
