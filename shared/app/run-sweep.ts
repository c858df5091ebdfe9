import pLimit from 'p-limit';
import type { Coverage } from '#core/coverage.ts';
import type { Instant } from '#core/days.ts';
import type { Digest } from '#core/digest/digest.ts';
import type { AuditDocument } from '#core/document.ts';
import type { ClusterFacts, Placement } from '#core/fleet/placement.ts';
import type { Notice } from '#core/notice.ts';
import type { ClusterRule, FleetRule } from '#core/rule.ts';
import type { Target } from '#core/snapshot.ts';
import type { Sweep } from '#core/sweep.ts';
import type { AwsReader } from '#ports/aws-reader.ts';
import type { Clock } from '#ports/clock.ts';
import type { Progress } from '#ports/progress.ts';
import type { Store } from '#ports/store.ts';
import { type AccountAudit, type AuditAccountDeps, auditAccount } from './audit-account.ts';
import { readAuditDocument } from './audit-document.ts';
import { type ConcludeSweepDeps, concludeSweep } from './conclude-sweep.ts';
import type { Knowledge } from './knowledge.ts';
import { type BreakageSource, knowledgeWithBreakages, refreshBreakages } from './known-breakages.ts';
import { keepLease } from './lease.ts';
import { planSweep } from './plan-sweep.ts';
import { makeRegionCatalogues } from './region-catalogues.ts';

export interface RunSweepDeps extends Pick<ConcludeSweepDeps, 'notifier' | 'routes' | 'events' | 'report' | 'notify'> {
  readonly reader: AwsReader;
  readonly store: Store;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly rules: readonly ClusterRule[];
  readonly fleetRules: readonly FleetRule[];
  readonly knowledge: Knowledge;
  /** A file of more breakages that is read as the sweep begins. */
  readonly breakageSource?: BreakageSource;
  readonly place: (facts: ClusterFacts) => Placement;
  /** Who makes this one run, among those that may sweep at the same time. */
  readonly holder: string;
  /** @default 8 */
  readonly accountsAtOnce?: number;
  /** Whether somebody wants the sweep to end before it is done. */
  readonly isInterrupted?: () => boolean;
}

/** The part of the fleet that is looked at; what is absent is not narrowed. */
export interface SweepScope {
  readonly accounts: readonly AccountAudit[];
  /** Set where these are not all accounts and regions there are to audit. */
  readonly partial?: boolean;
  /** Set where only these regions are looked at of whatever account. */
  readonly regions?: readonly string[];
  readonly onlyCluster?: string;
  /** The instant to speak of, for another than now. */
  readonly asOf?: Instant;
  readonly notices?: readonly Notice[];
}

export interface SweepOutcome {
  readonly document: AuditDocument;
  readonly digest: Digest;
}

/** Somebody ended the sweep before it was done. What was saved stays, and the next sweep goes on from it. */
export class SweepInterruptedError extends Error {
  override readonly name = 'SweepInterruptedError';
}

/** A lease is for the time between two renewals: what one cluster, or one system, may take at the worst. */
const leaseMinutes = 5;

/**
 * A whole sweep in one process: plan, audit each account, conclude, and read back what came of it.
 *
 * @throws {LeaseHeldError} {LeaseLostError} {SweepInterruptedError}
 */
export async function runSweep(given: RunSweepDeps, scope: SweepScope): Promise<SweepOutcome> {
  const { reader, store, clock, rules, fleetRules, holder } = given;
  const { accounts, asOf, onlyCluster, regions, partial = onlyCluster !== undefined } = scope;
  const callsBefore = reader.callsMade();
  const sweep = await planSweep(given, {
    holder,
    leaseMinutes,
    ...(asOf === undefined ? {} : { asOf }),
    ...(partial ? { partial: true } : {}),
    ...(regions === undefined ? {} : { regions }),
  });
  const lease = keepLease(given, sweep, leaseMinutes);
  const only = onlyCluster === undefined ? {} : { onlyCluster };
  try {
    const notices = [...(scope.notices ?? []), ...(await refreshBreakages(given, sweep))];
    await store.saveNotices(sweep, 'PLAN', notices);
    const deps = { ...given, knowledge: await knowledgeWithBreakages(given) };
    const coverage = await auditAll({ ...deps, ...only, lease }, sweep, accounts);
    const isWithin: ConcludeSweepDeps['isWithin'] = (cluster) =>
      coverage.some((row) => covers(row, cluster, regions)) &&
      (onlyCluster === undefined || onlyCluster === cluster.name);
    // A look at one cluster covers no account: there is nothing to be missed.
    const planned = onlyCluster === undefined ? accounts.map(({ account }) => account) : [];
    const { digest } = await concludeSweep({ ...deps, lease, isWithin }, sweep, { accounts: planned });

    const document = await readAuditDocument(
      { store, knowledge: deps.knowledge, rules: [...rules, ...fleetRules], ...only },
      sweep,
      coverage,
      {
        durationSeconds: secondsBetween(sweep.startedAt, clock.now()),
        calls: reader.callsMade() - callsBefore,
        notices,
        over: digest.over.map(({ finding }) => finding),
      },
    );
    return { document, digest };
  } finally {
    await store.releaseLease(sweep);
  }
}

/** Accounts side by side: each has throttles of its own. Without a deadline nothing remains of one. */
async function auditAll(
  deps: RunSweepDeps & Pick<AuditAccountDeps, 'lease' | 'onlyCluster'>,
  sweep: Sweep,
  accounts: readonly AccountAudit[],
): Promise<readonly Coverage[]> {
  const { accountsAtOnce = 8, isInterrupted = () => false } = deps;
  const accountDeps = { ...deps, catalogues: makeRegionCatalogues(deps, sweep) };
  const limit = pLimit(accountsAtOnce);
  let isFailed = false;
  const results = await Promise.allSettled(
    accounts.map((account) =>
      limit(async () => {
        if (isFailed || isInterrupted()) return [];
        try {
          return (await auditAccount(accountDeps, sweep, account)).coverage;
        } catch (error) {
          // Nothing more is begun: the lease goes back once what has begun is done.
          isFailed = true;
          throw error;
        }
      }),
    ),
  );
  const coverage = results.flatMap((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
  if (isInterrupted()) throw new SweepInterruptedError('the audit was ended before it was done');
  return coverage;
}

/** Whether a row speaks of a cluster's target: one for all regions does of each that was to be looked at. */
function covers({ account, region }: Coverage, cluster: Target, regions: SweepScope['regions']): boolean {
  const isOfRegion =
    region === cluster.region || (region === '*' && (regions ?? [cluster.region]).includes(cluster.region));
  return account === cluster.account && isOfRegion;
}

/** To the tenth, as it is shown. */
function secondsBetween(from: Instant, to: Instant): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 100) / 10;
}
