import type { Store } from '#ports/store.ts';
import { Cluster } from './cluster-schema.ts';
import { isThere } from './clusters.ts';
import { Combination, Member } from './fleet-schema.ts';
import { fromItem, type Item } from './item.ts';
import { clusterKey, combinationsRange, membersRange, rosterRange } from './keys.ts';
import type { StoreParts } from './store-parts.ts';

type SystemStore = Pick<Store, 'systems' | 'membersOf' | 'combinationsOf'>;

/** The roster of systems. It names clusters; whether one still belongs to a system, the cluster's own item says. */
export function systemStore({ table }: StoreParts): SystemStore {
  const memberOf = (item: Item) => fromItem(item, Member);

  return {
    async systems() {
      const members = (await table.query(rosterRange)).filter(isThere).map(memberOf);
      return [...new Set(members.map(({ system }) => system).filter((system) => system !== ''))].sort();
    },

    async membersOf(system) {
      const members = (await table.query(membersRange(system))).filter(isThere).map(memberOf);
      const items = await table.getAll(members.map(({ cluster }) => clusterKey(cluster)));
      return items
        .filter(isThere)
        .map((item) => fromItem(item, Cluster))
        .filter(({ placement }) => placement.system?.name === system)
        .sort((a, b) => (a.arn < b.arn ? -1 : 1));
    },

    async combinationsOf(system) {
      const items = await table.query(combinationsRange(system));
      return items.map((item) => fromItem(item, Combination));
    },
  };
}
