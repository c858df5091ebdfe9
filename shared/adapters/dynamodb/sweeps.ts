import type { Store } from '#ports/store.ts';
import { Coverage, Sweep } from './fleet-schema.ts';
import { fromItem, toItem } from './item.ts';
import { coverageIndexKeys, coverageKey, coverageRange, sweepKey, sweepsRange, targetKey } from './keys.ts';
import type { StoreParts } from './store-parts.ts';

type SweepStore = Pick<Store, 'latestSweep' | 'saveSweep' | 'saveCoverage' | 'coverageOf' | 'coverageBefore'>;

/** Sweeps and what they could see. Their keys hold the sweep, so that no sweep writes over another. */
export function sweepStore({ table, expiry }: StoreParts): SweepStore {
  return {
    async latestSweep() {
      const item = await table.last(sweepsRange);
      return item && fromItem(item, Sweep);
    },

    async saveSweep(sweep) {
      await table.put(toItem(sweepKey(sweep), sweep));
    },

    async saveCoverage(sweep, coverage) {
      await table.put(
        toItem(coverageKey(sweep, coverage), coverage, { ...coverageIndexKeys(sweep, coverage), ...expiry() }),
      );
    },

    async coverageOf(sweepId) {
      const items = await table.query(coverageRange(sweepId));
      return items.map((item) => fromItem(item, Coverage));
    },

    async coverageBefore(target, asOf) {
      const item = await table.lastOfIndexBelow('coverage-by-target', targetKey(target), asOf);
      return item && fromItem(item, Coverage);
    },
  };
}
