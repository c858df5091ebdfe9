import { type EKSClient, paginateDescribeAddonVersions, paginateDescribeClusterVersions } from '@aws-sdk/client-eks';
import type { AddonRelease, Catalogue, ClusterVersion, Published } from '#core/catalogue.ts';
import type { Instant } from '#core/days.ts';
import { type Reading, readable } from '#core/reading.ts';
import { AddonNamesPage, AddonReleases, ClusterVersionsPage } from './catalogue-schema.ts';
import { attempt, isNotFound } from './obstacle.ts';
import { allPages } from './pages.ts';
import { parseAnswer } from './parse-answer.ts';

/** Whose add-ons are asked for all at once; Marketplace's, which are many, only by name. */
const owners = ['aws', 'community'];

const call = 'eks:DescribeAddonVersions';

interface Entry {
  readonly name: string;
  readonly addon: unknown;
}

/** Reads what AWS publishes in one region, and keeps of its add-ons those that are named. */
export async function readCatalogue(
  client: EKSClient,
  region: string,
  names: readonly string[],
  asOf: Instant,
): Promise<Omit<Catalogue, 'images'>> {
  const [clusterVersions, addons] = await Promise.all([
    attempt('eks:DescribeClusterVersions', () => readClusterVersions(client)),
    readAllReleases(client, names, asOf),
  ]);
  return { region, clusterVersions: published(clusterVersions, asOf), addons };
}

/** Reads what AWS publishes of single add-ons. */
export async function readAddonReleases(
  client: EKSClient,
  names: readonly string[],
  asOf: Instant,
): Promise<Catalogue['addons']> {
  const releases = await Promise.all(
    [...new Set(names)].map(async (name) => {
      const reading = await attempt(call, () => readReleasesOf(client, name));
      return [name, published(reading, asOf)] as const;
    }),
  );
  return Object.fromEntries(releases);
}

async function readClusterVersions(client: EKSClient): Promise<readonly ClusterVersion[]> {
  const pages = paginateDescribeClusterVersions({ client }, { includeAll: true });
  const versions = await allPages(pages, (page) => parseAnswer(ClusterVersionsPage, page));
  // An empty list would mean that there is no next version, and so that nothing is ahead.
  if (versions.length === 0) throw new Error('got no cluster version, wanted at least one');
  return versions;
}

async function readAllReleases(
  client: EKSClient,
  names: readonly string[],
  asOf: Instant,
): Promise<Catalogue['addons']> {
  const wanted = new Set(names);
  if (wanted.size === 0) return {};
  const owned = await attempt(call, () => {
    const pages = paginateDescribeAddonVersions({ client }, { owners });
    return allPages(pages, (page) => entriesOn(page, wanted));
  });
  if (!owned.readable) return Object.fromEntries([...wanted].map((name) => [name, owned]));
  const found = Map.groupBy(owned.value, ({ name }) => name);
  const listed = await Promise.all(
    [...found].map(async ([name, entries]) => {
      const releases = await attempt(call, async () => releasesOf(entries));
      return [name, published(releases, asOf)] as const;
    }),
  );
  const unlisted = [...wanted].filter((name) => !found.has(name));
  return { ...Object.fromEntries(listed), ...(await readAddonReleases(client, unlisted, asOf)) };
}

async function readReleasesOf(client: EKSClient, addonName: string): Promise<readonly AddonRelease[]> {
  try {
    const pages = paginateDescribeAddonVersions({ client }, { addonName });
    return releasesOf(await allPages(pages, (page) => entriesOn(page, new Set([addonName]))));
  } catch (error) {
    if (isNotFound(error)) return []; // AWS says so: it publishes no add-on of that name
    throw error;
  }
}

/** What a page holds of the add-ons that are wanted, still as AWS sent it. */
function entriesOn(page: unknown, wanted: ReadonlySet<string>): Entry[] {
  return parseAnswer(AddonNamesPage, page).addons.flatMap(({ addonName: name, ...addon }) =>
    name !== undefined && wanted.has(name) ? [{ name, addon }] : [],
  );
}

/** An add-on may have several entries. Sorted, since AWS promises no order and an equal list is not written again. */
function releasesOf(entries: readonly Entry[]): readonly AddonRelease[] {
  return entries
    .flatMap(({ addon }) => parseAnswer(AddonReleases, addon))
    .map(({ compatibilities, ...release }) => ({
      ...release,
      compatibilities: compatibilities.toSorted((a, b) => compareTexts(a.clusterVersion, b.clusterVersion)),
    }))
    .sort((a, b) => compareTexts(a.version, b.version));
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function published<T>(reading: Reading<T>, readAt: Instant): Reading<Published<T>> {
  return reading.readable ? readable({ value: reading.value, readAt }) : reading;
}
