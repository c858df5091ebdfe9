import type { Instant } from '#core/days.ts';
import type { Lease, Sweep } from '#core/sweep.ts';
import type { Clock } from '#ports/clock.ts';
import type { Store } from '#ports/store.ts';

/** Another sweep is at work, and its lease has not run out. */
export class LeaseHeldError extends Error {
  override readonly name = 'LeaseHeldError';
  readonly lease: Lease;

  constructor(lease: Lease) {
    super(`another sweep is at work: ${lease.sweep.id}, whose lease ends at ${lease.until} unless it is extended`);
    this.lease = lease;
  }
}

/** This sweep's lease ran out and another sweep has taken it: there is nothing left for this one to do. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';

  constructor({ id }: Sweep) {
    super(`sweep ${id} has lost its lease to another`);
  }
}

/** Extends a sweep's lease as its work goes on. */
export interface LeaseKeeper {
  /** @throws {LeaseLostError} */
  renew(): Promise<void>;
}

/** The time between two renewals that are written: work that goes fast asks more often. */
const renewAfterMs = 60_000;

export function leaseUntil(clock: Clock, minutes: number): Instant {
  return new Date(Date.parse(clock.now()) + minutes * 60_000).toISOString();
}

/** Keeps the lease of a sweep for so many minutes from each renewal on, by the real clock. */
export function keepLease(
  { store, clock }: { readonly store: Pick<Store, 'renewLease'>; readonly clock: Clock },
  sweep: Sweep,
  minutes: number,
): LeaseKeeper {
  let renewedAt = Number.NEGATIVE_INFINITY;
  return {
    async renew() {
      const now = Date.parse(clock.now());
      if (now - renewedAt < renewAfterMs) return;
      if (!(await store.renewLease(sweep, leaseUntil(clock, minutes)))) throw new LeaseLostError(sweep);
      renewedAt = now;
    },
  };
}
