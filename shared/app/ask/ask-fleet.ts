import type { Fault, FleetAnswer, FleetCluster } from '#core/answer.ts';
import { calendarOf } from '#core/calendar.ts';
import type { Catalogue } from '#core/catalogue.ts';
import type { Instant } from '#core/days.ts';
import { horizons } from '#core/finding.ts';
import type { KnownCluster } from '#core/history/known-cluster.ts';
import { compareSeverities } from '#core/severity.ts';
import { applySuppressions } from '#core/suppression.ts';
import type { FindingMark, PageWish } from '#ports/paged-store.ts';
import { documentCluster, versionsIn } from '../document-cluster.ts';
import type { AskDeps, AskedStore } from './ask-deps.ts';

/** The clusters by system, each with what it runs, what lies before it, and what is wrong on it. */
export async function askFleet(deps: AskDeps, wish: PageWish): Promise<FleetAnswer> {
  const { store, knowledge } = deps;
  const latest = await store.latestSweep();
  const { items, ...rest } = await store.clustersPage(wish);
  const marks = Map.groupBy(await store.openMarks(items), ({ cluster }) => cluster);
  const catalogues = await cataloguesOf(deps, items);
  return {
    ...(latest ? { asOf: latest.asOf } : {}),
    environments: knowledge.settings.environments.map(({ name }) => name),
    clusters: items.map((cluster) => {
      const known = { cluster, catalogue: catalogues.get(cluster.region), marks: marks.get(cluster.arn) ?? [] };
      return fleetCluster(deps, known, latest?.asOf ?? '');
    }),
    ...rest,
  };
}

/** What AWS publishes of versions in the regions of some clusters. */
export async function cataloguesOf(
  { store }: { readonly store: Pick<AskedStore, 'catalogueOf'> },
  clusters: readonly KnownCluster[],
): Promise<ReadonlyMap<string, Catalogue | undefined>> {
  const regions = [...new Set(clusters.map(({ region }) => region))];
  const catalogues = await Promise.all(regions.map((region) => store.catalogueOf(region, { addons: [], images: [] })));
  return new Map(regions.map((region, index) => [region, catalogues[index]]));
}

/** A cluster as it stands among the others. */
export function fleetCluster(
  { knowledge }: AskDeps,
  known: {
    readonly cluster: KnownCluster;
    readonly catalogue: Catalogue | undefined;
    readonly marks: readonly FindingMark[];
  },
  asOf: Instant,
): FleetCluster {
  const { cluster, catalogue, marks } = known;
  const { snapshot, changedAt, missingSince } = cluster;
  const versions = versionsIn(catalogue);
  return {
    ...documentCluster(cluster, catalogue),
    calendar: snapshot ? calendarOf(snapshot, versions, knowledge.extendedSupportPrice, asOf) : {},
    changedAt,
    ...(missingSince === undefined ? {} : { missingSince }),
    faults: faultsOf(marks, knowledge, asOf),
  };
}

/** The worst first. */
function faultsOf(
  marks: readonly FindingMark[],
  { suppressions }: AskDeps['knowledge'],
  asOf: Instant,
): readonly Fault[] {
  const { suppressed } = applySuppressions(marks, suppressions, asOf);
  const accepted = new Set(suppressed.map(({ finding }) => finding));
  return marks.toSorted(worstFirst).map((mark) => {
    const { resource, rule, severity, horizon } = mark;
    return { resource, rule, severity, horizon, suppressed: accepted.has(mark) };
  });
}

function worstFirst(a: FindingMark, b: FindingMark): number {
  return compareSeverities(b.severity, a.severity) || horizons.indexOf(a.horizon) - horizons.indexOf(b.horizon);
}
