import type { Instant } from '#core/days.ts';
import { type Digest, isWorthTelling } from '#core/digest/digest.ts';
import type { Finding } from '#core/finding.ts';
import type { KnownCluster } from '#core/history/known-cluster.ts';
import { type Notice, type NoticeName, unheard } from '#core/notice.ts';
import type { Severity } from '#core/severity.ts';
import type { Target } from '#core/snapshot.ts';
import { suppressionsAt } from '#core/suppression.ts';
import type { ConcludedSweep, Sweep } from '#core/sweep.ts';
import type { Clock } from '#ports/clock.ts';
import type { Notifier } from '#ports/notifier.ts';
import type { Store } from '#ports/store.ts';
import { rememberMissing } from './absent-cluster.ts';
import { type AuditSystemDeps, auditSystem } from './audit-system.ts';
import type { Knowledge } from './knowledge.ts';
import { makeLastSeen } from './last-seen.ts';
import type { LeaseKeeper } from './lease.ts';
import { placementNotices } from './placement-notices.ts';
import { publishReport, type Report } from './publish-report.ts';
import { type Events, publishTransitions, type Route, tellRoutes } from './routes.ts';
import { makeStoredCatalogues } from './stored-catalogues.ts';
import { readSweepCoverage, type SweepCoverage } from './sweep-coverage.ts';
import { type DigestOccasion, sweepDigest } from './sweep-digest.ts';
import { unfinished } from './target-coverage.ts';

export interface ConcludeSweepDeps extends AuditSystemDeps {
  readonly clock: Clock;
  readonly lease: LeaseKeeper;
  /** Set where all of the history is of this fleet: what a whole sweep does not look at, nobody does. */
  readonly ownsHistory?: true;
  /** Who is told; absent where nothing may be told, nor marked as told. */
  readonly notifier?: Notifier;
  /** Who is told besides, of a part or in another form. */
  readonly routes?: readonly Route[];
  /** Other systems that are told each transition; absent where there are none, and nothing is kept for any. */
  readonly events?: Events;
  /** Where the page of the sweep is put. */
  readonly report?: Report;
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

/** Of so many, which are an item of the store that is half full, it is told when they can be seen again. */
const mostUnseen = 20_000;

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
  const { store, clock, lease, knowledge } = deps;
  await lease.renew();
  const coverage = await wholeCoverage(deps, sweep, accounts);
  const isWatched = watcherOf(deps, sweep, coverage);
  const occasion = {
    coverage,
    catalogues: makeStoredCatalogues(store),
    lastSeen: makeLastSeen(store, sweep.asOf),
    isWatched,
  };
  const notices: Notice[] = [];
  let last: string | undefined;
  for (const system of await store.systems()) {
    if (after !== undefined && system <= after) continue;
    if (last !== undefined && deadline !== undefined && clock.now() >= deadline) {
      await store.saveNotices(sweep, last, notices);
      return { done: false, after: last };
    }
    const clusters = await auditSystem(deps, sweep, system, occasion);
    notices.push(...unheard(unknownEnvironments(clusters, knowledge), notices));
    await lease.renew();
    last = system;
  }

  await endUnwatched(store, sweep, isWatched);
  const previous = await store.latestWholeSweep();
  const ofParts = [...(await store.noticesOf(sweep.id)), ...notices];
  const { digest, noticesHeard } = await tell(deps, sweep, { coverage, previous, notices: unheard(ofParts, []) });
  const concluded = {
    ...sweep,
    concludedAt: clock.now(),
    targets: coverage.targets,
    incompleteTargets: coverage.incompleteTargets,
    clusters: coverage.clusters,
    ...namesOfUnseen(coverage),
    noticesHeard,
  };
  await store.saveSweep(concluded);
  await store.releaseLease(sweep);
  return { done: true, sweep: concluded, digest };
}

/** What the next sweep looks up, to tell what can be seen again. */
function namesOfUnseen({ unseen, partlyUnseen }: SweepCoverage): Pick<ConcludedSweep, 'unseen' | 'partlyUnseen'> {
  const names = (rows: readonly Target[], most: number): readonly Target[] =>
    rows.slice(0, most).map(({ account, region }) => ({ account, region }));
  const whole = names(unseen, mostUnseen);
  const partly = names(partlyUnseen, mostUnseen - whole.length);
  return { unseen: whole, ...(partly.length === 0 ? {} : { partlyUnseen: partly }) };
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

/** Tells what is new, then marks it as told. Gives back what people have heard of by now that is still so. */
async function tell(
  deps: ConcludeSweepDeps,
  sweep: Sweep,
  occasion: DigestOccasion,
): Promise<{ readonly digest: Digest; readonly noticesHeard: readonly NoticeName[] }> {
  const { store, knowledge, notifier, routes = [], events, report, notify } = deps;
  const { digest: gathered, untold, unpublished, notices } = await sweepDigest(deps, sweep, occasion);
  if (!notifier) return { digest: gathered, noticesHeard: heardOf(notices, gathered.notices) };
  const published = await publishTransitions(events, unpublished, suppressionsAt(knowledge.suppressions, sweep.asOf));
  const ofRoutes = await tellRoutes(routes, gathered);
  const ofReport = report ? await publishReport(deps, report, sweep) : [];
  // What a route missed is lost to it each time; what a bus missed waits, and is no news while it does, nor is a bucket that takes no page.
  const ofOthers = unheard([...published.notices, ...ofReport], occasion.previous?.noticesHeard ?? []);
  const digest = { ...gathered, notices: [...gathered.notices, ...ofRoutes, ...ofOthers] };
  const isTold = isWorthTelling(digest, notify.minimumSeverity);
  if (isTold) {
    await notifier.notify(digest);
    // Before what was told is marked: who runs this again finds nothing to tell, and these were told with it.
    await store.saveToldNotices(sweep, digest.notices);
  }
  const told = [...untold, ...digest.repeated];
  const isMarked = new Set(told.map(({ id }) => id));
  const others = unpublished.filter(({ id }) => published.left.has(id) && !isMarked.has(id));
  const asPublished = (finding: Finding): Finding => {
    return { ...finding, unpublished: published.left.get(finding.id) ?? finding.unpublished };
  };
  await store.markTold(sweep, told.map(asPublished));
  await store.markPublished(sweep, others.map(asPublished));
  return {
    digest,
    noticesHeard: heardOf(
      [...notices, ...ofRoutes, ...published.notices, ...ofReport],
      isTold ? [] : unheard(digest.notices, await store.toldNoticesOf(sweep.id)),
    ),
  };
}

function heardOf(all: readonly Notice[], stillUnheard: readonly Notice[]): readonly NoticeName[] {
  return unheard(all, stillUnheard).map(({ kind, subject }) => ({ kind, subject }));
}

/** Environments that the configuration does not know, of all systems: drift must not be off in silence. */
function unknownEnvironments(clusters: readonly KnownCluster[], { settings }: Knowledge): readonly Notice[] {
  return placementNotices(clusters, settings).filter(({ kind }) => kind === 'UNKNOWN_ENVIRONMENT');
}
