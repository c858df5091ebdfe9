import { type AccountAudit, auditAccount } from '#app/audit-account.ts';
import { concludeSweep } from '#app/conclude-sweep.ts';
import { keepLease } from '#app/lease.ts';
import { planSweep } from '#app/plan-sweep.ts';
import { makeRegionCatalogues } from '#app/region-catalogues.ts';
import type { RunSweepDeps } from '#app/run-sweep.ts';

const leaseMinutes = 5;

/** A sweep as the state machine runs it: each account, and the end, by calls whose time runs out now and then. */
export async function runInParts(
  deps: RunSweepDeps,
  accounts: readonly AccountAudit[],
  asOf: string,
  isOver: () => boolean,
): Promise<void> {
  const { clock, holder } = deps;
  const sweep = await planSweep(deps, { holder, leaseMinutes, asOf });
  const lease = keepLease(deps, sweep, leaseMinutes);
  const audits = accounts.map(async (account) => {
    let work: AccountAudit | undefined = account;
    while (work) {
      const catalogues = makeRegionCatalogues(deps, sweep);
      const call = { ...deps, lease, catalogues, isInterrupted: onceTrue(isOver) };
      ({ remaining: work } = (await auditAccount(call, sweep, work)) as { remaining?: AccountAudit });
    }
  });
  const results = await Promise.allSettled(audits);
  for (const result of results) if (result.status === 'rejected') throw result.reason;

  const deadline = '9999-12-31T00:00:00.000Z';
  let after: string | undefined;
  for (let isDone = false; !isDone; ) {
    const work = { accounts: accounts.map(({ account }) => account), ...(after === undefined ? {} : { after }) };
    const isLate = onceTrue(isOver);
    const passing = { now: () => (isLate() ? deadline : clock.now()) };
    const result = await concludeSweep({ ...deps, lease, clock: passing }, sweep, work, deadline);
    isDone = result.done;
    if (!result.done) ({ after } = result);
  }
}

/** Time that has run out stays so. */
function onceTrue(isOver: () => boolean): () => boolean {
  let isSo = false;
  return () => {
    isSo ||= isOver();
    return isSo;
  };
}
