import type { Catalogue } from '#core/catalogue.ts';
import { type Reading, readable, type Unreadable, unreadable } from '#core/reading.ts';
import type { ClusterSnapshot, Target } from '#core/snapshot.ts';
import type { AwsReader } from '#ports/aws-reader.ts';
import { aCatalogue } from './builders.ts';

/** What there is to read; a test changes it between nights. */
export interface FakeAws {
  clusters: readonly ClusterSnapshot[];
  catalogue: Catalogue;
  regions: readonly string[];
  role: string | undefined;
  /** Refusals, by call and what it is about: `listRegions`, `listClusters eu-west-1`, `readCluster shop-prod`. */
  refusals: Record<string, Unreadable>;
  /** Listed, and deleted before it was described. */
  vanished: readonly string[];
  /** What was asked for, in order. */
  readonly asked: string[];
}

export function fakeAws(clusters: readonly ClusterSnapshot[] = []): FakeAws {
  return {
    clusters,
    catalogue: aCatalogue(),
    regions: ['eu-west-1'],
    role: undefined,
    refusals: {},
    vanished: [],
    asked: [],
  };
}

export function fakeReader(aws: FakeAws): AwsReader {
  function answer<T>(call: string, value: () => T): Reading<T> {
    aws.asked.push(call);
    const because = aws.refusals[call];
    return because ? unreadable(because) : readable(value());
  }
  const inTarget = ({ account, region }: Target): readonly ClusterSnapshot[] =>
    aws.clusters.filter((cluster) => cluster.account === account && cluster.region === region);
  const publishedIn = (region: string, names: readonly string[]): Catalogue['addons'] =>
    Object.fromEntries(
      names.map((name) => {
        aws.asked.push(`addon ${name} ${region}`);
        const because = aws.refusals[`addon ${name}`];
        const known = aws.catalogue.addons[name];
        const none = readable({ value: [], readAt: '' });
        return [name, because ? unreadable(because) : (known ?? none)];
      }),
    );

  return {
    listRegions: async (account) => answer(`listRegions ${account}`, () => aws.regions),
    listClusters: async (target) =>
      answer(`listClusters ${target.region}`, () => [...inTarget(target).map(({ name }) => name), ...aws.vanished]),
    readCluster: async (target, name) =>
      answer(`readCluster ${name}`, () => inTarget(target).find((cluster) => cluster.name === name)),
    sampleCluster: async (target, name) =>
      answer(`sampleCluster ${name}`, () => inTarget(target).find((cluster) => cluster.name === name)),
    readCatalogue: async ({ region }, addons) => {
      aws.asked.push(`catalogue ${region}`);
      const because = aws.refusals.catalogue;
      const clusterVersions = because ? unreadable(because) : aws.catalogue.clusterVersions;
      return { region, clusterVersions, addons: publishedIn(region, addons) };
    },
    readAddonReleases: async ({ region }, addons) => publishedIn(region, addons),
    roleFor: () => aws.role,
    release: () => undefined,
    callsMade: () => aws.asked.length,
    callsThrottled: () => 0,
  };
}
