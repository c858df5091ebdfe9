import { type BreakagesDeps, refreshBreakages } from '#app/known-breakages.ts';
import { LeaseHeldError } from '#app/lease.ts';
import { planSweep } from '#app/plan-sweep.ts';
import { type AuditedAccounts, type PlannedAccounts, plannedAccounts } from '#app/planned-accounts.ts';
import { makeRegionCatalogues, type RegionCataloguesDeps } from '#app/region-catalogues.ts';
import { listsIn } from '#core/catalogue.ts';
import type { Notice } from '#core/notice.ts';
import type { Sweep } from '#core/sweep.ts';
import type { AccountDirectory } from '#ports/account-directory.ts';
import type { Clock } from '#ports/clock.ts';
import type { Log } from '#ports/log.ts';
import type { CatalogueRead, Store } from '#ports/store.ts';
import { parseEvent } from '../lambda/event-error.ts';
import { deployedLeaseMinutes } from '../lambda/lease.ts';
import { PlanSweepEvent, type PlanSweepResult } from './event.ts';

export interface PlanSweepHandlerDeps extends BreakagesDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly reader: RegionCataloguesDeps['reader'];
  readonly directory: AccountDirectory;
  readonly configured: AuditedAccounts;
  /** What has to be said of the configuration. */
  readonly notices: readonly Notice[];
  /** What the configuration is, in short. */
  readonly configuration: string;
  /** The account that this runs in. */
  readonly caller: string;
}

/** The accounts to audit could not be told: without them there is no sweep, and no list is taken for an empty one. */
export class AccountsUnlistedError extends Error {
  override readonly name = 'AccountsUnlistedError';
}

/** More accounts than one state machine can be handed. */
export class TooManyAccountsError extends Error {
  override readonly name = 'TooManyAccountsError';
}

/** Two hours, at a minute each: neither a dead sweep nor somebody's look at a part costs us this night. */
const mostAttempts = 120;

/** What may go from one state to the next, but for what the state machine adds. */
const mostBytes = 256 * 1024 - 1024;

/** Takes the lease for a sweep, lists the accounts, and reads what all of the sweep goes by: breakages, and the catalogues of the regions that had clusters. */
export function makeHandler(deps: PlanSweepHandlerDeps) {
  return async (input: unknown): Promise<PlanSweepResult> => {
    const event = parseEvent(PlanSweepEvent, input);
    const sweep = await takeSweep(deps, event);
    if (!sweep) return again(event);
    const planned = await listAccounts(deps);
    const notices = [...deps.notices, ...planned.notices, ...(await refreshBreakages(deps, sweep))];
    for (const { kind, subject, detail } of notices) deps.log.warn('notice', { kind, subject, detail });
    await deps.store.saveNotices(sweep, 'PLAN', notices);
    const accounts = planned.accounts.map(({ account }) => account);
    await refreshCatalogues(deps, sweep);
    deps.log.info('sweep planned', { sweep: sweep.id, accounts: accounts.length });
    return withinState({ ...event, status: 'PLANNED', sweep, accounts });
  };
}

async function takeSweep(deps: PlanSweepHandlerDeps, { execution }: PlanSweepEvent): Promise<Sweep | undefined> {
  const { configuration, log } = deps;
  try {
    return await planSweep(deps, { holder: execution, leaseMinutes: deployedLeaseMinutes, configuration });
  } catch (error) {
    if (!(error instanceof LeaseHeldError)) throw error;
    log.info('another sweep is at work', { sweep: error.lease.sweep.id, until: error.lease.until });
    return undefined;
  }
}

function again({ execution, attempt }: PlanSweepEvent): PlanSweepResult {
  const status = attempt + 1 < mostAttempts ? 'WAIT' : 'SKIPPED';
  return { status, execution, attempt: attempt + 1, sweep: {}, accounts: [] };
}

async function listAccounts({ configured, caller, directory }: PlanSweepHandlerDeps): Promise<PlannedAccounts> {
  const planned = await plannedAccounts(configured, caller, directory);
  if (!planned.readable) {
    const { call, obstacle } = planned.because;
    throw new AccountsUnlistedError(`the accounts to audit could not be listed: ${call}: ${obstacle}`);
  }
  return planned.value;
}

/** Regions whose catalogues are read, and held in memory, at once. */
const regionsAtOnce = 4;

/** What cannot be read here is read by the first account that meets clusters there. */
async function refreshCatalogues(deps: PlanSweepHandlerDeps, sweep: Sweep): Promise<void> {
  const reads = [...(await deps.store.catalogueReads())];
  while (reads.length > 0) {
    await Promise.all(reads.splice(0, regionsAtOnce).map((read) => refreshCatalogue(deps, sweep, read)));
  }
}

async function refreshCatalogue(
  deps: PlanSweepHandlerDeps,
  sweep: Sweep,
  { region, addons }: CatalogueRead,
): Promise<void> {
  const target = { account: deps.caller, region };
  const catalogue = await makeRegionCatalogues(deps, sweep)(target, { addons, images: [], undated: [] });
  for (const list of listsIn(catalogue)) {
    const because = list.readable ? list.value.stale : list.because;
    if (!because) continue;
    deps.log.warn('catalogue not refreshed', { region, call: because.call, obstacle: because.obstacle });
    return;
  }
}

/** @throws {TooManyAccountsError} */
function withinState(result: PlanSweepResult): PlanSweepResult {
  const bytes = Buffer.byteLength(JSON.stringify(result));
  if (bytes <= mostBytes) return result;
  throw new TooManyAccountsError(
    `got ${result.accounts.length} accounts, ${bytes} bytes: wanted at most ${mostBytes} bytes; deploy two hubs, each for some units`,
  );
}
