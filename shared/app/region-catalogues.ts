import type { Catalogue } from '#core/catalogue.ts';
import { unreadable } from '#core/reading.ts';
import type { Target } from '#core/snapshot.ts';
import type { Sweep } from '#core/sweep.ts';
import type { AwsReader } from '#ports/aws-reader.ts';
import type { CatalogueRead, NamedLists, Store } from '#ports/store.ts';
import { isFresh, orStale, union } from './published-lists.ts';
import { type RegionImagesDeps, readImages, undatedIn, versionsFor } from './region-images.ts';
import type { WantedLists } from './wanted-lists.ts';

/** Gives the catalogue of a target's region, with at least the wanted lists. */
export type RegionCatalogues = (target: Target, wanted: WantedLists) => Promise<Catalogue>;

export interface RegionCataloguesDeps extends RegionImagesDeps {
  readonly reader: RegionImagesDeps['reader'] & Pick<AwsReader, 'readCatalogue' | 'readAddonReleases'>;
  readonly store: Pick<Store, 'catalogueOf' | 'saveCatalogue' | 'catalogueReadOf' | 'saveCatalogueRead'>;
}

/**
 * Reads each region's catalogue once a sweep, however many accounts ask for it, here or elsewhere.
 *
 * It is stored as it is read, and others take it from there; in memory stays what was asked for. What AWS does not
 * answer tonight is taken from the store as it was, and says so.
 */
export function makeRegionCatalogues(deps: RegionCataloguesDeps, sweep: Sweep): RegionCatalogues {
  const { reader, store } = deps;
  const { asOf } = sweep;
  const reads = new Map<string, Promise<Catalogue>>();
  const asked = new Set<string>();

  /** Whether an account has not asked for a list before: what one may not read another may. */
  function isNewQuestion({ account, region }: Target, list: string): boolean {
    const question = `${account} ${region} ${list}`;
    const isNew = !asked.has(question);
    asked.add(question);
    return isNew;
  }

  function isWhole(catalogue: Catalogue, { addons, images, undated }: WantedLists): boolean {
    return (
      isFresh(catalogue.clusterVersions) &&
      missingIn(catalogue, addons).length === 0 &&
      versionsFor(catalogue, images, asOf).every((version) => isFresh(catalogue.images[version])) &&
      undatedIn(catalogue, undated).length === 0
    );
  }

  async function extend(known: Promise<Catalogue>, target: Target, wanted: WantedLists): Promise<Catalogue> {
    const { region } = target;
    const before = await known;
    if (isWhole(before, wanted)) return before;
    const mark = await store.catalogueReadOf(region);
    const tonights = mark?.sweep === sweep.id ? mark : undefined;
    const others = tonights && (await store.catalogueOf(region, givenIn(tonights, missingIn(before, wanted.addons))));
    const base = others ? laidOver(before, others) : before;
    if (isWhole(base, wanted)) return base;

    const read = await ask(target, base, missingIn(base, wanted.addons), mark?.addons ?? []);
    const stored = read && (await store.catalogueOf(region, { addons: unreadIn(read), images: [] }));
    const lists = read ? { ...withStored(read, stored), images: base.images } : base;
    const asking = { target, asOf, isNewQuestion: (list: string) => isNewQuestion(target, list) };
    const images = await readImages(deps, asking, lists, wanted);
    if (!read && Object.keys(images).length === 0) return base;
    const catalogue = { ...lists, images: { ...lists.images, ...images } };
    await store.saveCatalogue(sweep, catalogue);
    const all = { ...base.addons, ...catalogue.addons };
    // Without the versions there is no mark by which anybody finds in the store what was read tonight.
    if (!isFresh(catalogue.clusterVersions)) return { ...catalogue, addons: all };
    await store.saveCatalogueRead(sweep, markOf(catalogue, tonights));
    // What AWS did not give is not asked for again tonight: whoever wants it later finds the last list here.
    const kept = union(union(Object.keys(base.addons), wanted.addons), unreadIn(catalogue));
    return { ...catalogue, addons: Object.fromEntries(Object.entries(all).filter(([name]) => kept.includes(name))) };
  }

  /** The lists that were read in this sweep, here or by others. */
  function markOf({ region, addons, images }: Catalogue, others: CatalogueRead | undefined): CatalogueRead {
    return {
      region,
      sweep: sweep.id,
      addons: union(others?.addons ?? [], freshIn(addons)),
      images: union(others?.images ?? [], freshIn(images)),
    };
  }

  /** Asks AWS for what this account has not asked for yet. */
  async function ask(
    target: Target,
    base: Catalogue,
    missing: readonly string[],
    known: readonly string[],
  ): Promise<EksLists | undefined> {
    if (!isFresh(base.clusterVersions) && isNewQuestion(target, 'versions')) {
      const names = union(known, union(Object.keys(base.addons), missing));
      for (const name of names) isNewQuestion(target, name);
      return reader.readCatalogue(target, names, asOf);
    }
    const names = missing.filter((name) => isNewQuestion(target, name));
    if (names.length === 0) return undefined;
    return { ...base, addons: await reader.readAddonReleases(target, names, asOf) };
  }

  return (target, wanted) => {
    const known = reads.get(target.region) ?? Promise.resolve(nothingOf(target.region));
    const reading = extend(known, target, wanted);
    reads.set(target.region, reading);
    return reading;
  };
}

/** The lists that EKS itself gives. */
type EksLists = Omit<Catalogue, 'images'>;

/** What is known of a region before anybody asked. */
function nothingOf(region: string): Catalogue {
  const because = { call: 'eks:DescribeClusterVersions', obstacle: 'UNFINISHED', detail: 'not asked yet' } as const;
  return { region, clusterVersions: unreadable(because), addons: {}, images: {} };
}

/** What AWS did not give is in the store as well, from an earlier night: only what the mark names is tonight's. */
function givenIn(mark: CatalogueRead, missing: readonly string[]): NamedLists {
  return { addons: missing.filter((name) => mark.addons.includes(name)), images: mark.images };
}

function laidOver(before: Catalogue, others: Catalogue): Catalogue {
  return {
    ...others,
    addons: { ...before.addons, ...others.addons },
    images: { ...before.images, ...others.images },
  };
}

function missingIn(catalogue: Catalogue, wanted: readonly string[]): readonly string[] {
  return wanted.filter((name) => !isFresh(catalogue.addons[name]));
}

function unreadIn({ addons }: EksLists): readonly string[] {
  return Object.keys(addons).filter((name) => !isFresh(addons[name]));
}

function freshIn(lists: Catalogue['addons'] | Catalogue['images']): readonly string[] {
  return Object.keys(lists).filter((name) => isFresh<unknown>(lists[name]));
}

/** Puts the last lists that were read in the place of those that could not be read tonight. */
function withStored(tonight: EksLists, stored: Catalogue | undefined): EksLists {
  const addons = Object.entries(tonight.addons).map(([name, list]) => [name, orStale(list, stored?.addons[name])]);
  return {
    ...tonight,
    clusterVersions: orStale(tonight.clusterVersions, stored?.clusterVersions),
    addons: Object.fromEntries(addons),
  };
}
