import type { Unreadable } from '#core/reading.ts';
import type { ClusterSnapshot, Target } from '#core/snapshot.ts';
import type { AwsReader } from '#ports/aws-reader.ts';
import { accounts } from '../../support/builders.ts';
import { fakeAws, fakeReader } from '../../support/fake-reader.ts';
import { addonNames } from './published.ts';
import type { Random } from './random.ts';
import {
  arnOf,
  homeRegion,
  refusableFacets,
  regions,
  snapshotOf,
  type TrueCluster,
  targets,
  type World,
  without,
} from './world.ts';

/** What AWS shows on one night. */
export interface Sight {
  /** By target, why its clusters cannot be listed: a region may be lost in one account alone. */
  readonly lost: ReadonlyMap<string, Unreadable>;
  /** By account, why AWS does not say which regions it has: then all but one are lost as well. */
  readonly unlistedRegions: ReadonlyMap<string, Unreadable>;
  /** By ARN, why a cluster cannot be described. */
  readonly undescribed: ReadonlyMap<string, Unreadable>;
  /** By ARN, what is seen of a cluster of which a call is refused. */
  readonly partly: ReadonlyMap<string, ClusterSnapshot>;
  /** By region, the lists that cannot be read. */
  readonly unlisted: Readonly<Record<string, Readonly<Record<string, Unreadable>>>>;
}

export const clearSight: Sight = {
  ...{ lost: new Map(), unlistedRegions: new Map(), undescribed: new Map(), partly: new Map() },
  unlisted: {},
};

export function targetName({ account, region }: Target): string {
  return `${account} ${region}`;
}

/** A bad night, or half of one. EKS throttles one account and region at a time, and refuses whom it likes. */
export function sightOf({ clusters }: World, random: Random): Sight {
  const some = (share: number): readonly TrueCluster[] =>
    random.chance(share) ? clusters.filter(() => random.chance(0.2)) : [];
  const lostRegion = random.pick(regions);
  const isLost = random.chance(0.1);
  const lostTargets = targets.filter(({ region }) => (isLost ? region === lostRegion : random.chance(0.03)));
  const lists = ['catalogue', 'images', ...addonNames.map((name) => `addon ${name}`)];
  const unlistedIn = (): readonly (readonly [string, Unreadable])[] =>
    random.chance(0.12) ? lists.filter(() => random.chance(0.4)).map((list) => [list, obstacle(random, list)]) : [];
  const blind = Object.values(accounts).filter(() => random.chance(0.03));
  const unlistedRegions = new Map(blind.map((account) => [account as string, obstacle(random, 'account:ListRegions')]));
  const unseen = targets.flatMap((target) => {
    const because = target.region === homeRegion ? undefined : unlistedRegions.get(target.account);
    return because ? [[targetName(target), because] as const] : [];
  });
  const unlistable = lostTargets.map((target) => [targetName(target), obstacle(random, 'eks:ListClusters')] as const);
  return {
    lost: new Map([...unlistable, ...unseen]),
    unlistedRegions,
    undescribed: new Map(some(0.2).map((one) => [arnOf(one), obstacle(random, 'eks:DescribeCluster')])),
    partly: new Map(some(0.3).map((one) => [arnOf(one), partOf(one, random)])),
    unlisted: Object.fromEntries(regions.map((region) => [region, Object.fromEntries(unlistedIn())])),
  };
}

function obstacle(random: Random, call: string): Unreadable {
  return { call, obstacle: random.pick(['DENIED', 'THROTTLED', 'UNREACHABLE'] as const), detail: 'not tonight' };
}

function partOf(cluster: TrueCluster, random: Random): ClusterSnapshot {
  const refused = refusableFacets.filter(() => random.chance(0.4));
  return refused.reduce(
    (seen, facet) =>
      without(seen, facet, random.pick(['whole', 'first'] as const), obstacle(random, `eks:List ${facet}`)),
    snapshotOf(cluster),
  );
}

/** What can be seen of a cluster that may be described. */
export function seenOf(cluster: TrueCluster, { partly }: Sight): ClusterSnapshot {
  return partly.get(arnOf(cluster)) ?? snapshotOf(cluster);
}

/** AWS on that night. */
export function readerOf({ clusters, catalogues }: World, sight: Sight): AwsReader {
  const byRegion = new Map(
    regions.map((region) => {
      const aws = fakeAws(clusters.filter((one) => one.region === region).map((one) => seenOf(one, sight)));
      const described = clusters.flatMap((one) => {
        const because = sight.undescribed.get(arnOf(one));
        return because ? [[`readCluster ${one.name}`, because] as const] : [];
      });
      const catalogue = catalogues[region] ?? aws.catalogue;
      const refusals = { ...Object.fromEntries(described), ...sight.unlisted[region] };
      return [region, fakeReader({ ...aws, catalogue, refusals, regions })];
    }),
  );
  const of = ({ region }: Target): AwsReader => byRegion.get(region) as AwsReader;
  return {
    ...of({ account: '', region: regions[0] as string }),
    listRegions: async (account) => {
      const because = sight.unlistedRegions.get(account);
      return because ? { readable: false, because } : { readable: true, value: regions };
    },
    listClusters: async (target) => {
      const because = sight.lost.get(targetName(target));
      return because ? { readable: false, because } : of(target).listClusters(target);
    },
    readCluster: (target, ...others) => of(target).readCluster(target, ...others),
    readCatalogue: (target, ...others) => of(target).readCatalogue(target, ...others),
    readAddonReleases: (target, ...others) => of(target).readAddonReleases(target, ...others),
    readRecommendedImages: (target, ...others) => of(target).readRecommendedImages(target, ...others),
    readReleaseDates: (target, ...others) => of(target).readReleaseDates(target, ...others),
  };
}
