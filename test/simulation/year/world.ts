import type { Catalogue } from '#core/catalogue.ts';
import { readable, unreadable } from '#core/reading.ts';
import type { ClusterSnapshot, Target } from '#core/snapshot.ts';
import type { Update } from '#core/update.ts';
import {
  aCluster,
  accounts,
  aNodegroup,
  anAddon,
  anInsight,
  anIssue,
  anUpdate,
  clusterArn,
} from '../../support/builders.ts';
import { aSweep } from '../../support/sweeps.ts';
import { addonNames, isListed, newCatalogue, publish, recommendedIn } from './published.ts';
import type { Random } from './random.ts';

/** One cluster as it truly is. */
export interface TrueCluster extends Target {
  readonly name: string;
  createdAt: string;
  version: string;
  readonly addons: Record<string, string>;
  /** The add-ons that are not well. */
  readonly ill: Set<string>;
  readonly nodegroups: Record<string, TrueNodegroup>;
  readonly updates: Update[];
  /** Whether an insight of EKS stands against its upgrade. */
  isWarned: boolean;
}

interface TrueNodegroup {
  readonly version: string;
  readonly release: string;
  readonly modifiedAt: string;
}

export interface World {
  clusters: TrueCluster[];
  /** What AWS publishes, by region. */
  readonly catalogues: Record<string, Catalogue>;
  /** How many clusters have ever been made. */
  made: number;
}

/** The region that is looked at also where AWS does not say which are enabled. */
export const homeRegion = 'eu-west-1';
export const regions = [homeRegion, 'us-east-1'];
export const targets: readonly Target[] = Object.values(accounts).flatMap((account) =>
  regions.map((region) => ({ account, region })),
);
const environments = ['dev', 'test', 'prod'] as const;

/** Some are listed, some are not, and some no longer fit. */
const addonVersions: Readonly<Record<string, readonly string[]>> = {
  'vpc-cni': ['v1.10.1-eksbuild.1', 'v1.19.6-eksbuild.1', 'v1.20.1-eksbuild.3', 'v1.20.4-eksbuild.1'],
  'kube-proxy': ['v1.21.2-eksbuild.2', 'v1.31.2-eksbuild.3', 'v1.33.5-eksbuild.2', 'v1.34.1-eksbuild.2'],
  coredns: ['v1.9.3-eksbuild.2', 'v1.12.1-eksbuild.2', 'v1.12.4-eksbuild.1', 'v1.13.2-eksbuild.1'],
};

/** A fleet of systems, most of them in all three environments. */
export function newWorld(random: Random, clusters: number): World {
  const catalogues = Object.fromEntries(regions.map((region) => [region, newCatalogue(region)]));
  const world: World = { clusters: [], catalogues, made: 0 };
  while (world.clusters.length < clusters) addCluster(world, random, -30);
  return world;
}

function addCluster(world: World, random: Random, night: number): void {
  const missing = environments.filter((one) => !world.clusters.some(({ name }) => name === nameIn(world, one)));
  const environment = missing[0] ?? environments[0];
  if (missing.length === 0) world.made += 1;
  const name = nameIn(world, environment);
  const sibling = world.clusters.find((one) => systemOf(one) === systemOf({ name }));
  const region = sibling && random.chance(0.8) ? sibling.region : random.pick(regions);
  world.clusters.push(newCluster(world, random, night, { account: accounts[environment], region, name }));
}

/** The cluster of the youngest system in an environment. */
function nameIn({ made }: World, environment: string): string {
  return `s${made}-${environment}`;
}

function systemOf({ name }: Pick<TrueCluster, 'name'>): string {
  return name.split('-')[0] ?? '';
}

function newCluster(
  { catalogues }: World,
  random: Random,
  night: number,
  as: Pick<TrueCluster, 'account' | 'region' | 'name'>,
): TrueCluster {
  const version = random.pick(['1.33', '1.34', '1.34']);
  return {
    ...as,
    createdAt: instantOf(night),
    version,
    addons: Object.fromEntries(addonNames.map((name) => [name, random.pick(addonVersions[name]?.slice(-2) ?? [])])),
    ill: new Set(),
    nodegroups: { workers: rolled(catalogues[as.region], version, night) },
    updates: [],
    isWarned: false,
  };
}

/** An hour at which nobody sweeps. */
function instantOf(night: number): string {
  return aSweep(night - 0.5).asOf;
}

function rolled(catalogue: Catalogue | undefined, version: string, night: number): TrueNodegroup {
  const release = (catalogue && recommendedIn(catalogue, version)) ?? `${version}.1-20251001`;
  return { version, release, modifiedAt: instantOf(night) };
}

/** Lets something happen, or nothing. Says whether anything did. */
export function evolve(world: World, random: Random, night: number): boolean {
  if (random.chance(0.3)) return false;
  const times = 1 + random.below(4);
  for (let time = 0; time < times; time += 1) happen(world, random, night);
  return true;
}

function happen(world: World, random: Random, night: number): void {
  const one = world.clusters.length > 0 ? random.pick(world.clusters) : undefined;
  const what = random.below(14);
  if (!one || what === 0) {
    addCluster(world, random, night);
  } else if (what === 1) {
    world.clusters = world.clusters.filter((cluster) => cluster !== one);
  } else if (what === 2) {
    world.clusters = world.clusters.map((cluster) =>
      cluster === one ? newCluster(world, random, night, one) : cluster,
    );
  } else if (what <= 4) {
    upgrade(world, one, random, night);
  } else if (what <= 6) {
    const name = random.pick(addonNames);
    one.addons[name] = random.pick(addonVersions[name] ?? []);
  } else if (what === 7) {
    const name = random.pick(addonNames);
    if (!one.ill.delete(name)) one.ill.add(name);
  } else if (what <= 9) {
    roll(world, one, random, night);
  } else if (what === 10) {
    one.isWarned = !one.isWarned;
  } else {
    const region = random.pick(regions);
    const before = world.catalogues[region];
    if (before) world.catalogues[region] = publish(before, random, night);
  }
}

/** One minor up; or, now and then, back to the one before. Some updates fail. */
function upgrade({ catalogues }: World, one: TrueCluster, random: Random, night: number): void {
  const minor = Number(one.version.split('.')[1]);
  const version = `1.${Math.max(33, random.chance(0.8) ? minor + 1 : minor - 1)}`;
  const catalogue = catalogues[one.region];
  if (!catalogue || !isListed(catalogue, version)) return;
  const isFailed = random.chance(0.2);
  const id = `${one.name}-${night}-${one.updates.length}`;
  one.updates.push(anUpdate({ id, version, createdAt: instantOf(night), status: isFailed ? 'Failed' : 'Successful' }));
  if (!isFailed) one.version = version;
}

function roll({ catalogues }: World, one: TrueCluster, random: Random, night: number): void {
  const name = random.pick(['workers', 'workers', 'batch']);
  if (one.nodegroups[name] !== undefined && random.chance(0.2)) {
    delete one.nodegroups[name];
    return;
  }
  const version = random.chance(0.8) ? one.version : '1.33';
  one.nodegroups[name] = rolled(catalogues[one.region], version, night);
}

export function arnOf({ name, account, region }: Pick<TrueCluster, 'name' | 'account' | 'region'>): string {
  return clusterArn(name, account, region);
}

/** What EKS would show of it, where nothing is refused. */
export function snapshotOf(cluster: TrueCluster): ClusterSnapshot {
  const { account, region, name, createdAt, version, ill, isWarned } = cluster;
  const warning = { status: 'ERROR', reason: 'somebody asks for a removed API' } as const;
  return aCluster({
    account,
    region,
    name,
    createdAt,
    version,
    addons: Object.entries(cluster.addons).map(([addon, addonVersion]) =>
      anAddon(addon, {
        version: addonVersion,
        ...(ill.has(addon) ? { status: 'DEGRADED', healthIssues: [anIssue('ConfigurationConflict')] } : {}),
      }),
    ),
    nodegroups: Object.entries(cluster.nodegroups).map(([group, { version: kubernetes, release, modifiedAt }]) =>
      aNodegroup({ name: group, version: kubernetes, releaseVersion: release, modifiedAt }),
    ),
    updates: cluster.updates,
    insights: [anInsight(isWarned ? warning : {})],
  });
}

/** The facets that a night may refuse: whole, or the first part of what they list. */
export const refusableFacets = ['addons', 'nodegroups', 'updates', 'insights', 'subnets'] as const;
type RefusableFacet = (typeof refusableFacets)[number];

/** The same cluster on a night on which a call about it is refused. */
export function without(
  snapshot: ClusterSnapshot,
  facet: RefusableFacet,
  part: 'whole' | 'first',
  because: Parameters<typeof unreadable>[0],
): ClusterSnapshot {
  const reading = snapshot[facet];
  if (part === 'whole' || facet === 'subnets' || !reading.readable) {
    return { ...snapshot, [facet]: unreadable(because) };
  }
  const listed = reading.value as readonly { readonly name: string }[];
  const value = listed.map((one, i) => (i === 0 ? { ...one, detail: unreadable(because) } : one));
  return { ...snapshot, [facet]: readable(value) };
}
