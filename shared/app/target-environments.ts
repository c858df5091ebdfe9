import pLimit from 'p-limit';
import { clusterIn, type TargetPart } from '#core/digest/coverage-news.ts';
import type { OfEnvironments } from '#core/digest/digest.ts';
import { environmentOfAccount } from '#core/fleet/placement.ts';
import type { KnownCluster } from '#core/history/known-cluster.ts';
import type { Target } from '#core/snapshot.ts';
import type { Store } from '#ports/store.ts';
import type { Knowledge } from './knowledge.ts';

export interface TargetEnvironmentsDeps {
  readonly store: Pick<Store, 'coverageRowsOf' | 'clustersOf'>;
  readonly knowledge: Pick<Knowledge, 'siblings'>;
}

/** A target, or something inside it. */
interface Concerned extends Target {
  readonly parts?: readonly TargetPart[];
}

/**
 * Says of targets which environments have clusters there, or in what of them is meant: by the clusters that the history knows, else by what the
 * configuration says of the account, else by the clusters in its other regions. Where none of these tells, it may be any.
 *
 * @param sweeps those in which the targets, or the other regions of their accounts, were seen
 */
export async function withEnvironments<T extends Concerned>(
  { store, knowledge }: TargetEnvironmentsDeps,
  targets: readonly T[],
  sweeps: readonly string[],
): Promise<readonly (T & OfEnvironments)[]> {
  if (targets.length === 0) return [];
  const accounts = new Set(targets.map(({ account }) => account));
  const regions = targets.filter(({ region }) => region !== everyRegion);
  const found = new Map(regions.map((target): [string, Target] => [nameOf(target), target]));
  for (const sweep of sweeps) {
    for await (const row of store.coverageRowsOf(sweep)) {
      if (row.clusters > 0 && accounts.has(row.account)) found.set(nameOf(row), row);
    }
  }
  const known = await pLimit(16).map(found.values(), async (target) => {
    return { target, clusters: await store.clustersOf(target) };
  });
  return targets.map((target) => {
    const ofAccount = known.filter((one) => one.target.account === target.account);
    const own = ofAccount.filter((one) => [one.target.region, everyRegion].includes(target.region));
    const named = new Set(target.parts?.map(clusterIn));
    const meant = own.map((one) => ({ clusters: one.clusters.filter(({ name }) => named.has(name)) }));
    const said = environmentOfAccount(target.account, knowledge.siblings);
    const environments = [namesIn(meant), namesIn(own), said === undefined ? [] : [said], namesIn(ofAccount)].find(
      ({ length }) => length > 0,
    );
    return environments ? { ...target, environments } : target;
  });
}

/** The region of a target that stands for all of its account. */
const everyRegion = '*';

function nameOf({ account, region }: Target): string {
  return `${account} ${region}`;
}

function namesIn(known: readonly { readonly clusters: readonly KnownCluster[] }[]): readonly string[] {
  const names = known.flatMap(({ clusters }) => clusters.flatMap(({ placement }) => placement.environment?.name ?? []));
  return [...new Set(names)].sort();
}
