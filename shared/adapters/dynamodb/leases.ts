import type { Lease as CoreLease, Sweep as CoreSweep } from '#core/sweep.ts';
import type { Store } from '#ports/store.ts';
import { ifLeased, ifLeaseFree } from './fence.ts';
import { Lease } from './fleet-schema.ts';
import { fromItem, type Item, toItem } from './item.ts';
import { leaseKey } from './keys.ts';
import type { StoreParts } from './store-parts.ts';

type LeaseStore = Pick<Store, 'takeLease' | 'renewLease' | 'standingLease' | 'releaseLease'>;

/** The lease on sweeping: one item, whose writes are its only truth. */
export function leaseStore({ table, now }: StoreParts): LeaseStore {
  async function stored(): Promise<CoreLease | undefined> {
    const item = await table.get(leaseKey);
    return item && fromItem(item, Lease);
  }

  /** Whether the lease was the sweep's, and so was extended. */
  async function extend(sweep: CoreSweep, until: string): Promise<boolean> {
    const lease = await stored();
    return lease?.sweep.id === sweep.id && table.put(leaseItem({ ...lease, until }), ifLeased(sweep));
  }

  return {
    async takeLease(lease) {
      if (await table.put(leaseItem(lease), ifLeaseFree(lease, now()))) return lease;
      const standing = await stored();
      if (standing?.holder === lease.holder) await extend(standing.sweep, lease.until);
      return (await stored()) ?? lease;
    },

    renewLease: (sweep, until) => extend(sweep, until),

    async standingLease() {
      const lease = await stored();
      return lease && lease.until >= now() ? lease : undefined;
    },

    async releaseLease(sweep) {
      await extend(sweep, '');
    },
  };
}

function leaseItem(lease: CoreLease): Item {
  const { holder, sweep, until } = lease;
  return toItem(leaseKey, lease, { holder, sweep: sweep.id, leasedUntil: until });
}
