import { type KubernetesListener, makeKubernetesReader } from '#adapters/kubernetes/kubernetes-reader.ts';
import type { KubernetesReader } from '#ports/kubernetes-reader.ts';
import type { Config } from '#shared/config.ts';

/** What reads the Kubernetes API of clusters; undefined where nobody wants it read. */
export function kubernetesOf({ clusterAccess }: Config, listener?: KubernetesListener): KubernetesReader | undefined {
  if (clusterAccess === 'off') return undefined;
  return makeKubernetesReader({ from: clusterAccess, ...(listener ? { listener } : {}) });
}
