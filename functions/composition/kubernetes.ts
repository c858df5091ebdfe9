import { makeKubernetesReader } from '#adapters/kubernetes/kubernetes-reader.ts';
import type { KubernetesReader } from '#ports/kubernetes-reader.ts';
import type { Config } from '#shared/config.ts';

/** What reads the Kubernetes API of clusters; undefined where nobody wants it read. */
export function kubernetesOf({ clusterAccess }: Config): KubernetesReader | undefined {
  return clusterAccess === 'off' ? undefined : makeKubernetesReader({ from: clusterAccess });
}
