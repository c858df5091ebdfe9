import type { Instant } from './days.ts';
import type { Listed } from './snapshot.ts';

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

/** The resource of all nodes that run an image: instances come and go. */
export function nodesResource(clusterArn: string, image: string): string {
  return `${clusterArn}/nodes/${image}`;
}
