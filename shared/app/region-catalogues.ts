import type { Catalogue, Published } from '#core/catalogue.ts';
import { type Reading, unreadable } from '#core/reading.ts';
import type { Target } from '#core/snapshot.ts';
import type { Sweep } from '#core/sweep.ts';
import type { AwsReader } from '#ports/aws-reader.ts';
import type { Store } from '#ports/store.ts';

/** Gives the catalogue of a target's region, with at least the named add-ons. */
export type RegionCatalogues = (target: Target, addons: readonly string[]) => Promise<Catalogue>;

export interface RegionCataloguesDeps {
  readonly reader: Pick<AwsReader, 'readCatalogue' | 'readAddonReleases'>;
  readonly store: Pick<Store, 'catalogueOf' | 'saveCatalogue' | 'catalogueReadOf' | 'saveCatalogueRead'>;
}

/**
 * Reads each region's catalogue once a sweep, however many accounts ask for it, here or elsewhere.
 *
 * It is stored as it is read, and others take it from there; in memory stays what was asked for. What AWS does not
 * answer tonight is taken from the store as it was, and says so.
 */
export function makeRegionCatalogues({ reader, store }: RegionCataloguesDeps, sweep: Sweep): RegionCatalogues {
  const reads = new Map<string, Promise<Catalogue>>();
  const asked = new Set<string>();

  /** Whether an account has not asked for a list before: what one may not read another may. */
  function isNewQuestion({ account, region }: Target, list: string): boolean {
    const question = `${account} ${region} ${list}`;
    const isNew = !asked.has(question);
    asked.add(question);
    return isNew;
  }

  async function extend(known: Promise<Catalogue>, target: Target, wanted: readonly string[]): Promise<Catalogue> {
    const { region } = target;
    const before = await known;
    if (isWhole(before, wanted)) return before;
    const mark = await store.catalogueReadOf(region);
    const isTonights = mark?.sweep === sweep.id;
    // What AWS did not give is in the store as well, from an earlier night: only what the mark names is tonight's.
    const readTonight = isTonights ? missingIn(before, wanted).filter((name) => mark.addons.includes(name)) : [];
    const stored = isTonights ? await store.catalogueOf(region, readTonight) : undefined;
    const base = stored ? { ...stored, addons: { ...before.addons, ...stored.addons } } : before;
    if (isWhole(base, wanted)) return base;

    const read = await ask(target, base, missingIn(base, wanted), mark?.addons ?? []);
    if (!read) return base;
    const catalogue = withStored(read, await store.catalogueOf(region, unreadIn(read)));
    await store.saveCatalogue(sweep, catalogue);
    if (isFresh(catalogue.clusterVersions)) {
      const fresh = Object.keys(catalogue.addons).filter((name) => isFresh(catalogue.addons[name]));
      const addons = union(isTonights ? mark.addons : [], fresh);
      await store.saveCatalogueRead(sweep, { region, sweep: sweep.id, addons });
    }
    const kept = union(Object.keys(base.addons), wanted);
    const all = Object.entries({ ...base.addons, ...catalogue.addons });
    return { ...catalogue, addons: Object.fromEntries(all.filter(([name]) => kept.includes(name))) };
  }

  /** Asks AWS for what this account has not asked for yet. */
  async function ask(
    target: Target,
    base: Catalogue,
    missing: readonly string[],
    known: readonly string[],
  ): Promise<Catalogue | undefined> {
    if (!isFresh(base.clusterVersions) && isNewQuestion(target, 'versions')) {
      const names = union(known, union(Object.keys(base.addons), missing));
      for (const name of names) isNewQuestion(target, name);
      return reader.readCatalogue(target, names, sweep.asOf);
    }
    const names = missing.filter((name) => isNewQuestion(target, name));
    if (names.length === 0) return undefined;
    return { ...base, addons: await reader.readAddonReleases(target, names, sweep.asOf) };
  }

  return (target, addons) => {
    const known = reads.get(target.region) ?? Promise.resolve(nothingOf(target.region));
    const reading = extend(known, target, addons);
    reads.set(target.region, reading);
    return reading;
  };
}

/** What is known of a region before anybody asked. */
function nothingOf(region: string): Catalogue {
  const because = { call: 'eks:DescribeClusterVersions', obstacle: 'UNFINISHED', detail: 'not asked yet' } as const;
  return { region, clusterVersions: unreadable(because), addons: {} };
}

function isFresh(list: Reading<Published<unknown>> | undefined): boolean {
  return list?.readable === true && list.value.stale === undefined;
}

function missingIn(catalogue: Catalogue, wanted: readonly string[]): readonly string[] {
  return wanted.filter((name) => !isFresh(catalogue.addons[name]));
}

function isWhole(catalogue: Catalogue, wanted: readonly string[]): boolean {
  return isFresh(catalogue.clusterVersions) && missingIn(catalogue, wanted).length === 0;
}

function unreadIn({ addons }: Catalogue): readonly string[] {
  return Object.keys(addons).filter((name) => !isFresh(addons[name]));
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
