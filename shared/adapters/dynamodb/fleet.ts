import type { FleetStore } from '#ports/fleet-store.ts';
import { Cluster } from './cluster-schema.ts';
import { isThere, systemOf } from './clusters.ts';
import { Finding, Insufficiencies } from './finding-schema.ts';
import { Member } from './fleet-schema.ts';
import { fromItem, type Item } from './item.ts';
import {
  clusterKey,
  findingsRange,
  insufficienciesKey,
  type Key,
  markAt,
  openShards,
  placeOf,
  rosterRange,
} from './keys.ts';
import type { StoreParts } from './store-parts.ts';

/** The fleet in short, of the roster and of an index whose keys tell all that is asked of them; and the rest by BatchGet. */
export function fleetStore({ table }: StoreParts): FleetStore {
  /** The items of some keys in the order of those, as far as they are there. */
  async function itemsAt(keys: readonly Key[]): Promise<readonly (Item | undefined)[]> {
    const nameOf = ({ pk, sk }: Key): string => `${pk} ${sk}`;
    const items = new Map((await table.getAll(keys)).map((item) => [nameOf(item), item]));
    return keys.map((key) => items.get(nameOf(key)));
  }

  async function roster() {
    const members = (await table.query(rosterRange)).filter(isThere).map((item) => fromItem(item, Member));
    return members.map(({ cluster, system }) => ({ arn: cluster, system }));
  }

  return {
    roster,

    async fleetMarks() {
      const [places, ...shards] = await Promise.all([
        roster(),
        ...openShards.map((pk) => table.queryIndex('open-findings-by-system', pk)),
      ]);
      const arns = new Map(places.map(({ system, arn }) => [placeOf(system, arn), arn]));
      return shards.flat().flatMap(({ sk, openPlace }) => {
        const { place, component, ...mark } = markAt(String(openPlace));
        const cluster = arns.get(place);
        return cluster === undefined ? [] : [{ ...mark, cluster, resource: `${cluster}${component}`, at: sk }];
      });
    },

    async clustersAt(places) {
      const items = await itemsAt(places.map(({ arn }) => clusterKey(arn)));
      return items.flatMap((item, index) => {
        if (!item || !isThere(item)) return [];
        const cluster = fromItem(item, Cluster);
        // The roster may name one that has gone to another system.
        return systemOf(cluster) === places[index]?.system ? [cluster] : [];
      });
    },

    async findingsAt(marks) {
      const keys = marks.map(({ cluster, at }) => ({ pk: findingsRange(cluster).pk, sk: at }));
      const found = (await table.getAll(keys)).map((item) => fromItem(item, Finding));
      return found.filter(({ status }) => status === 'OPEN');
    },

    async insufficienciesOn(clusters) {
      const keys = clusters.flatMap(({ arn }) => [
        insufficienciesKey(arn, 'cluster'),
        insufficienciesKey(arn, 'fleet'),
      ]);
      const all = (await itemsAt(keys)).map((item) => (item ? fromItem(item, Insufficiencies) : []));
      return clusters.map((cluster, index) => ({
        cluster,
        insufficiencies: [...(all[2 * index] ?? []), ...(all[2 * index + 1] ?? [])],
      }));
    },
  };
}
