import pLimit from 'p-limit';
import type { Coverage } from '#core/coverage.ts';
import { isSeen } from '#core/coverage.ts';
import type { Instant } from '#core/days.ts';
import { type Digest, isWorthTelling, makeDigest } from '#core/digest.ts';
import type { Finding } from '#core/finding.ts';
import type { Severity } from '#core/severity.ts';
import type { Target } from '#core/snapshot.ts';
import { applySuppressions } from '#core/suppression.ts';
import type { ConcludedSweep, Sweep } from '#core/sweep.ts';
import type { Clock } from '#ports/clock.ts';
import type { Notifier } from '#ports/notifier.ts';
import type { Store } from '#ports/store.ts';
import { rememberMissing } from './absent-cluster.ts';
import { type AuditSystemDeps, auditSystem } from './audit-system.ts';
import { makeLastSeen } from './last-seen.ts';
import type { LeaseKeeper } from './lease.ts';
import { makeStoredCatalogues } from './stored-catalogues.ts';
import { readSweepCoverage, type SweepCoverage } from './sweep-coverage.ts';
import { unfinished } from './target-coverage.ts';

export interface ConcludeSweepDeps extends AuditSystemDeps {
  readonly clock: Clock;
  readonly lease: LeaseKeeper;
  /** Set where all of the history is of this fleet: what a whole sweep does not look at, nobody does. */
  readonly ownsHistory?: true;
  /** Who is told; absent where nothing may be told, nor marked as told. */
  readonly notifier?: Notifier;
  readonly notify: { readonly minimumSeverity: Severity; readonly repeatCriticalEveryDays: number };
}

/** What there is to conclude. */
export interface SweepWork {
  /** The accounts that were planned: one whose audit did not end is told so. */
  readonly accounts: readonly string[];
  /** The last system, in the order of names, that an earlier call judged. */
  readonly after?: string;
}

export interface Concluded {
  readonly done: true;
  readonly sweep: ConcludedSweep;
  readonly digest: Digest;
}

/** There was no time for all systems: to be called again with the last that was judged. */
export interface Unconcluded {
  readonly done: false;
  readonly after: string;
}

/**
 * Ends a sweep: judges what only several clusters can tell, one system at a time, and tells people what is new.
 *
 * Told first, marked after: a crash in between repeats a message under the same id, and loses none. Past the deadline
 * no system is begun; each call judges one at least.
 *
 * @throws {LeaseLostError} where another sweep has taken over
 */
export async function concludeSweep(deps: ConcludeSweepDeps, sweep: Sweep, work: SweepWork): Promise<Concluded>;
export async function concludeSweep(
  deps: ConcludeSweepDeps,
  sweep: Sweep,
  work: SweepWork,
  deadline: Instant,
): Promise<Concluded | Unconcluded>;
export async function concludeSweep(
  deps: ConcludeSweepDeps,
  sweep: Sweep,
  { accounts, after }: SweepWork,
  deadline?: Instant,
): Promise<Concluded | Unconcluded> {
  const { store, clock, lease } = deps;
  await lease.renew();
  const coverage = await wholeCoverage(deps, sweep, accounts);
  const isWatched = watcherOf(deps, sweep, coverage);
  const occasion = {
    coverage,
    catalogues: makeStoredCatalogues(store),
    lastSeen: makeLastSeen(store, sweep.asOf),
    isWatched,
  };
  let last: string | undefined;
  for (const system of await store.systems()) {
    if (after !== undefined && system <= after) continue;
    if (last !== undefined && deadline !== undefined && clock.now() >= deadline) return { done: false, after: last };
    await auditSystem(deps, sweep, system, occasion);
    await lease.renew();
    last = system;
  }

  await endUnwatched(store, sweep, isWatched);
  const digest = await tell(deps, sweep, coverage);
  const concluded = {
    ...sweep,
    concludedAt: clock.now(),
    targets: coverage.targets,
    incompleteTargets: coverage.incompleteTargets,
    clusters: coverage.clusters,
  };
  await store.saveSweep(concluded);
  await store.releaseLease(sweep);
  return { done: true, sweep: concluded, digest };
}

/** The rows of a sweep, with one for each account whose audit did not end. */
async function wholeCoverage(
  { store }: ConcludeSweepDeps,
  sweep: Sweep,
  accounts: readonly string[],
): Promise<SweepCoverage> {
  const coverage = await readSweepCoverage(store.coverageRowsOf(sweep.id));
  const silent = accounts.filter((account) => !coverage.hasWhole(account));
  if (silent.length === 0) return coverage;
  for (const account of silent) {
    const row = unfinished({ account, region: '*' }, sweep.asOf, undefined, 'its audit did not end');
    await store.saveCoverage(sweep, row);
  }
  return readSweepCoverage(store.coverageRowsOf(sweep.id));
}

type IsWatched = (target: Target) => boolean;

/** A target that has a row, of its own or with all regions of its account, is one that somebody looks at. */
function watcherOf({ ownsHistory }: ConcludeSweepDeps, sweep: Sweep, coverage: SweepCoverage): IsWatched {
  return !ownsHistory || sweep.partial ? () => true : coverage.has;
}

/** What is open on clusters that nobody looks at any more, those among them that belong to no system. */
async function endUnwatched(store: Store, sweep: Sweep, isWatched: IsWatched): Promise<void> {
  const left = (await store.openFindings()).filter((finding) => !isWatched(finding));
  for (const arn of new Set(left.map(({ cluster }) => cluster))) {
    const cluster = await store.knownCluster(arn);
    // A system may have let it go just now; the index of what is open is the last to hear of that.
    if (cluster) await rememberMissing(store, sweep, cluster, 'NO_LONGER_WATCHED');
  }
}

async function tell(deps: ConcludeSweepDeps, sweep: Sweep, { unseen }: SweepCoverage): Promise<Digest> {
  const { store, notifier, notify, knowledge } = deps;
  const untold = applySuppressions(await store.untoldFindings(), knowledge.suppressions, sweep.asOf).counted;
  const digest = await digestOf(deps, sweep, unseen, untold);
  if (notifier) {
    if (isWorthTelling(digest, notify.minimumSeverity)) await notifier.notify(digest);
    await store.markTold(sweep, [...untold, ...digest.repeated]);
  }
  return digest;
}

async function digestOf(
  deps: ConcludeSweepDeps,
  sweep: Sweep,
  unseen: readonly Coverage[],
  untold: readonly Finding[],
): Promise<Digest> {
  const { store, knowledge, notify } = deps;
  const { repeatCriticalEveryDays } = notify;
  const open = applySuppressions(await store.openFindings(), knowledge.suppressions, sweep.asOf).counted;
  const limit = pLimit(16);
  const news = await Promise.all(unseen.map((row) => limit(() => isLostNow(deps, sweep, row))));
  const coverageLost = unseen.filter((_, i) => news[i]);
  return makeDigest({ sweep, untold, open, coverageLost, repeatCriticalEveryDays });
}

/** Whether a target that could not be seen was seen the last time, or was never looked at before. */
async function isLostNow({ store }: ConcludeSweepDeps, sweep: Sweep, row: Coverage): Promise<boolean> {
  const { since } = sweep;
  const before = since === undefined ? undefined : await store.coverageBefore(row, comparedUntil(sweep, since));
  // A row for all regions is there only where they could not be listed: the last one may be long ago.
  const isOld = row.region === '*' && since !== undefined && before !== undefined && before.asOf < since;
  // On the first night a region that is switched off is as it should be; one that refuses is not.
  return before && !isOld ? isSeen(before) : row.status !== 'REGION_DISABLED';
}

/** What was seen since the sweep that this one is compared with, by whoever looked in between, was told to nobody. */
function comparedUntil({ asOf }: Sweep, since: Instant): Instant {
  const after = new Date(Date.parse(since) + 1).toISOString();
  return after < asOf ? after : asOf;
}
