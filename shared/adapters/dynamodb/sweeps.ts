import type { ConcludedSweep } from '#core/sweep.ts';
import type { Store } from '#ports/store.ts';
import { Coverage, Notices, Sweep } from './fleet-schema.ts';
import { fromItem, type Item, toItem } from './item.ts';
import {
  concludedSweepKey,
  coverageIndexKeys,
  coverageKey,
  coverageRange,
  noticesKey,
  noticesRange,
  sweepKey,
  sweepsAfterRange,
  sweepsRange,
  targetKey,
  toldNoticesKey,
} from './keys.ts';
import type { StoreParts } from './store-parts.ts';

type SweepStore = Pick<
  Store,
  | 'latestSweep'
  | 'latestWholeSweep'
  | 'sweepsAfter'
  | 'saveSweep'
  | 'saveNotices'
  | 'noticesOf'
  | 'saveToldNotices'
  | 'toldNoticesOf'
  | 'saveCoverage'
  | 'coverageOf'
  | 'coverageRowsOf'
  | 'coverageIn'
  | 'coverageBefore'
>;

/** Sweeps and what they could see. Their keys hold the sweep, so that no sweep writes over another. */
export function sweepStore({ table, expiry }: StoreParts): SweepStore {
  async function latest(accept: (item: Item) => boolean): Promise<ConcludedSweep | undefined> {
    const item = await table.last(sweepsRange, accept);
    return item && fromItem(item, Sweep);
  }

  return {
    latestSweep: () => latest(() => true),
    latestWholeSweep: () => latest(({ partial }) => partial !== true),

    async sweepsAfter(sweep) {
      const items = await table.query(sweepsAfterRange(sweep));
      return items.map((item) => fromItem(item, Sweep));
    },

    async saveSweep(sweep) {
      // What the list of sweeps names is there.
      await table.put(toItem(concludedSweepKey(sweep.id), sweep, expiry()));
      await table.put(toItem(sweepKey(sweep), sweep, sweep.partial ? { partial: true } : {}));
    },

    async saveNotices({ id }, part, notices) {
      if (notices.length > 0) await table.put(toItem(noticesKey(id, part), { notices }, expiry()));
    },

    async noticesOf(sweepId) {
      const items = await table.query(noticesRange(sweepId));
      return items.flatMap((item) => fromItem(item, Notices).notices);
    },

    async saveToldNotices({ id }, notices) {
      if (notices.length > 0) await table.put(toItem(toldNoticesKey(id), { notices }, expiry()));
    },

    async toldNoticesOf(sweepId) {
      const item = await table.get(toldNoticesKey(sweepId));
      return item ? fromItem(item, Notices).notices : [];
    },

    async saveCoverage(sweep, coverage) {
      await table.put(
        toItem(coverageKey(sweep.id, coverage), coverage, { ...coverageIndexKeys(sweep, coverage), ...expiry() }),
      );
    },

    async coverageOf(sweepId) {
      const items = await table.query(coverageRange(sweepId));
      return items.map((item) => fromItem(item, Coverage));
    },

    async *coverageRowsOf(sweepId) {
      for await (const items of table.pages(coverageRange(sweepId))) {
        for (const item of items) yield fromItem(item, Coverage);
      }
    },

    async coverageIn(sweepId, target) {
      const item = await table.get(coverageKey(sweepId, target));
      return item && fromItem(item, Coverage);
    },

    async coverageBefore(target, asOf) {
      const item = await table.lastOfIndexBelow('coverage-by-target', targetKey(target), asOf);
      return item && fromItem(item, Coverage);
    },
  };
}
