import pLimit from 'p-limit';
import type { Coverage } from '#core/coverage.ts';
import type { ClusterSnapshot, Target } from '#core/snapshot.ts';
import type { Sweep } from '#core/sweep.ts';
import type { AwsReader } from '#ports/aws-reader.ts';
import type { Clock } from '#ports/clock.ts';
import type { Progress } from '#ports/progress.ts';
import { rememberMissing, rememberUnread } from './absent-cluster.ts';
import { type AuditClusterDeps, auditCluster } from './audit-cluster.ts';
import { lastSeenBefore } from './last-seen.ts';
import type { RegionCatalogues } from './region-catalogues.ts';
import { coverageOf, type Looked, type Seen } from './target-coverage.ts';

export interface AuditTargetDeps extends AuditClusterDeps {
  readonly reader: AwsReader;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly catalogues: RegionCatalogues;
  /** Looks at this cluster alone, and says nothing of the others. */
  readonly onlyCluster?: string;
}

/** Clusters in work at once within one region. The reader bounds the calls; this bounds what waits in memory. */
const clustersAtOnce = 8;

/** Audits one region of one account, and says what could be seen of it. Nothing is thrown because AWS refused. */
export async function auditTarget(deps: AuditTargetDeps, sweep: Sweep, target: Target): Promise<Coverage> {
  deps.progress.report({ step: 'target-started', target });
  const seen = await auditClusters(deps, sweep, target);

  const coverage = coverageOf(target, sweep.asOf, deps.reader.roleFor(target.account), seen);
  // A look at one cluster is no coverage of its region.
  if (deps.onlyCluster === undefined) await deps.store.saveCoverage(sweep, coverage);
  deps.progress.report({ step: 'target-ended', target, status: coverage.status });
  return coverage;
}

async function auditClusters(deps: AuditTargetDeps, sweep: Sweep, target: Target): Promise<Seen> {
  const { reader, store, progress, onlyCluster } = deps;
  const listed = await reader.listClusters(target);
  if (!listed.readable) return { because: listed.because, looked: [] };

  const names = listed.value.filter((name) => onlyCluster === undefined || name === onlyCluster);
  progress.report({ step: 'clusters-listed', target, clusters: names.length });
  const known = new Map((await store.clustersOf(target)).map((cluster) => [cluster.name, cluster]));
  const previousAsOf = await lastSeenBefore(store, target, sweep.asOf);
  const looked = await each(names, async (name): Promise<Looked> => {
    const detail = await reader.readCluster(target, name);
    progress.report({ step: 'cluster-read', target, cluster: name });
    return { name, detail };
  });

  const snapshots = looked.flatMap(({ detail }) => (detail.readable && detail.value ? [detail.value] : []));
  const catalogue = snapshots.length > 0 ? await deps.catalogues(target, addonNames(snapshots)) : undefined;
  await each(looked, async ({ name, detail }) => {
    const before = known.get(name);
    if (!detail.readable) {
      await rememberUnread(deps, sweep, target, { name, because: detail.because, before, previousAsOf });
    } else if (detail.value && catalogue) {
      await auditCluster(deps, { sweep, catalogue, previousAsOf }, detail.value, before);
    }
  });
  const present = new Set(looked.flatMap(({ name, detail }) => (detail.readable && !detail.value ? [] : [name])));
  const missing = [...known.values()].filter(({ name }) => !present.has(name));
  if (onlyCluster === undefined) await each(missing, (cluster) => rememberMissing(deps, sweep, cluster));
  return catalogue ? { looked, catalogue } : { looked };
}

function each<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const limit = pLimit(clustersAtOnce);
  return Promise.all(items.map((item) => limit(() => work(item))));
}

/** The add-ons that run, to be looked up in the catalogue. */
function addonNames(snapshots: readonly ClusterSnapshot[]): readonly string[] {
  const names = snapshots.flatMap(({ addons }) => (addons.readable ? addons.value.map(({ name }) => name) : []));
  return [...new Set(names)].sort();
}
