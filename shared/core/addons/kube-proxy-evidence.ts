import { isOutdated } from '../insight.ts';
import type { ClusterSnapshot, ListedInsight } from '../snapshot.ts';
import { compareAddonVersions, parseAddonVersion } from './addon-version.ts';

/** A kube-proxy that gave its version away: by the name under which it asks for an API that is going to be removed. */
export interface SeenKubeProxy {
  readonly version: string;
  readonly userAgent: string;
}

const kubeProxyAgent = /^kube-proxy\/(v\d+\.\d+\.\d+)(?=\s|$)/;

/** The oldest kube-proxy that the insights show asking; one that has been quiet may have been replaced. */
export function oldestKubeProxySeen({ insights }: ClusterSnapshot): SeenKubeProxy | undefined {
  const details = insights.readable
    ? insights.value.flatMap(({ detail }) => (detail.readable ? detail.value : []))
    : [];
  const clients = details.flatMap(({ deprecations }) => deprecations.flatMap((one) => one.clients));
  const seen = clients.flatMap(({ userAgent, quietSince }) => {
    const version = quietSince === undefined ? kubeProxyAgent.exec(userAgent)?.[1] : undefined;
    const parsed = version === undefined ? undefined : parseAddonVersion(version);
    return version === undefined || !parsed ? [] : [{ version, userAgent, parsed }];
  });
  const [oldest] = seen.toSorted((a, b) => compareAddonVersions(a.parsed, b.parsed));
  return oldest && { version: oldest.version, userAgent: oldest.userAgent };
}

/** What EKS itself says of kube-proxy at the next version, where that is of today. It looks into the cluster. */
export function kubeProxyInsight(
  cluster: ClusterSnapshot,
): (ListedInsight & { readonly kubernetesVersion: string }) | undefined {
  const { insights } = cluster;
  const listed = insights.readable ? insights.value : [];
  return listed.flatMap((insight) => {
    const { category, title, kubernetesVersion, isStale } = insight;
    const isIt = category === 'UPGRADE_READINESS' && title.toLowerCase() === 'kube-proxy version skew' && !isStale;
    return isIt && kubernetesVersion !== undefined && !isOutdated(insight, cluster)
      ? [{ ...insight, kubernetesVersion }]
      : [];
  })[0];
}
