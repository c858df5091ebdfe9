import {
  type ConcernedCluster,
  concerns,
  matters,
  type RegionalChange,
  type ToldChange,
} from '#core/catalogue-change.ts';
import type { KnownCluster } from '#core/history/known-cluster.ts';
import { canonicalJson, type Json } from '#core/json.ts';
import type { ConcludedSweep, Sweep } from '#core/sweep.ts';
import type { Store } from '#ports/store.ts';

/** What AWS changed since the last whole sweep that people should hear of: a new version, and what concerns their clusters. */
export async function toldChanges(
  store: Pick<Store, 'catalogueChanges' | 'coverageRowsOf' | 'clustersOf'>,
  sweep: Sweep,
  previous: ConcludedSweep | undefined,
): Promise<readonly ToldChange[]> {
  if (!previous) return [];
  const changes = (await store.catalogueChanges(previous.asOf, sweep.asOf)).filter(({ change }) => matters(change));
  if (changes.length === 0) return [];
  const concerned = new Map<RegionalChange, readonly KnownCluster[]>();
  const regions = new Set(changes.map(({ region }) => region));
  for await (const row of store.coverageRowsOf(sweep.id)) {
    if (row.clusters === 0 || !regions.has(row.region)) continue;
    const clusters = await store.clustersOf(row);
    for (const one of changes.filter(({ region }) => region === row.region)) {
      const whom = clusters.filter(({ snapshot }) => snapshot && concerns(one.change, snapshot));
      concerned.set(one, [...(concerned.get(one) ?? []), ...whom]);
    }
  }
  const byContent = Map.groupBy(changes, ({ change }) => canonicalJson(change as unknown as Json));
  const told = [...byContent.values()].flatMap((alike): readonly ToldChange[] =>
    alike.slice(0, 1).map(({ change }) => ({
      change,
      regions: sorted(alike.map(({ region }) => region)),
      clusters: eachOnce(alike.flatMap((one) => concerned.get(one) ?? [])),
    })),
  );
  return told.filter(({ change, clusters }) => change.kind === 'VERSION_LISTED' || clusters.length > 0);
}

/** Clusters by their ARNs: of several regions, or of a change that was made twice. */
function eachOnce(clusters: readonly KnownCluster[]): readonly ConcernedCluster[] {
  const environmentOf = new Map(clusters.map(({ arn, placement }) => [arn, placement.environment?.name]));
  return sorted([...environmentOf.keys()]).map((arn) => {
    const environment = environmentOf.get(arn);
    return { arn, ...(environment === undefined ? {} : { environment }) };
  });
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
