import pLimit from 'p-limit';
import type { Catalogue } from '#core/catalogue.ts';
import type { Coverage, UnreadableResource } from '#core/coverage.ts';
import type { Instant } from '#core/days.ts';
import { clusterIn, isOfList } from '#core/digest/coverage-news.ts';
import type { KnownCluster } from '#core/history/known-cluster.ts';
import type { Unreadable } from '#core/reading.ts';
import type { ClusterSnapshot, Target } from '#core/snapshot.ts';
import type { Sweep } from '#core/sweep.ts';
import type { AwsReader } from '#ports/aws-reader.ts';
import type { Clock } from '#ports/clock.ts';
import type { Progress } from '#ports/progress.ts';
import { rememberMissing, rememberUnread } from './absent-cluster.ts';
import { type AuditClusterDeps, auditCluster } from './audit-cluster.ts';
import { lastSeenBefore } from './last-seen.ts';
import type { RegionCatalogues } from './region-catalogues.ts';
import { coverageOf, type Refused, refusalsOf, type Seen } from './target-coverage.ts';
import { listsFor } from './wanted-lists.ts';

export interface AuditTargetDeps extends AuditClusterDeps {
  readonly reader: AwsReader;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly catalogues: RegionCatalogues;
  /** Looks at this cluster alone, and says nothing of the others. */
  readonly onlyCluster?: string;
}

/** The part of a target that one call looks at. */
export interface TargetPart {
  /** The last cluster, in the order of names, that an earlier call looked at. */
  readonly after?: string;
  /** How many targets of the account are looked at. */
  readonly targetsOfAccount?: number;
  /** Whether no more may be begun. One cluster is looked at all the same: whoever calls again comes further. */
  readonly isLate: () => boolean;
}

export interface TargetAudit {
  readonly coverage: Coverage;
  /** The last cluster that was looked at, where there was no time for all of them. */
  readonly after?: string;
}

/** Clusters in work at once within one region. The reader bounds the calls; this bounds what is held in memory. */
const clustersAtOnce = 8;

/** Audits one region of one account, and says what could be seen of it. Nothing is thrown because AWS refused. */
export async function auditTarget(
  deps: AuditTargetDeps,
  sweep: Sweep,
  target: Target,
  part: TargetPart,
): Promise<TargetAudit> {
  deps.progress.report({ step: 'target-started', target });
  const seen = await auditClusters(deps, sweep, target, part);

  const { targetsOfAccount } = part;
  const coverage = {
    ...coverageOf(target, sweep.asOf, deps.reader.roleFor(target.account), seen),
    ...(targetsOfAccount === undefined ? {} : { targetsOfAccount }),
  };
  // A look at one cluster is no coverage of its region.
  if (deps.onlyCluster === undefined) await deps.store.saveCoverage(sweep, coverage);
  deps.progress.report({ step: 'target-ended', target, status: coverage.status });
  const { after } = seen;
  return after === undefined ? { coverage } : { coverage, after };
}

/** What one sight of a cluster adds to what is known of its target. */
interface Look extends Refused {
  readonly name: string;
  /** False for one that was listed, and was gone when it was described. */
  readonly isPresent: boolean;
  readonly because?: Unreadable;
}

async function auditClusters(
  deps: AuditTargetDeps,
  sweep: Sweep,
  target: Target,
  { after, isLate }: TargetPart,
): Promise<Seen & Pick<TargetAudit, 'after'>> {
  const { reader, store, progress, onlyCluster } = deps;
  const earlier = after === undefined ? nothingBefore : seenUpTo(after, await store.coverageIn(sweep.id, target));
  const listed = await reader.listClusters(target);
  if (!listed.readable) {
    const because = await withoutExcuse(store, target, listed.because);
    return { ...earlier, because, ...(after === undefined ? {} : { lookedUpTo: after }) };
  }
  const names = listed.value.filter((name) => onlyCluster === undefined || name === onlyCluster);
  const left = names.filter((name) => after === undefined || name > after);
  progress.report({ step: 'clusters-listed', target, clusters: left.length });
  const known = new Map((await store.clustersOf(target)).map((cluster) => [cluster.name, cluster]));
  // Most targets of a large organization have no clusters, and cost what is read and written of one.
  const previousAsOf = left.length === 0 ? undefined : await lastSeenBefore(store, target, sweep.asOf);
  const occasion = { sweep, target, previousAsOf };

  let last: string | undefined;
  let catalogue: Catalogue | undefined;
  const catalogueFor = async (snapshot: ClusterSnapshot): Promise<Catalogue> => {
    const wanted = listsFor(snapshot);
    catalogue = await deps.catalogues(target, wanted);
    // What other clusters of the region run is nothing of this one, nor is how old the lists of it are.
    const own = Object.entries(catalogue.addons).filter(([addon]) => wanted.addons.includes(addon));
    return { ...catalogue, addons: Object.fromEntries(own) };
  };
  const looks = await each(left, async (name): Promise<Look | undefined> => {
    if (last !== undefined && isLate()) return undefined;
    last = name;
    return lookAt(deps, { ...occasion, name, before: known.get(name), catalogueFor });
  });

  const seen = looks.filter((look) => look !== undefined);
  const refusals = [...earlier.refusals, ...seen.flatMap((look) => look.refusals)];
  const optionalRefusals = [...earlier.optionalRefusals, ...seen.flatMap((look) => look.optionalRefusals)];
  const notYet = left.length - seen.length;
  const because = whatWasInTheWay(earlier, seen) ?? (notYet > 0 ? notLookedAt(notYet, names.length) : undefined);
  const result = {
    clusters: names.length,
    refusals,
    optionalRefusals,
    ...(because ? { because } : {}),
    ...(catalogue ? { catalogue } : {}),
  };
  if (notYet > 0 && last !== undefined) return { ...result, after: last, lookedUpTo: last };

  const gone = new Set(seen.flatMap((look) => (look.isPresent ? [] : [look.name])));
  const present = new Set(names.filter((name) => !gone.has(name)));
  const missing = [...known.values()].filter(({ name }) => !present.has(name));
  if (onlyCluster === undefined) await each(missing, (cluster) => rememberMissing(store, sweep, cluster, 'GONE'));
  return result;
}

interface LookOccasion {
  readonly sweep: Sweep;
  readonly target: Target;
  readonly previousAsOf: Instant | undefined;
  readonly name: string;
  readonly before: KnownCluster | undefined;
  readonly catalogueFor: (snapshot: ClusterSnapshot) => Promise<Catalogue>;
}

/** Reads and judges one cluster: nothing of it is kept in memory. */
async function lookAt(
  deps: AuditTargetDeps,
  { sweep, target, previousAsOf, name, before, catalogueFor }: LookOccasion,
): Promise<Look> {
  const detail = await deps.reader.readCluster(target, name, sweep.asOf, before);
  deps.progress.report({ step: 'cluster-read', target, cluster: name });
  const refused = refusalsOf({ name, detail }, before);
  if (!detail.readable) {
    const { because } = detail;
    await rememberUnread(deps, sweep, target, { name, because, before, previousAsOf });
    return { name, isPresent: true, because, ...refused };
  }
  if (!detail.value) return { name, isPresent: false, ...refused };
  const catalogue = await catalogueFor(detail.value);
  await auditCluster(deps, { sweep, catalogue, previousAsOf }, detail.value, before);
  return { name, isPresent: true, ...refused };
}

interface SeenBefore extends Refused {
  readonly clusters: number;
}

const nothingBefore: SeenBefore = { clusters: 0, refusals: [], optionalRefusals: [] };

/**
 * What the row of a target says of the clusters up to one, and of the lists that they were judged by: the rest of it is
 * of a call that was cut short, and is made again.
 */
function seenUpTo(after: string, row: Coverage | undefined): SeenBefore {
  if (!row) return nothingBefore;
  const { clusters, unreadable, alsoUnreadable = [] } = row;
  const isOfEarlier = (one: UnreadableResource): boolean => isOfList(one, row) || clusterIn(one) <= after;
  return { clusters, refusals: unreadable.filter(isOfEarlier), optionalRefusals: alsoUnreadable.filter(isOfEarlier) };
}

/** The first cluster that could not be described, in an earlier part of the target or in this one. */
function whatWasInTheWay({ refusals }: SeenBefore, looks: readonly Look[]): Unreadable | undefined {
  const before = refusals.find(({ call }) => call === 'eks:DescribeCluster');
  if (before) return { call: before.call, obstacle: before.obstacle, detail: before.detail };
  return looks.find(({ because }) => because)?.because;
}

function notLookedAt(clusters: number, of: number): Unreadable {
  const detail = `${clusters} of ${of} clusters were not looked at yet`;
  return { call: 'eks:DescribeCluster', obstacle: 'UNFINISHED', detail };
}

function each<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const limit = pLimit(clustersAtOnce);
  return Promise.all(items.map((item) => limit(() => work(item))));
}

/** Of a region that is switched off nobody expects anything, but where clusters were seen that is what was in the way. */
async function withoutExcuse(
  store: AuditTargetDeps['store'],
  target: Target,
  because: Unreadable,
): Promise<Unreadable> {
  if (because.obstacle !== 'REGION_DISABLED') return because;
  const { length } = await store.clustersOf(target);
  if (length === 0) return because;
  const were = length === 1 ? 'a cluster was' : `${length} clusters were`;
  const detail = `the credentials are not known in the region, where ${were} seen before: ${because.detail}`;
  return { ...because, obstacle: 'ERROR', detail };
}
