import type { Catalogue } from '#core/catalogue.ts';
import type { KnownCluster } from '#core/history/known-cluster.ts';
import type { Store } from '#ports/store.ts';
import { listsFor, versionsAhead } from './wanted-lists.ts';

/** The stored catalogues of all regions that clusters are in, by region, with the lists of what they run and may be rolled to. */
export type StoredCatalogues = (clusters: readonly KnownCluster[]) => Promise<Readonly<Record<string, Catalogue>>>;

/** Keeps what it has read: systems are judged one after the other, and most run the same add-ons in the same regions. */
export function makeStoredCatalogues(store: Pick<Store, 'catalogueOf'>): StoredCatalogues {
  const known = new Map<string, Catalogue>();
  const asked = new Set<string>();

  /** Those of which nobody has asked yet. */
  function newOf(region: string, names: readonly string[]): readonly string[] {
    return [...new Set(names)].filter((name) => {
      const question = `${region} ${name}`;
      const isNew = !asked.has(question);
      asked.add(question);
      return isNew;
    });
  }

  async function extend(region: string, clusters: readonly KnownCluster[]): Promise<void> {
    const snapshots = clusters.flatMap(({ snapshot }) => (snapshot ? [snapshot] : []));
    const isFirst = newOf(region, ['']).length > 0;
    const addons = newOf(
      region,
      snapshots.flatMap((snapshot) => listsFor(snapshot).addons),
    );
    const images = newOf(region, snapshots.flatMap(versionsAhead));
    if (addons.length + images.length === 0 && !isFirst) return;
    const read = await store.catalogueOf(region, { addons, images });
    if (!read) return;
    const before = known.get(region);
    known.set(region, {
      ...read,
      addons: { ...before?.addons, ...read.addons },
      images: { ...before?.images, ...read.images },
    });
  }

  return async (clusters) => {
    const regions = [...new Set(clusters.map(({ region }) => region))];
    for (const region of regions) {
      await extend(
        region,
        clusters.filter((one) => one.region === region),
      );
    }
    return Object.fromEntries([...known].filter(([region]) => regions.includes(region)));
  };
}
