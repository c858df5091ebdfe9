import pLimit from 'p-limit';
import type { Coverage } from '#core/coverage.ts';
import { statusOf } from '#core/coverage.ts';
import type { Instant } from '#core/days.ts';
import { type Reading, readable, unreadable } from '#core/reading.ts';
import type { Sweep } from '#core/sweep.ts';
import { type AuditTargetDeps, auditTarget, type TargetAudit } from './audit-target.ts';
import type { LeaseKeeper } from './lease.ts';
import { unfinished } from './target-coverage.ts';

/** What is to be audited of one account: the work item of a sweep. Without regions, those that are enabled in it. */
export interface AccountAudit {
  readonly account: string;
  readonly regions?: readonly string[];
  /** Regions that are not looked at, enabled or asked for. */
  readonly excludeRegions?: readonly string[];
  /** The region to look at all the same where AWS does not say which are enabled. */
  readonly homeRegion?: string;
  /** Set where these regions are some of those that AWS lists as enabled: one that is switched off is a failure then. */
  readonly listed?: true;
  /** By region, the last cluster that an earlier call looked at. */
  readonly after?: Readonly<Record<string, string>>;
  /** How many regions the account has in all, where an earlier call looked at some of them. */
  readonly targets?: number;
}

/** A work item of which it is known how many regions the account has. */
type CountedAudit = AccountAudit & Required<Pick<AccountAudit, 'targets'>>;

export interface AccountAuditResult {
  readonly coverage: readonly Coverage[];
  /** What there was no time for: to be called again with. */
  readonly remaining?: AccountAudit;
}

export interface AuditAccountDeps extends AuditTargetDeps {
  readonly lease: LeaseKeeper;
  /** Whether somebody wants the audit to end before it is done. */
  readonly isInterrupted?: () => boolean;
}

/** Regions of one account side by side: EKS throttles each on its own. */
const regionsAtOnce = 8;

/**
 * Audits an account, region by region: collect, judge, compare, save, cover.
 *
 * Past the deadline no region and no cluster is begun, and what is left is handed back; each call comes further by
 * one cluster at least. Running it twice leaves what one run leaves.
 *
 * @throws {LeaseLostError} where another sweep has taken over
 */
export async function auditAccount(
  deps: AuditAccountDeps,
  sweep: Sweep,
  work: AccountAudit,
  deadline?: Instant,
): Promise<AccountAuditResult> {
  const { reader, clock, lease, isInterrupted = () => false } = deps;
  const isLate = (): boolean => isInterrupted() || (deadline !== undefined && clock.now() >= deadline);
  try {
    await lease.renew();
    const regions = await regionsOf(deps, work);
    if (!regions.readable) return await auditUnlisted(deps, sweep, work, regions.because, isLate);

    const { targets = regions.value.length } = work;
    let isBegun = false;
    const limit = pLimit(regionsAtOnce);
    const audits = await Promise.all(
      regions.value.map((region) =>
        limit(async (): Promise<Part> => {
          if (isBegun && isLate()) return { region };
          isBegun = true;
          return { region, audit: await auditRegion(deps, sweep, { ...work, targets }, region, isLate) };
        }),
      ),
    );
    return await handOver(deps, sweep, { ...work, targets }, audits);
  } finally {
    reader.release(work.account);
  }
}

/** A region, and what came of it: nothing where there was no time to begin it. */
interface Part {
  readonly region: string;
  readonly audit?: TargetAudit;
}

async function regionsOf(
  { reader }: AuditAccountDeps,
  { account, regions, excludeRegions = [], listed }: AccountAudit,
): Promise<Reading<readonly string[]>> {
  // Whoever goes on, or tries again, learns here which are enabled, as the call before it did.
  if (listed) await reader.listRegions(account);
  return withoutExcluded(regions ? readable(regions) : await reader.listRegions(account), excludeRegions);
}

/** The regions that are left to be looked at; unreadable where none is. */
export function withoutExcluded(
  wanted: Reading<readonly string[]>,
  excludeRegions: readonly string[],
): Reading<readonly string[]> {
  if (!wanted.readable) return wanted;
  const left = wanted.value.filter((region) => !excludeRegions.includes(region));
  if (left.length > 0) return readable(left);
  // An account of which no region is left is watched by nobody, which is not what anybody wants to say by excluding.
  const detail = `each of its regions is excluded: ${wanted.value.join(', ')}`;
  return unreadable({ call: 'account:ListRegions', obstacle: 'NOT_CONFIGURED', detail });
}

async function auditRegion(
  deps: AuditAccountDeps,
  sweep: Sweep,
  { account, after: stopped, targets }: CountedAudit,
  region: string,
  isLate: () => boolean,
): Promise<TargetAudit> {
  const after = stopped?.[region];
  const part = { isLate, targetsOfAccount: targets, ...(after === undefined ? {} : { after }) };
  const audit = await auditTarget(deps, sweep, { account, region }, part);
  await deps.lease.renew();
  return audit;
}

/** An account whose regions are not known, or all excluded: one row for all of them, and a look at the one that is known. */
async function auditUnlisted(
  deps: AuditAccountDeps,
  sweep: Sweep,
  work: AccountAudit,
  because: NonNullable<Coverage['because']>,
  isLate: () => boolean,
): Promise<AccountAuditResult> {
  const { account, homeRegion, excludeRegions = [] } = work;
  const role = deps.reader.roleFor(account);
  const status = statusOf(because.obstacle);
  const row = { account, region: '*', asOf: sweep.asOf, status, clusters: 0, because, unreadable: [] };
  const coverage = role === undefined ? row : { ...row, role };
  await deps.store.saveCoverage(sweep, coverage);
  // By a role that is refused, no region can be read either.
  const isHopeless = because.obstacle === 'NOT_CONFIGURED' || because.call === 'sts:AssumeRole';
  if (isHopeless || homeRegion === undefined || excludeRegions.includes(homeRegion)) return { coverage: [coverage] };
  // Whoever goes on from here goes on in this one region, and says the same of it.
  const only = { ...work, regions: [homeRegion], targets: 1 };
  const audit = await auditRegion(deps, sweep, only, homeRegion, isLate);
  const home = await handOver(deps, sweep, only, [{ region: homeRegion, audit }]);
  return { ...home, coverage: [coverage, ...home.coverage] };
}

/** What was seen, and what is left: should nobody come back for that, its rows say so. */
async function handOver(
  { reader, store }: AuditAccountDeps,
  sweep: Sweep,
  { account, regions, listed, targets }: CountedAudit,
  parts: readonly Part[],
): Promise<AccountAuditResult> {
  const coverage = parts.flatMap(({ audit }) => (audit ? [audit.coverage] : []));
  const left = parts.filter(({ audit }) => audit === undefined || audit.after !== undefined);
  if (left.length === 0) return { coverage };

  const role = reader.roleFor(account);
  const unbegun = left
    .filter(({ audit }) => audit === undefined)
    .map(({ region }) => unfinished({ account, region }, sweep.asOf, role, 'the region was not looked at yet'));
  for (const row of unbegun) await store.saveCoverage(sweep, row);
  const after = left.flatMap(({ region, audit }) =>
    audit?.after === undefined ? [] : [[region, audit.after] as const],
  );
  return {
    coverage: [...coverage, ...unbegun],
    remaining: {
      account,
      regions: left.map(({ region }) => region),
      ...(listed || regions === undefined ? { listed: true as const } : {}),
      ...(after.length === 0 ? {} : { after: Object.fromEntries(after) }),
      targets,
    },
  };
}

/**
 * Says of an account that its audit failed, for whatever reason, in the rows of what it did not come to: the regions
 * that were left, or all of them where nobody knows which they are.
 */
export async function giveUpAccount(
  { reader, store }: Pick<AuditAccountDeps, 'reader' | 'store'>,
  sweep: Sweep,
  { account, regions = ['*'] }: AccountAudit,
  reason: string,
): Promise<void> {
  for (const region of regions) {
    const row = await store.coverageIn(sweep.id, { account, region });
    if (row && row.because?.obstacle !== 'UNFINISHED') continue;
    await store.saveCoverage(sweep, unfinished({ account, region }, sweep.asOf, reader.roleFor(account), reason));
  }
}
