import type { Catalogue } from '#core/catalogue.ts';
import { unreadable } from '#core/reading.ts';
import type { ClusterSnapshot } from '#core/snapshot.ts';
import { aCatalogue, aCluster, accounts, aNodegroup, anAddon, anIssue, refused } from '../../support/builders.ts';
import type { Random } from './random.ts';

/** One cluster as it truly is. */
export interface TrueCluster {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  createdAt: string;
  version: string;
  readonly addons: Record<string, string>;
  /** The add-ons that are not well. */
  readonly ill: Set<string>;
  /** By name, the Kubernetes version of its nodes. */
  readonly nodegroups: Record<string, string>;
}

export interface World {
  clusters: TrueCluster[];
  catalogue: Catalogue;
}

export const regions = ['eu-west-1', 'us-east-1'];
const versions = ['1.33', '1.34', '1.35'];
/** Some are listed, some are not, and some no longer fit. */
const addonVersions: Readonly<Record<string, readonly string[]>> = {
  'vpc-cni': ['v1.10.1-eksbuild.1', 'v1.19.2-eksbuild.1', 'v1.20.4-eksbuild.1'],
  'kube-proxy': ['v1.21.2-eksbuild.2', 'v1.31.2-eksbuild.3', 'v1.33.3-eksbuild.4', 'v1.34.0-eksbuild.2'],
  coredns: ['v1.9.3-eksbuild.2', 'v1.12.1-eksbuild.2', 'v1.12.3-eksbuild.1'],
};

let made = 0;

function newCluster(random: Random, night: number, as?: Pick<TrueCluster, 'account' | 'region' | 'name'>): TrueCluster {
  made += 1;
  const environment = random.pick(['dev', 'test', 'prod'] as const);
  return {
    account: accounts[environment],
    region: random.pick(regions),
    name: `s${made}-${environment}`,
    ...as,
    createdAt: new Date(Date.UTC(2025, 5, 1) + (night * 1000 + made) * 60_000).toISOString(),
    version: random.pick(versions.slice(0, 2)),
    addons: Object.fromEntries(Object.entries(addonVersions).map(([name, all]) => [name, all.at(-1) ?? ''])),
    ill: new Set(),
    nodegroups: { workers: '1.33' },
  };
}

export function newWorld(random: Random, clusters: number): World {
  return {
    clusters: Array.from({ length: clusters }, () => newCluster(random, 0)),
    catalogue: aCatalogue(),
  };
}

/** Lets something happen, or nothing. Says whether anything did. */
export function evolve(world: World, random: Random, night: number): boolean {
  if (random.chance(0.4)) return false;
  const times = 1 + random.below(3);
  for (let time = 0; time < times; time += 1) happen(world, random, night);
  return true;
}

function happen(world: World, random: Random, night: number): void {
  const one = world.clusters.length > 0 ? random.pick(world.clusters) : undefined;
  const what = random.below(9);
  if (!one || what === 0) {
    world.clusters.push(newCluster(random, night));
  } else if (what === 1) {
    world.clusters = world.clusters.filter((cluster) => cluster !== one);
  } else if (what === 2) {
    world.clusters = world.clusters.map((cluster) => (cluster === one ? newCluster(random, night, one) : cluster));
  } else if (what === 3) {
    one.version = random.pick(versions);
  } else if (what <= 5) {
    const name = random.pick(Object.keys(addonVersions));
    one.addons[name] = random.pick(addonVersions[name] ?? []);
  } else if (what === 6) {
    const name = random.pick(Object.keys(addonVersions));
    if (!one.ill.delete(name)) one.ill.add(name);
  } else if (what === 7) {
    const name = random.pick(['workers', 'batch']);
    if (one.nodegroups[name] === undefined) one.nodegroups[name] = random.pick(versions);
    else if (random.chance(0.5)) delete one.nodegroups[name];
    else one.nodegroups[name] = random.pick(versions);
  } else {
    world.catalogue = delisted(world.catalogue, random);
  }
}

/** AWS takes a version off its list, or puts it on again. */
function delisted(catalogue: Catalogue, random: Random): Catalogue {
  const name = random.pick(Object.keys(addonVersions));
  const list = catalogue.addons[name];
  const whole = aCatalogue().addons[name];
  if (!list?.readable || !whole?.readable) return catalogue;
  const isWhole = list.value.value.length === whole.value.value.length;
  const value = isWhole ? whole.value.value.slice(0, -1) : whole.value.value;
  return {
    ...catalogue,
    addons: { ...catalogue.addons, [name]: { readable: true, value: { ...list.value, value } } },
  };
}

/** What EKS would show of it, where nothing is refused. */
export function snapshotOf(cluster: TrueCluster): ClusterSnapshot {
  const { account, region, name, createdAt, version } = cluster;
  return aCluster({
    account,
    region,
    name,
    createdAt,
    version,
    addons: Object.entries(cluster.addons).map(([addon, addonVersion]) =>
      anAddon(addon, {
        version: addonVersion,
        ...(cluster.ill.has(addon) ? { status: 'DEGRADED', healthIssues: [anIssue('ConfigurationConflict')] } : {}),
      }),
    ),
    nodegroups: Object.entries(cluster.nodegroups).map(([group, kubernetes]) =>
      aNodegroup({ name: group, version: kubernetes }),
    ),
  });
}

/** The same on a night on which its add-ons may not be listed. */
export function withoutAddons(snapshot: ClusterSnapshot): ClusterSnapshot {
  return { ...snapshot, addons: unreadable(refused('eks:ListAddons')) };
}
