import { isIncomplete } from '#core/coverage.ts';
import type { Target } from '#core/snapshot.ts';
import type { Store } from '#ports/store.ts';
import type { AccountAudit } from './audit-account.ts';

/**
 * The targets that could not be seen whole by who looked last, in the last sweep of the whole fleet or in one of a part
 * since; the region is `*` where the account could not even be asked for its regions. Undefined without a whole sweep.
 */
export async function failedTargets(
  store: Pick<Store, 'latestWholeSweep' | 'sweepsAfter' | 'coverageOf'>,
): Promise<readonly Target[] | undefined> {
  const whole = await store.latestWholeSweep();
  if (!whole) return undefined;
  const failed = new Map<string, Target>();
  for (const { id, regions } of [whole, ...(await store.sweepsAfter(whole))]) {
    const rows = await store.coverageOf(id);
    for (const { account } of rows) {
      // A row for all regions has none that ends it: it is over where the account was looked at without one.
      if (regions === undefined) failed.delete(`${account} *`);
    }
    for (const row of rows) {
      const { account, region } = row;
      if (isIncomplete(row)) failed.set(`${account} ${region}`, { account, region });
      else failed.delete(`${account} ${region}`);
    }
  }
  return [...failed.values()];
}

/** The part of the planned accounts that failed: single regions, or all that is planned where those are not known. */
export function failedPart(planned: readonly AccountAudit[], failed: readonly Target[]): readonly AccountAudit[] {
  return planned.flatMap((one) => {
    const { account, regions: wanted, excludeRegions = [] } = one;
    const regions = failed.flatMap((target) => (target.account === account ? [target.region] : []));
    if (regions.includes('*')) return [one];
    const left = regions.filter((region) => (wanted ?? [region]).includes(region) && !excludeRegions.includes(region));
    if (left.length === 0) return [];
    return [{ account, regions: left, ...(wanted === undefined ? { listed: true as const } : {}) }];
  });
}
