import type { Instant } from '#core/days.ts';
import type { Sweep } from '#core/sweep.ts';
import type { Clock } from '#ports/clock.ts';
import type { Store } from '#ports/store.ts';
import { LeaseHeldError, leaseUntil } from './lease.ts';

export interface PlanSweepDeps {
  readonly store: Pick<Store, 'latestSweep' | 'latestWholeSweep' | 'takeLease'>;
  readonly clock: Clock;
}

/** What a sweep is to be. */
export interface SweepWish {
  /** Who asks: the same one gets the same sweep, however often it asks. */
  readonly holder: string;
  readonly leaseMinutes: number;
  /** The instant to speak of, for another than now. */
  readonly asOf?: Instant;
  readonly partial?: true;
  readonly regions?: readonly string[];
  readonly configuration?: string;
}

/**
 * Fixes a sweep's id and the instant that everything in it speaks of, and takes the lease for it.
 *
 * @throws {LeaseHeldError}
 */
export async function planSweep(
  { store, clock }: PlanSweepDeps,
  { holder, leaseMinutes, asOf, partial, regions, configuration }: SweepWish,
): Promise<Sweep> {
  const startedAt = clock.now();
  const instant = asOf ?? startedAt;
  // What a look at a part told has been told; a whole sweep tells what changed since the last whole one.
  const before = partial ? await store.latestSweep() : await store.latestWholeSweep();
  const sweep: Sweep = {
    id: sweepId(instant, startedAt),
    asOf: instant,
    startedAt,
    baseline: before === undefined,
    ...(before === undefined ? {} : { since: before.asOf }),
    ...(partial ? { partial } : {}),
    ...(regions === undefined ? {} : { regions }),
    ...(configuration === undefined ? {} : { configuration }),
  };
  const lease = await store.takeLease({ holder, sweep, until: leaseUntil(clock, leaseMinutes) });
  if (lease.holder !== holder) throw new LeaseHeldError(lease);
  return lease.sweep;
}

/** Readable, in order of time, and different for each start: `20240207T020000Z-lsb1x2`. */
function sweepId(asOf: Instant, startedAt: Instant): string {
  const stamp = asOf.replace(/\.\d+/, '').replace(/[-:]/g, '');
  return `${stamp}-${Date.parse(startedAt).toString(36)}`;
}
