import type { RecordedKubernetes } from '#adapters/recording/recording.ts';
import type { KubernetesLists } from './lists.ts';

/** What is recorded of a cluster's Kubernetes API, as lists: under what names it is recorded, it is called. */
export function listsOf({ daemonSets, deployments, nodes }: RecordedKubernetes): KubernetesLists {
  return { daemonSets: items(daemonSets), deployments: items(deployments), nodes: items(nodes) };
}

function items(named: RecordedKubernetes[keyof RecordedKubernetes]): readonly object[] {
  return Object.entries(named).map(([key, item]) => {
    const [name, namespace] = key.split('/').toReversed();
    return { ...item, metadata: { ...item.metadata, name, ...(namespace === undefined ? {} : { namespace }) } };
  });
}
