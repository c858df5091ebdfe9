import type { Catalogue } from '#core/catalogue.ts';
import type { Instant } from '#core/days.ts';
import type { RecommendedImages } from '#core/images/image-list.ts';
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
  /** When releases of Bottlerocket were published. */
  releaseDates: Record<string, Instant>;
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
    releaseDates: {},
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
      answer(`listClusters ${target.region}`, () =>
        [...inTarget(target).map(({ name }) => name), ...aws.vanished].sort(),
      ),
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
    readRecommendedImages: async ({ region }, versions) => {
      aws.asked.push(`images ${versions.join(' ')} ${region}`);
      const because = aws.refusals.images;
      return Object.fromEntries(
        versions.map((version) => [version, because ? unreadable(because) : readable(recommendedIn(aws, version))]),
      );
    },
    readReleaseDates: async ({ region }, releases) => {
      aws.asked.push(`dates ${releases.map(({ release }) => release).join(' ')} ${region}`);
      const because = aws.refusals.dates;
      return because ? unreadable(because) : readable(releases.map(({ release }) => aws.releaseDates[release]));
    },
    readAddonReleases: async ({ region }, addons) => publishedIn(region, addons),
    roleFor: () => aws.role,
    release: () => undefined,
    callsMade: () => aws.asked.length,
    callsThrottled: () => 0,
  };
}

function recommendedIn({ catalogue: { images } }: FakeAws, version: string): RecommendedImages {
  const list = images[version];
  if (!list?.readable) return {};
  return Object.fromEntries(
    Object.entries(list.value.value).flatMap(([type, { recommended: release, releases }]) => {
      if (release === undefined) return [];
      const since = releases.find(({ text }) => text === release)?.publishedAt;
      return [[type, since === undefined ? { release } : { release, since }]];
    }),
  );
}
