import { z } from 'zod';
import type { Catalogue, Published } from '#core/catalogue.ts';
import { type CatalogueChange, catalogueChanges } from '#core/catalogue-change.ts';
import type { Reading } from '#core/reading.ts';
import type { Sweep } from '#core/sweep.ts';
import type { NamedLists, Store } from '#ports/store.ts';
import { Addon, Changes, Images, Versions } from './catalogue-schema.ts';
import { unlessYounger } from './fence.ts';
import { CatalogueRead } from './fleet-schema.ts';
import { besideBody, contentHash, fromItem, type Item, toItem } from './item.ts';
import {
  addonKey,
  catalogueChangeKey,
  catalogueChangesRange,
  catalogueRange,
  catalogueReadKey,
  catalogueReadsRange,
  imagesKey,
  type Key,
  versionsKey,
} from './keys.ts';
import type { StoreParts } from './store-parts.ts';

type CatalogueStore = Pick<
  Store,
  'catalogueOf' | 'saveCatalogue' | 'catalogueChanges' | 'catalogueReads' | 'catalogueReadOf' | 'saveCatalogueRead'
>;

/** What lies beside a list: its content in short, whether AWS gave it or only a reason why not, and who wrote it. */
const Beside = z.object({ hash: z.string(), listed: z.boolean(), startedAt: z.string() });

/** The published lists of a region, an item each. */
export function catalogueStore({ table, expiry }: StoreParts): CatalogueStore {
  /** Compares what is to be written with what is there; a rerun that finds half of it written saves the other half. */
  async function saveChanges({ asOf }: Sweep, catalogue: Catalogue, changed: ReadonlySet<string>): Promise<void> {
    const { region, addons, images } = catalogue;
    if (changed.size === 0) return;
    const isChanged = (key: Key): boolean => changed.has(key.sk);
    const after: Catalogue = {
      ...catalogue,
      addons: pick(addons, (name) => isChanged(addonKey(region, name))),
      images: pick(images, (name) => isChanged(imagesKey(region, name))),
    };
    const before = await read(region, { addons: Object.keys(after.addons), images: Object.keys(after.images) });
    const changes = before ? catalogueChanges(before, after) : [];
    // A list is written whole or not at all: of what a rerun finds written already it has nothing more to say.
    const byList = [...Map.groupBy(changes, listOf).values()];
    await Promise.all(
      byList.map((own) => {
        const body = { region, at: asOf, changes: own };
        return table.put(toItem(catalogueChangeKey(asOf, region, contentHash(own)), body, expiry()));
      }),
    );
  }

  async function read(region: string, named?: NamedLists): Promise<Catalogue | undefined> {
    const keys = named && keysOf(region, named);
    const items = keys ? await table.getAll(keys) : await table.query(catalogueRange(region));
    const versions = items.find(({ sk }) => sk === versionsKey(region).sk);
    if (!versions) return undefined;
    const addons = items.filter(({ sk }) => isOf(addonKey, sk)).map((item) => fromItem(item, Addon));
    const images = items.filter(({ sk }) => isOf(imagesKey, sk)).map((item) => fromItem(item, Images));
    return {
      region,
      clusterVersions: fromItem(versions, Versions),
      addons: Object.fromEntries(addons.map(({ addon, releases }) => [addon, releases])),
      images: Object.fromEntries(images.map(({ kubernetes, images: list }) => [kubernetes, list])),
    };
  }

  return {
    catalogueOf: read,

    async saveCatalogue(sweep, catalogue) {
      const stored = await table.query(catalogueRange(catalogue.region), ['hash', 'listed', 'startedAt']);
      const known = new Map(stored.map((item) => [item.sk, besideBody(item, Beside)]));
      const changed = listsOf(catalogue, sweep.startedAt).filter((item) => isNews(item, known.get(item.sk)));
      await saveChanges(sweep, catalogue, new Set(changed.map(({ sk }) => sk)));
      const isVersions = ({ sk }: Item): boolean => sk === versionsKey(catalogue.region).sk;

      // The versions last: a catalogue without them is none, and is read again.
      const others = changed.filter((item) => !isVersions(item));
      await Promise.all(others.map((item) => table.put(item, unlessYounger(sweep))));
      await Promise.all(changed.filter(isVersions).map((item) => table.put(item, unlessYounger(sweep))));
    },

    async catalogueChanges(after, until) {
      const items = await table.query(catalogueChangesRange(after));
      const all = items.map((item) => fromItem(item, Changes)).filter(({ at }) => at <= until);
      return all.flatMap(({ at, region, changes }) => changes.map((change) => ({ at, region, change })));
    },

    async catalogueReads() {
      const items = await table.query(catalogueReadsRange);
      return items.map((item) => fromItem(item, CatalogueRead));
    },

    async catalogueReadOf(region) {
      const item = await table.get(catalogueReadKey(region));
      return item && fromItem(item, CatalogueRead);
    },

    async saveCatalogueRead(sweep, read) {
      const item = toItem(catalogueReadKey(read.region), read, { startedAt: sweep.startedAt });
      await table.put(item, unlessYounger(sweep));
    },
  };
}

/** The list in which a change was seen. */
function listOf(change: CatalogueChange): string {
  if ('addon' in change) return `addon ${change.addon}`;
  return 'amiType' in change ? `images ${change.kubernetes}` : 'versions';
}

function pick<T>(lists: Readonly<Record<string, T>>, isWanted: (name: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(lists).filter(([name]) => isWanted(name)));
}

function keysOf(region: string, { addons, images }: NamedLists): readonly Key[] {
  return [
    versionsKey(region),
    ...addons.map((addon) => addonKey(region, addon)),
    ...images.map((kubernetes) => imagesKey(region, kubernetes)),
  ];
}

/** Whether a sort key is one of a kind of lists. */
function isOf(keyOf: (region: string, name: string) => Key, sk: string): boolean {
  return sk.startsWith(keyOf('', '').sk);
}

function listsOf({ region, clusterVersions, addons, images }: Catalogue, startedAt: string): readonly Item[] {
  const item = (key: Key, list: Reading<Published<unknown>>, body: unknown): Item =>
    toItem(key, body, { startedAt, hash: contentHash(contentOf(list)), listed: isListed(list) });
  return [
    item(versionsKey(region), clusterVersions, clusterVersions),
    ...Object.entries(addons).map(([addon, releases]) => item(addonKey(region, addon), releases, { addon, releases })),
    ...Object.entries(images).map(([kubernetes, list]) =>
      item(imagesKey(region, kubernetes), list, { kubernetes, images: list }),
    ),
  ];
}

/** When a list was read is no part of what it says. */
function contentOf(list: Reading<Published<unknown>>): unknown {
  return list.readable ? list.value.value : list.because;
}

function isListed(list: Reading<Published<unknown>>): boolean {
  return list.readable && list.value.stale === undefined;
}

/** What a younger sweep wrote stays. An older list, or the reason why there is none, never takes the place of a list that AWS gave. */
function isNews(item: Item, known: z.infer<typeof Beside> | undefined): boolean {
  if (known && known.startedAt > String(item.startedAt)) return false;
  if (known === undefined || (item.listed === true && !known.listed)) return true;
  return known.hash !== item.hash && item.listed === known.listed;
}
