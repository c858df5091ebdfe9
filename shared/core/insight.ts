import { addDays, type Instant } from './days.ts';
import { compareKubernetesVersions, parseKubernetesVersion } from './kubernetes-version.ts';
import type { ClusterSnapshot, InsightDetail, ListedInsight } from './snapshot.ts';

/** EKS refreshes insights every 24 hours: half as long again, and the last word is an old one. */
const freshDays = 1.5;

/** A client that has asked for nothing in a week is taken for one that was mended. */
const quietDays = 7;

/** How long EKS remembers a request for an API that is going to be removed. */
const windowDays = 30;

/** Whether what an insight says may no longer be so. Of one that does not say when EKS last looked, nobody knows. */
export function isStale(refreshedAt: Instant | undefined, asOf: Instant): boolean {
  return refreshedAt === undefined || addDays(refreshedAt, freshDays) < asOf;
}

/** Whether a client has not asked for a while. */
export function isQuiet(lastRequestedAt: Instant, asOf: Instant): boolean {
  return addDays(lastRequestedAt, quietDays) < asOf;
}

/** The last request of all, where every client has been quiet since; undefined where one may still be asking. */
export function quietSince({ deprecations }: InsightDetail): Instant | undefined {
  const since = deprecations.flatMap(({ clients }) => clients.map((client) => client.quietSince));
  return since.includes(undefined) ? undefined : since.toSorted().at(-1);
}

/** When EKS forgets a request, so that the insight passes if there was no later one. */
export function forgottenAt(request: Instant): Instant {
  return addDays(request, windowDays);
}

/** Whether EKS has not looked since the upgrade that an insight is about. */
export function isOutdated({ kubernetesVersion = '' }: ListedInsight, { version }: ClusterSnapshot): boolean {
  const [about, own] = [parseKubernetesVersion(kubernetesVersion), parseKubernetesVersion(version)];
  return about !== undefined && own !== undefined && compareKubernetesVersions(about, own) <= 0;
}
