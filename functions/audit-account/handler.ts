import { type AccountAudit, auditAccount, giveUpAccount } from '#app/audit-account.ts';
import type { AuditTargetDeps } from '#app/audit-target.ts';
import { type BreakagesDeps, knowledgeWithBreakages } from '#app/known-breakages.ts';
import { keepLease, LeaseLostError } from '#app/lease.ts';
import { type AuditedAccounts, accountAuditOf } from '#app/planned-accounts.ts';
import { makeRegionCatalogues } from '#app/region-catalogues.ts';
import { isIncomplete } from '#core/coverage.ts';
import type { Instant } from '#core/days.ts';
import type { Sweep } from '#core/sweep.ts';
import type { AwsReader } from '#ports/aws-reader.ts';
import type { Log } from '#ports/log.ts';
import type { Metrics } from '#ports/metrics.ts';
import { parseEvent } from '../lambda/event-error.ts';
import type { Invocation } from '../lambda/invocation.ts';
import { deployedLeaseMinutes } from '../lambda/lease.ts';
import { AuditAccountEvent, type AuditAccountResult } from './event.ts';

export interface AuditAccountHandlerDeps
  extends Omit<AuditTargetDeps, 'reader' | 'catalogues' | 'onlyCluster'>,
    Pick<BreakagesDeps, 'breakageSource'> {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly configured: AuditedAccounts;
  /** The region to look at where AWS does not say which are enabled. */
  readonly homeRegion: string | undefined;
  /** Reads AWS in the name of a sweep. */
  readonly readerFor: (sweep: Sweep) => Promise<AwsReader>;
}

/** Kept for what was begun: clusters whose calls AWS throttles may take as long. */
export const reservedMs = 300_000;

/** Audits one account, or goes on with what an earlier call left of it. */
export function makeHandler(deps: AuditAccountHandlerDeps) {
  return async (input: unknown, invocation: Invocation): Promise<AuditAccountResult> => {
    const { sweep, work, error } = parseEvent(AuditAccountEvent, input);
    const reader = await deps.readerFor(sweep);
    if (error) {
      deps.log.error('audit of an account failed', { account: work.account, cause: error.Error });
      await giveUpAccount(
        { ...deps, reader },
        sweep,
        wholeWork(deps, work),
        `the audit of the account failed: ${error.Error}`,
      );
      return { done: true, sweep, work };
    }
    return audit(deps, reader, sweep, work, deadlineOf(deps, invocation));
  };
}

async function audit(
  deps: AuditAccountHandlerDeps,
  reader: AwsReader,
  sweep: Sweep,
  work: AccountAudit,
  deadline: Instant,
): Promise<AuditAccountResult> {
  const { log, metrics } = deps;
  const { account } = work;
  const lease = keepLease(deps, sweep, deployedLeaseMinutes);
  const before = { made: reader.callsMade(), throttled: reader.callsThrottled() };
  const knowledge = await knowledgeWithBreakages(deps);
  const catalogues = makeRegionCatalogues({ ...deps, reader }, sweep);
  const auditDeps = { ...deps, knowledge, reader, lease, catalogues };
  try {
    const { coverage, remaining } = await auditAccount(auditDeps, sweep, wholeWork(deps, work), deadline);
    const incomplete = coverage.filter(isIncomplete).length;
    log.info('account audited', { account, targets: coverage.length, incomplete, isDone: remaining === undefined });
    metrics.count('TargetsAudited', coverage.filter(({ because }) => because?.obstacle !== 'UNFINISHED').length);
    return { done: remaining === undefined, sweep, work: remaining ?? { account } };
  } catch (error) {
    if (!(error instanceof LeaseLostError)) throw error;
    log.warn('another sweep has taken over', { account });
    return { done: true, sweep, work: { account } };
  } finally {
    metrics.count('CallsMade', reader.callsMade() - before.made);
    metrics.count('CallsThrottled', reader.callsThrottled() - before.throttled);
  }
}

/** What was left says itself where to go on; for the rest an account is what the configuration says of it. */
function wholeWork({ configured, homeRegion }: AuditAccountHandlerDeps, work: AccountAudit): AccountAudit {
  if (work.regions) return work;
  return { ...accountAuditOf(configured, work.account), ...(homeRegion === undefined ? {} : { homeRegion }) };
}

function deadlineOf({ clock }: AuditAccountHandlerDeps, invocation: Invocation): Instant {
  const left = invocation.getRemainingTimeInMillis() - reservedMs;
  return new Date(Date.parse(clock.now()) + left).toISOString();
}
