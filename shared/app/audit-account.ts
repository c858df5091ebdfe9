import pLimit from 'p-limit';
import type { Coverage } from '#core/coverage.ts';
import { statusOf } from '#core/coverage.ts';
import type { Instant } from '#core/days.ts';
import type { Sweep } from '#core/sweep.ts';
import { type AuditTargetDeps, auditTarget } from './audit-target.ts';

/** What is to be audited of one account: the work item of a sweep. Without regions, those that are enabled in it. */
export interface AccountAudit {
  readonly account: string;
  readonly regions?: readonly string[];
  /** Regions that are not looked at, enabled or asked for. */
  readonly excludeRegions?: readonly string[];
  /** The region to look at all the same where AWS does not say which are enabled. */
  readonly homeRegion?: string;
}

export interface AccountAuditResult {
  readonly coverage: readonly Coverage[];
  /** What there was no time for: to be called again with. */
  readonly remaining?: AccountAudit;
}

/** Regions of one account side by side: EKS throttles each on its own. */
const regionsAtOnce = 8;

/**
 * Audits an account, region by region: collect, judge, compare, save, cover.
 *
 * Past the deadline no region is begun, and what is left is handed back. Running it twice leaves what one run leaves.
 */
export async function auditAccount(
  deps: AuditTargetDeps,
  sweep: Sweep,
  { account, regions, excludeRegions = [], homeRegion }: AccountAudit,
  deadline?: Instant,
): Promise<AccountAuditResult> {
  const enabled = regions ? { readable: true as const, value: regions } : await deps.reader.listRegions(account);
  const isLeft = (region: string): boolean => !excludeRegions.includes(region);
  const left = enabled.readable ? enabled.value.filter(isLeft) : [];
  if (left.length === 0) {
    const because = enabled.readable ? allExcluded(enabled.value) : enabled.because;
    const row = unlistedAccount(account, because, sweep, deps.reader.roleFor(account));
    await deps.store.saveCoverage(sweep, row);
    const home = enabled.readable || homeRegion === undefined ? [] : [homeRegion].filter(isLeft);
    const coverage = await Promise.all(home.map((region) => auditTarget(deps, sweep, { account, region })));
    return { coverage: [row, ...coverage] };
  }
  const limit = pLimit(regionsAtOnce);
  const isLate = (): boolean => deadline !== undefined && deps.clock.now() >= deadline;
  const outcomes = await Promise.all(
    left.map((region) => limit(async () => (isLate() ? region : await auditTarget(deps, sweep, { account, region })))),
  );
  const late = outcomes.filter((outcome) => typeof outcome === 'string');
  const coverage = outcomes.filter((outcome) => typeof outcome !== 'string');
  return late.length === 0 ? { coverage } : { coverage, remaining: { account, regions: late } };
}

/** An account of which no region is left is watched by nobody, which is not what anybody wants to say by excluding. */
function allExcluded(regions: readonly string[]): NonNullable<Coverage['because']> {
  const detail = `each of its regions is excluded: ${regions.join(', ')}`;
  return { call: 'account:ListRegions', obstacle: 'NOT_CONFIGURED', detail };
}

/** An account whose regions are not known, or all excluded: one row for all of them. */
function unlistedAccount(
  account: string,
  because: NonNullable<Coverage['because']>,
  { asOf }: Sweep,
  role: string | undefined,
): Coverage {
  const row = { account, region: '*', asOf, status: statusOf(because.obstacle), clusters: 0, because, unreadable: [] };
  return role === undefined ? row : { ...row, role };
}
