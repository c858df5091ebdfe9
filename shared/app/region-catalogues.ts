import type { Catalogue, Published } from '#core/catalogue.ts';
import type { Reading } from '#core/reading.ts';
import type { Target } from '#core/snapshot.ts';
import type { Sweep } from '#core/sweep.ts';
import type { AwsReader } from '#ports/aws-reader.ts';
import type { Store } from '#ports/store.ts';

/** Gives the catalogue of a target's region, with at least the named add-ons. */
export type RegionCatalogues = (target: Target, addons: readonly string[]) => Promise<Catalogue>;

/**
 * Reads each region's catalogue once a sweep, however many accounts ask for it side by side.
 *
 * It is stored as it is read. What AWS does not answer tonight is taken from the store, and says so.
 */
export function makeRegionCatalogues(
  { reader, store }: { readonly reader: AwsReader; readonly store: Store },
  sweep: Sweep,
): RegionCatalogues {
  const reads = new Map<string, Promise<Catalogue>>();

  async function extend(known: Promise<Catalogue> | undefined, target: Target, addons: readonly string[]) {
    const before = await known;
    // What one account may not read another may: only what was read tonight is not asked for again.
    const missing = addons.filter((name) => !isFresh(before?.addons[name]));
    if (before && isFresh(before.clusterVersions) && missing.length === 0) return before;
    const stored = await store.catalogueOf(target.region);
    const read =
      before && isFresh(before.clusterVersions)
        ? { ...before, addons: { ...before.addons, ...(await reader.readAddonReleases(target, missing, sweep.asOf)) } }
        : await reader.readCatalogue(target, union(addons, namesIn(before ?? stored)), sweep.asOf);
    const catalogue = withStored(read, stored);
    await store.saveCatalogue(sweep, catalogue);
    return catalogue;
  }

  return (target, addons) => {
    const reading = extend(reads.get(target.region), target, addons);
    reads.set(target.region, reading);
    return reading;
  };
}

function isFresh(list: Reading<Published<unknown>> | undefined): boolean {
  return list?.readable === true && list.value.stale === undefined;
}

function namesIn(catalogue: Catalogue | undefined): readonly string[] {
  return catalogue ? Object.keys(catalogue.addons) : [];
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])];
}

/** Puts the last lists that were read in the place of those that could not be read tonight. */
function withStored(tonight: Catalogue, stored: Catalogue | undefined): Catalogue {
  const addons = Object.entries(tonight.addons).map(([name, list]) => [name, orStale(list, stored?.addons[name])]);
  return {
    ...tonight,
    clusterVersions: orStale(tonight.clusterVersions, stored?.clusterVersions),
    addons: Object.fromEntries(addons),
  };
}

function orStale<T>(tonight: Reading<Published<T>>, stored: Reading<Published<T>> | undefined): Reading<Published<T>> {
  if (tonight.readable || !stored?.readable) return tonight;
  return { readable: true, value: { ...stored.value, stale: tonight.because } };
}
