import type { AddonImage } from '#core/addons/addon-image.ts';
import type { OtherNodes } from '#core/nodes/other-nodes.ts';
import type { Reading } from '#core/reading.ts';
import type { AddonSnapshot, Target } from '#core/snapshot.ts';

/** How the Kubernetes API of a cluster is reached, as EKS tells it. */
export interface KubernetesAccess {
  readonly cluster: Target & { readonly name: string };
  readonly endpoint: string;
  /** PEM: what its certificate is checked by, and nothing else. */
  readonly certificateAuthority: string;
  /** Whether it answers outside of its VPC. */
  readonly isPublic: boolean;
  /** Who asks, made anew for each look: it is worth something for a minute. */
  readonly token: () => Promise<string>;
}

/** What we ask of the Kubernetes API of a cluster. Reads only, all pages; nothing here throws. */
export interface KubernetesReader {
  readAddons(access: KubernetesAccess): Promise<Reading<RunningAddons>>;
  /** How many nodes outside node groups run which kubelet, in the order of versions and kinds. */
  readOtherNodes(access: KubernetesAccess): Promise<Reading<readonly OtherNodes[]>>;
}

/** What of the workloads of a cluster is told, whether EKS manages the add-ons or not. */
export interface RunningAddons {
  /** The core add-ons that run, and what is known to do their work; by name. */
  readonly addons: readonly AddonSnapshot[];
  readonly images: readonly AddonImage[];
}
