import type { Store } from '#ports/store.ts';
import { unlessYounger } from './fence.ts';
import { Insufficiencies } from './finding-schema.ts';
import { contentHash, fromItem, toItem } from './item.ts';
import { insufficienciesKey } from './keys.ts';
import type { StoreParts } from './store-parts.ts';

type InsufficiencyStore = Pick<Store, 'insufficienciesOf' | 'saveInsufficiencies'>;

/** What the rules could not judge, one item a cluster and phase. */
export function insufficiencyStore({ table }: StoreParts): InsufficiencyStore {
  const read: InsufficiencyStore['insufficienciesOf'] = async (clusterArn, phase) => {
    const item = await table.get(insufficienciesKey(clusterArn, phase));
    return item ? fromItem(item, Insufficiencies) : [];
  };

  return {
    insufficienciesOf: read,

    async saveInsufficiencies(sweep, clusterArn, phase, insufficiencies) {
      if (contentHash(await read(clusterArn, phase)) === contentHash(insufficiencies)) return;
      const key = insufficienciesKey(clusterArn, phase);
      await table.put(toItem(key, insufficiencies, { startedAt: sweep.startedAt }), unlessYounger(sweep));
    },
  };
}
