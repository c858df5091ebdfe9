import type { Catalogue, ClusterVersion, Published } from '#core/catalogue.ts';
import { type Reading, readable } from '#core/reading.ts';
import { aCatalogue, aClusterVersion, imageLists } from '../../support/builders.ts';
import { aSweep } from '../../support/sweeps.ts';
import type { Random } from './random.ts';

export const addonNames = ['vpc-cni', 'kube-proxy', 'coredns'] as const;
const amiType = 'AL2023_x86_64_STANDARD';
const imageVersions = ['1.33', '1.34', '1.35'];

/** What AWS publishes in a region before the year begins. */
export function newCatalogue(region: string): Catalogue {
  const images = imageLists(
    Object.fromEntries(imageVersions.map((version) => [version, { [amiType]: releaseOn(version, -5) }])),
  );
  return aCatalogue({ region, images });
}

function releaseOn(version: string, night: number): string {
  return `${version}.4-${aSweep(night).asOf.slice(0, 10).replaceAll('-', '')}`;
}

/** The image release that AWS recommends for a version. */
export function recommendedIn({ images }: Catalogue, version: string): string | undefined {
  const list = images[version];
  return list?.readable ? list.value.value[amiType]?.recommended : undefined;
}

/** AWS publishes something otherwise in a region. */
export function publish(catalogue: Catalogue, random: Random, night: number): Catalogue {
  const what = random.below(6);
  if (what === 0) return delisted(catalogue, random);
  if (what === 1) return withAnotherDefault(catalogue, random);
  if (what === 2) return withMovedSupport(catalogue, random);
  if (what === 3) return withNextVersion(catalogue, night);
  return what === 4 ? recommended(catalogue, random, night) : withdrawn(catalogue, random);
}

/** A version of an add-on comes off its list, or onto it again. */
function delisted(catalogue: Catalogue, random: Random): Catalogue {
  const name = random.pick(addonNames);
  const whole = aCatalogue().addons[name];
  if (!whole?.readable) return catalogue;
  const gone = random.pick(whole.value.value).version;
  return withAddon(catalogue, name, (list) => {
    const isListed = list.some(({ version }) => version === gone);
    const back = whole.value.value.filter(({ version }) => version === gone);
    return isListed && list.length > 2
      ? list.filter(({ version }) => version !== gone)
      : isListed
        ? list
        : [...list, ...back];
  });
}

function withAnotherDefault(catalogue: Catalogue, random: Random): Catalogue {
  const kubernetes = random.pick(imageVersions);
  return withAddon(catalogue, random.pick(addonNames), (list) => {
    const fitting = list.filter(({ compatibilities }) =>
      compatibilities.some((one) => one.clusterVersion === kubernetes),
    );
    if (fitting.length === 0) return list;
    const chosen = random.pick(fitting).version;
    return list.map((release) => ({
      ...release,
      compatibilities: release.compatibilities.map((one) =>
        one.clusterVersion === kubernetes ? { ...one, isDefault: release.version === chosen } : one,
      ),
    }));
  });
}

type Releases = Extract<Catalogue['addons'][string], { readable: true }>['value']['value'];

function withAddon(catalogue: Catalogue, name: string, change: (list: Releases) => Releases): Catalogue {
  const list = catalogue.addons[name];
  if (!list) return catalogue;
  return { ...catalogue, addons: { ...catalogue.addons, [name]: mapped(list, change) } };
}

/** AWS moves an end of standard support by a month, one way or the other. */
function withMovedSupport(catalogue: Catalogue, random: Random): Catalogue {
  const version = random.pick(imageVersions);
  const days = random.pick([-30, 30]);
  const moved = (entry: ClusterVersion): ClusterVersion => {
    const { endOfStandardSupport: end } = entry;
    if (entry.version !== version || end === undefined) return entry;
    return { ...entry, endOfStandardSupport: new Date(Date.parse(end) + days * 86_400_000).toISOString() };
  };
  return { ...catalogue, clusterVersions: mapped(catalogue.clusterVersions, (list) => list.map(moved)) };
}

/** A version is announced, with images for it, a week before it is released. */
function withNextVersion(catalogue: Catalogue, night: number): Catalogue {
  if (isListed(catalogue, '1.36')) return catalogue;
  const day = (later: number): string => aSweep(night + later).asOf.slice(0, 10);
  const next = aClusterVersion('1.36', day(7), day(7 + 425), day(7 + 790));
  const withVersion = { ...catalogue, clusterVersions: mapped(catalogue.clusterVersions, (list) => [...list, next]) };
  return withImage(withVersion, next.version, (version) => releaseOn(version, night));
}

/** Whether a Kubernetes version is listed in a region. */
export function isListed({ clusterVersions }: Catalogue, wanted: string): boolean {
  return clusterVersions.readable && clusterVersions.value.value.some(({ version }) => version === wanted);
}

function recommended(catalogue: Catalogue, random: Random, night: number): Catalogue {
  return withImage(catalogue, random.pick(imageVersions), (version) => releaseOn(version, night - 2));
}

/** AWS goes back to what it recommended before. */
function withdrawn(catalogue: Catalogue, random: Random): Catalogue {
  return withImage(catalogue, random.pick(imageVersions), (version) => releaseOn(version, -5));
}

function withImage(catalogue: Catalogue, version: string, releaseFor: (version: string) => string): Catalogue {
  return {
    ...catalogue,
    images: { ...catalogue.images, ...imageLists({ [version]: { [amiType]: releaseFor(version) } }) },
  };
}

function mapped<T>(list: Reading<Published<T>>, change: (value: T) => T): Reading<Published<T>> {
  return list.readable ? readable({ ...list.value, value: change(list.value.value) }) : list;
}
