import type { Catalogue } from '#core/catalogue.ts';
import type { Target } from '#core/snapshot.ts';
import type { Store } from '#ports/store.ts';

/** The stored catalogues of all regions that clusters are in, by region; each is read once. */
export async function storedCatalogues(
  store: Pick<Store, 'catalogueOf'>,
  clusters: readonly Pick<Target, 'region'>[],
): Promise<Readonly<Record<string, Catalogue>>> {
  const regions = [...new Set(clusters.map(({ region }) => region))];
  const catalogues = await Promise.all(regions.map((region) => store.catalogueOf(region)));
  return Object.fromEntries(catalogues.flatMap((catalogue) => (catalogue ? [[catalogue.region, catalogue]] : [])));
}
