import { type Coverage, isIncomplete, isSeen, refusedIn } from '#core/coverage.ts';
import type { Target } from '#core/snapshot.ts';

/** What the rows of a sweep say together: those of what could not be seen and, of all others, that they are there. */
export interface SweepCoverage {
  readonly targets: number;
  readonly incompleteTargets: number;
  readonly clusters: number;
  /** The rows of all targets that could not be seen. */
  readonly unseen: readonly Coverage[];
  /** The rows of those that could be seen, but for something inside them. */
  readonly partlyUnseen: readonly Coverage[];
  /** Whether an account was heard of to the end: each of its targets has a row, or there is one for all of them. */
  hasWhole(account: string): boolean;
  /** Whether a target has a row, of its own or with all regions of its account. */
  has(target: Target): boolean;
  /** Whether a target was seen; all regions of an account, where one of them was. */
  isSeen(target: Target): boolean;
  /** What says that a target could not be seen: a row for all regions speaks of those that have none of their own. */
  unseenRow(target: Target): Coverage | undefined;
}

/** Reads the rows one after the other, and keeps no more of them than that: of a large fleet there are many. */
export async function readSweepCoverage(rows: AsyncIterable<Coverage>): Promise<SweepCoverage> {
  const regionsOf = new Map<string, Set<string>>();
  const targetsOf = new Map<string, number>();
  const names = new Map<string, string>();
  const unseen = new Map<string, Coverage>();
  const partlyUnseen: Coverage[] = [];
  const seenAccounts = new Set<string>();
  const sum = { targets: 0, incompleteTargets: 0, clusters: 0 };

  for await (const row of rows) {
    const { account, region } = row;
    sum.targets += 1;
    sum.incompleteTargets += Number(isIncomplete(row));
    sum.clusters += row.clusters;
    const regions = regionsOf.get(account) ?? new Set();
    regionsOf.set(account, regions);
    // Each row has a text of its own for the same few names.
    const name = names.get(region) ?? region;
    names.set(name, name);
    regions.add(name);
    if (row.targetsOfAccount !== undefined) targetsOf.set(account, row.targetsOfAccount);
    if (isSeen(row)) {
      seenAccounts.add(account);
      if (refusedIn(row).length > 0) partlyUnseen.push(row);
    } else unseen.set(`${account} ${region}`, row);
  }

  const hasOwn = ({ account, region }: Target): boolean => regionsOf.get(account)?.has(region) ?? false;
  const everywhere = ({ account }: Target): Target => ({ account, region: '*' });
  return {
    ...sum,
    unseen: [...unseen.values()],
    partlyUnseen,
    hasWhole: (account) => {
      const regions = regionsOf.get(account);
      return regions !== undefined && (regions.has('*') || regions.size >= (targetsOf.get(account) ?? 0));
    },
    has: (target) => hasOwn(target) || hasOwn(everywhere(target)),
    isSeen: ({ account, region }) => {
      if (region === '*') return seenAccounts.has(account);
      return hasOwn({ account, region }) && !unseen.has(`${account} ${region}`);
    },
    unseenRow: (target) => {
      const { account, region } = hasOwn(target) ? target : everywhere(target);
      return unseen.get(`${account} ${region}`);
    },
  };
}
