import { z } from 'zod';
import type { RanCombination } from '#core/fleet/system.ts';
import type { KnownCluster } from '#core/history/known-cluster.ts';
import type { Sweep } from '#core/sweep.ts';
import type { Store } from '#ports/store.ts';
import { Cluster } from './cluster-schema.ts';
import { ifAbsent, unlessYounger } from './fence.ts';
import { besideBody, contentHash, fromItem, type Item, toItem } from './item.ts';
import { clusterKey, clustersRange, combinationKey, memberKey, revisionIndexKeys, snapshotKey } from './keys.ts';
import type { StoreParts } from './store-parts.ts';

type ClusterStore = Pick<Store, 'clustersOf' | 'knownCluster' | 'saveCluster' | 'removeCluster'>;

/** What lies beside a cluster: who wrote it last, and the last combination that its system heard of. */
const Beside = z.object({ startedAt: z.string(), ran: z.string().optional() });

interface StoredCluster extends z.infer<typeof Beside> {
  readonly cluster: KnownCluster;
}

/**
 * Clusters as they are known today.
 *
 * The cluster's own item is written last: all that follows from it is there before, and a save that was cut short
 * is done again from what is stored.
 */
export function clusterStore({ table, expiry }: StoreParts): ClusterStore {
  async function saveRevision(sweep: Sweep, { arn, snapshot }: KnownCluster, before?: KnownCluster): Promise<void> {
    if (snapshot === undefined || contentHash(snapshot) === contentHash(before?.snapshot)) return;
    const revision = { snapshot, sweep: sweep.id, at: sweep.asOf };
    await table.put(
      toItem(snapshotKey(sweep, arn), revision, {
        startedAt: sweep.startedAt,
        ...revisionIndexKeys(sweep, arn),
        ...expiry(),
      }),
      unlessYounger(sweep),
    );
  }

  async function saveMember(sweep: Sweep, cluster: KnownCluster, before?: KnownCluster): Promise<void> {
    const system = systemOf(cluster);
    const previous = before && systemOf(before);
    if (system === previous) return;
    if (previous !== undefined) await leave(sweep, previous, cluster.arn);
    const member = { system, cluster: cluster.arn };
    await table.put(
      toItem(memberKey(system, cluster.arn), member, { startedAt: sweep.startedAt }),
      unlessYounger(sweep),
    );
  }

  /** What is gone stays for a while, so that no older sweep brings it back. */
  async function leave(sweep: Sweep, system: string, arn: string): Promise<void> {
    await table.put(gone(sweep, memberKey(system, arn), expiry()), unlessYounger(sweep));
  }

  return {
    async clustersOf(target) {
      return (await table.query(clustersRange(target))).filter(isThere).map((item) => fromItem(item, Cluster));
    },

    async knownCluster(arn) {
      const item = await table.get(clusterKey(arn));
      return item && isThere(item) ? fromItem(item, Cluster) : undefined;
    },

    async saveCluster(sweep, cluster, combination) {
      const key = clusterKey(cluster.arn);
      const stored = await table.get(key);
      if (stored && isYounger(stored, sweep)) return;
      const before = stored && isThere(stored) ? storedCluster(stored) : undefined;
      const heard = combinationItem(cluster, combination);
      const ran = heard ? `${heard.pk} ${heard.sk}` : before?.ran;
      if (before && ran === before.ran && contentHash(cluster) === contentHash(before.cluster)) return;

      // Made before anything is written: what is too large for the table leaves no trace in it.
      const beside = { startedAt: sweep.startedAt, ...(ran === undefined ? {} : { ran }) };
      const item = toItem(key, cluster, beside);
      await Promise.all([
        saveRevision(sweep, cluster, before?.cluster),
        saveMember(sweep, cluster, before?.cluster),
        heard && ran !== before?.ran && table.put(heard, ifAbsent),
      ]);
      await table.put(item, unlessYounger(sweep));
    },

    async removeCluster(sweep, { arn }) {
      const key = clusterKey(arn);
      const stored = await table.get(key);
      if (!stored || !isThere(stored) || isYounger(stored, sweep)) return;
      await leave(sweep, systemOf(storedCluster(stored).cluster), arn);
      await table.put(gone(sweep, key, expiry()), unlessYounger(sweep));
    },
  };
}

/** The name under which a cluster stands in the roster: none where it is in no system, and no system is called so. */
export function systemOf({ placement }: KnownCluster): string {
  return placement.system?.name ?? '';
}

/** Whether an item is more than the mark of something that is gone. */
export function isThere({ gone }: Item): boolean {
  return gone !== true;
}

function gone({ startedAt }: Sweep, key: { pk: string; sk: string }, expiry: object): Item {
  return { ...key, gone: true, startedAt, ...expiry };
}

function isYounger({ startedAt }: Item, sweep: Sweep): boolean {
  return typeof startedAt === 'string' && startedAt > sweep.startedAt;
}

function storedCluster(item: Item): StoredCluster {
  return { ...besideBody(item, Beside), cluster: fromItem(item, Cluster) };
}

/** One that ran before keeps the instant at which it was first seen. */
function combinationItem({ placement }: KnownCluster, ran: RanCombination | undefined): Item | undefined {
  const system = placement.system?.name;
  if (system === undefined || ran === undefined) return undefined;
  const { environment, cluster, combination } = ran;
  return toItem(combinationKey(system, cluster, contentHash({ environment, combination })), ran);
}
