import type { AccountAudit } from '#app/audit-account.ts';
import { type Io, UsageError } from './io.ts';

/** The part of the fleet that was asked for; what is absent is not narrowed. */
export interface Narrowing {
  readonly account?: readonly string[];
  readonly region?: readonly string[];
}

/** Of many ids, nobody reads the list. */
const mostIdsShown = 20;

/** The part of the planned accounts that was asked for. @throws {UsageError} for an account or a region that is not in it */
export function narrowed(
  planned: readonly AccountAudit[],
  { account: ids, region }: Narrowing,
  { env }: Pick<Io, 'env'>,
): readonly AccountAudit[] {
  const strange = ids?.filter((id) => !planned.some(({ account }) => account === id)) ?? [];
  if (strange.length > 0) {
    const known = planned.map(({ account }) => account);
    const wanted = known.length > mostIdsShown ? `the ${known.length} that are audited` : known.join(', ');
    throw new UsageError(`unknown account: got ${strange.join(', ')}, wanted one of ${wanted}`);
  }
  const homeRegion = env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
  const home = homeRegion === undefined ? {} : { homeRegion };
  const asked = planned.filter(({ account }) => ids === undefined || ids.includes(account));
  if (region === undefined) return asked.map((one) => ({ ...one, ...home }));
  const within = asked.flatMap(({ account, excludeRegions = [] }) => {
    const regions = region.filter((one) => !excludeRegions.includes(one));
    return regions.length === 0 ? [] : [{ account, regions }];
  });
  if (within.length > 0) return within;
  throw new UsageError(`excluded region: got ${region.join(', ')}, wanted one that "excludeRegions" leaves in`);
}
