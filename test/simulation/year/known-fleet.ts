import type { Catalogue, Published } from '#core/catalogue.ts';
import { combinationOf } from '#core/fleet/combination.ts';
import { defaultSiblingRules, placeCluster } from '#core/fleet/placement.ts';
import { ranImages } from '#core/fleet/ran-image.ts';
import type { RanCombination, SystemMember, SystemView } from '#core/fleet/system.ts';
import type { KnownCluster } from '#core/history/known-cluster.ts';
import { lastKnown, unreadFacet } from '#core/history/last-known.ts';
import { isSameSnapshot } from '#core/history/same-snapshot.ts';
import { type ImageList, withRecommended } from '#core/images/image-list.ts';
import { canonicalJson, type Json } from '#core/json.ts';
import { type Reading, readable, type Unreadable } from '#core/reading.ts';
import type { ClusterSnapshot } from '#core/snapshot.ts';
import { knowledge } from '../../support/sweeps.ts';
import { recommendedIn } from './published.ts';
import { type Sight, seenOf, targetName } from './sight.ts';
import { arnOf, regions, type TrueCluster, targets, type World } from './world.ts';

/** What somebody knows of the fleet who looked at it each night and forgot nothing: no store, no sweep. */
export interface KnownFleet {
  readonly clusters: Map<string, KnownCluster>;
  /** By region, what AWS gave last. */
  readonly catalogues: Map<string, Catalogue>;
  /** By system, each that ran, once. */
  readonly combinations: Map<string, Map<string, RanCombination>>;
  /** By target, when it was last seen whole. */
  readonly seenAt: Map<string, string>;
}

/** What there was to see on one night. */
export interface NightSeen {
  /** The clusters that were described, as they were seen, and the catalogue by which they are judged. */
  readonly described: readonly { readonly snapshot: ClusterSnapshot; readonly catalogue: Catalogue }[];
  /** ARNs of those that a covered target did not list for the second time. */
  readonly gone: readonly string[];
  /** By target, why its clusters could not be listed. */
  readonly lost: Sight['lost'];
}

export function nothingKnown(): KnownFleet {
  return { clusters: new Map(), catalogues: new Map(), combinations: new Map(), seenAt: new Map() };
}

/** Looks at the fleet for a night. */
export function look(fleet: KnownFleet, world: World, sight: Sight, asOf: string): NightSeen {
  const listed = world.clusters.filter((one) => !sight.lost.has(targetName(one)));
  const described = listed.filter((one) => !sight.undescribed.has(arnOf(one)));
  const judgedBy = new Map(
    regions.flatMap((region) => {
      const isAsked = described.some((one) => one.region === region);
      const published = world.catalogues[region];
      return isAsked && published
        ? [[region, readCatalogue(fleet, published, sight.unlisted[region] ?? {}, asOf)]]
        : [];
    }),
  );
  for (const one of listed) {
    const because = sight.undescribed.get(arnOf(one));
    if (because) rememberUnread(fleet, one, because, asOf);
    else rememberSeen(fleet, one, seenOf(one, sight), asOf);
  }
  const gone = letGo(fleet, new Set(listed.map(arnOf)), sight, asOf);
  for (const target of targets) {
    const isWhole = !world.clusters.some(
      (one) => targetName(one) === targetName(target) && sight.undescribed.has(arnOf(one)),
    );
    if (!sight.lost.has(targetName(target)) && isWhole) fleet.seenAt.set(targetName(target), asOf);
  }
  return {
    described: described.map((one) => ({
      snapshot: seenOf(one, sight),
      catalogue: judgedBy.get(one.region) as Catalogue,
    })),
    gone,
    lost: sight.lost,
  };
}

/** What AWS gives tonight, laid over what it gave before; for what it does not give, the last that it gave. */
function readCatalogue(
  { catalogues }: KnownFleet,
  published: Catalogue,
  unlisted: Readonly<Record<string, Unreadable>>,
  asOf: string,
): Catalogue {
  const before = catalogues.get(published.region);
  const { clusterVersions } = published;
  // A version that is listed may have no images.
  const listed = clusterVersions.readable ? clusterVersions.value.value.map(({ version }) => version) : [];
  const images = [...new Set([...listed, ...Object.keys(published.images)])].map((version) => {
    const last = before?.images[version];
    const list = last?.readable ? last.value.value : {};
    return [version, readable({ value: tonightsImages(list, published, version, asOf), readAt: asOf })] as const;
  });
  const tonight: Catalogue = { ...published, images: Object.fromEntries(images) };
  const lists = (isStale: boolean): Catalogue => {
    const given = <T>(
      list: Reading<Published<T>>,
      last: Reading<Published<T>> | undefined,
      because: Unreadable | undefined,
    ): Reading<Published<T>> => {
      if (!because) return list;
      if (!last?.readable) return { readable: false, because };
      return isStale ? readable({ ...last.value, stale: because }) : last;
    };
    return {
      region: tonight.region,
      clusterVersions: given(tonight.clusterVersions, before?.clusterVersions, unlisted.catalogue),
      addons: Object.fromEntries(
        Object.entries(tonight.addons).map(([name, list]) => [
          name,
          given(list, before?.addons[name], unlisted[`addon ${name}`]),
        ]),
      ),
      images: Object.fromEntries(
        Object.entries(tonight.images).map(([version, list]) => [
          version,
          given(list, before?.images[version], unlisted.images),
        ]),
      ),
    };
  };
  catalogues.set(published.region, lists(false));
  return lists(true);
}

function tonightsImages(before: ImageList, published: Catalogue, version: string, asOf: string): ImageList {
  const release = recommendedIn(published, version);
  const list = published.images[version];
  const types = list?.readable ? Object.entries(list.value.value) : [];
  const tonight = types.map(([type, { recommended = release }]) => [type, { release: recommended ?? '' }] as const);
  return withRecommended(before, Object.fromEntries(tonight), asOf);
}

function rememberSeen(fleet: KnownFleet, one: TrueCluster, tonight: ClusterSnapshot, asOf: string): void {
  const { arn, name, account, region } = tonight;
  const before = fleet.clusters.get(arn);
  const { snapshot, unread } = lastKnown(before, tonight, fleet.seenAt.get(targetName(one)));
  const placement = placeCluster(tonight, defaultSiblingRules);
  const isAsBefore = before?.snapshot !== undefined && isSameSnapshot(before.snapshot, snapshot);
  fleet.clusters.set(arn, {
    ...{ arn, name, account, region, placement, snapshot, unread },
    images: ranImages(before?.images ?? [], snapshot, asOf),
    firstObservedAt: before?.firstObservedAt ?? asOf,
    changedAt: isAsBefore ? before.changedAt : asOf,
  });
  const { environment, system } = placement;
  if (!environment || !system) return;
  const combination = combinationOf(tonight);
  const ran = { environment: environment.name, cluster: arn, combination, firstObservedAt: asOf };
  const key = canonicalJson([arn, environment.name, combination] as unknown as Json);
  const known = fleet.combinations.get(system.name) ?? new Map<string, RanCombination>();
  if (!known.has(key)) known.set(key, ran);
  fleet.combinations.set(system.name, known);
}

function rememberUnread(fleet: KnownFleet, one: TrueCluster, because: Unreadable, asOf: string): void {
  const arn = arnOf(one);
  const { missingSince: _, ...before } = fleet.clusters.get(arn) ?? {
    ...{ arn, name: one.name, account: one.account, region: one.region },
    placement: placeCluster({ arn, name: one.name, account: one.account, tags: {} }, defaultSiblingRules),
    ...{ firstObservedAt: asOf, changedAt: asOf, unread: [] },
  };
  const seenAt = before.snapshot && fleet.seenAt.get(targetName(one));
  fleet.clusters.set(arn, { ...before, unread: [unreadFacet('cluster', because, before, seenAt)] });
}

/** Once may be a slip, twice is for good. */
function letGo(fleet: KnownFleet, listed: ReadonlySet<string>, sight: Sight, asOf: string): readonly string[] {
  const missing = [...fleet.clusters.values()].filter(
    (one) => !listed.has(one.arn) && !sight.lost.has(targetName(one)),
  );
  for (const one of missing) {
    if (one.missingSince === undefined) fleet.clusters.set(one.arn, { ...one, missingSince: asOf });
    else fleet.clusters.delete(one.arn);
  }
  return missing.filter(({ missingSince }) => missingSince !== undefined).map(({ arn }) => arn);
}

/** The systems as they are known after a night, of which somebody could see only a part. */
export function systemsOf(fleet: KnownFleet, { lost }: Pick<NightSeen, 'lost'>, asOf: string): readonly SystemView[] {
  const bySystem = Map.groupBy(fleet.clusters.values(), ({ placement }) => placement.system?.name ?? '');
  return [...bySystem].map(([system, clusters]) => ({
    system,
    asOf,
    members: clusters.map((one) => memberOf(fleet, one, lost)).sort((a, b) => (a.arn < b.arn ? -1 : 1)),
    combinations: [...(fleet.combinations.get(system)?.values() ?? [])],
    catalogues: Object.fromEntries(fleet.catalogues),
    ...knowledge(),
  }));
}

function memberOf({ seenAt }: KnownFleet, known: KnownCluster, lost: Sight['lost']): SystemMember {
  const { arn, name, placement, snapshot, changedAt, images = [], unread, missingSince } = known;
  const because =
    lost.get(targetName(known)) ??
    (missingSince === undefined
      ? undefined
      : ({ call: 'eks:DescribeCluster', obstacle: 'UNFINISHED', detail: 'not listed' } as const));
  const isUnseen = because && !unread.some(({ facet }) => facet === 'cluster');
  return {
    ...{ arn, name, environment: placement.environment?.name ?? '', changedAt, images },
    ...(snapshot ? { snapshot } : {}),
    unread: isUnseen ? [...unread, unreadFacet('cluster', because, known, seenAt.get(targetName(known)))] : unread,
  };
}
