import type { Catalogue } from '#core/catalogue.ts';
import type { KnownCluster } from '#core/known-cluster.ts';
import type { Store } from '#ports/store.ts';

/** The stored catalogues of all regions that clusters are in, by region, with the add-ons that they run. */
export type StoredCatalogues = (clusters: readonly KnownCluster[]) => Promise<Readonly<Record<string, Catalogue>>>;

/** Keeps what it has read: systems are judged one after the other, and most run the same add-ons in the same regions. */
export function makeStoredCatalogues(store: Pick<Store, 'catalogueOf'>): StoredCatalogues {
  const known = new Map<string, Catalogue>();
  const asked = new Set<string>();

  async function extend(region: string, addons: readonly string[]): Promise<void> {
    const wanted = ['', ...addons].filter((name) => !asked.has(`${region} ${name}`));
    if (wanted.length === 0) return;
    for (const name of wanted) asked.add(`${region} ${name}`);
    const read = await store.catalogueOf(region, wanted.filter(Boolean));
    if (!read) return;
    known.set(region, { ...read, addons: { ...known.get(region)?.addons, ...read.addons } });
  }

  return async (clusters) => {
    const regions = [...new Set(clusters.map(({ region }) => region))];
    for (const region of regions) {
      await extend(region, [...new Set(clusters.filter((one) => one.region === region).flatMap(addonNames))]);
    }
    return Object.fromEntries([...known].filter(([region]) => regions.includes(region)));
  };
}

function addonNames({ snapshot }: KnownCluster): readonly string[] {
  if (!snapshot) return [];
  const { addons, selfManagedAddons } = snapshot;
  return [addons, selfManagedAddons].flatMap((list) => (list.readable ? list.value.map(({ name }) => name) : []));
}
