import type { Instant } from '../days.ts';
import { describeUnreadable, type Unreadable } from '../reading.ts';
import type { Listed } from '../snapshot.ts';

/** An image that nodes outside node groups run, in the order of their ids; of one that is gone nothing is told. */
export interface ListedNodeImage extends Listed<NodeImageFacts> {
  /** The ids of the instances that run it tonight, in order: they come and go, and nothing of them is kept. */
  readonly instances?: readonly string[];
}

/** What AWS tells of such an image; nothing where it is gone, or no longer shared with the account. */
export interface NodeImageFacts {
  readonly image?: {
    readonly name?: string;
    /** The minor of Kubernetes that it is made for, where its name or description tells one. */
    readonly kubernetes?: string;
    readonly createdAt?: Instant;
  };
}

/** The resource of all nodes that run an image, or kubelets of a version where only that is known: instances come and go. */
export function nodesResource(clusterArn: string, imageOrKubelet: string): string {
  return `${clusterArn}/nodes/${imageOrKubelet}`;
}

/** By what the nodes of a resource are called; undefined for one that is no resource of such nodes. */
export function nodesCalledBy(clusterArn: string, resource: string): 'IMAGE' | 'KUBELET' | undefined {
  const prefix = nodesResource(clusterArn, '');
  if (!resource.startsWith(prefix)) return undefined;
  return resource.startsWith('ami-', prefix.length) ? 'IMAGE' : 'KUBELET';
}

/** Why the version of nodes is not known whose image tells none: their kubelets could not be read. */
export function versionUntold(image: string, kubelets: Unreadable): string {
  return `nobody tells the Kubernetes version of the image ${image}: ${describeUnreadable(kubelets)}`;
}
