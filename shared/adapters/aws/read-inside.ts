import type { EKSClient } from '@aws-sdk/client-eks';
import type { z } from 'zod';
import type { AddonImage } from '#core/addons/addon-image.ts';
import { facets } from '#core/facets.ts';
import type { OtherNodes } from '#core/nodes/other-nodes.ts';
import { type Obstacle, type Reading, readable, unreadable } from '#core/reading.ts';
import type { AddonSnapshot, Listed, Target } from '#core/snapshot.ts';
import type { KubernetesReader, RunningAddons } from '#ports/kubernetes-reader.ts';
import { clusterToken } from './cluster-token.ts';
import type { ClusterEndpoint } from './eks-schema.ts';

/** What only the Kubernetes API of a cluster shows. */
export interface SeenInside {
  readonly running: Reading<RunningAddons>;
  readonly otherNodes: Reading<readonly OtherNodes[]>;
}

export async function readInside(
  client: EKSClient,
  cluster: Target & { readonly name: string },
  access: z.output<typeof ClusterEndpoint>,
  kubernetes: KubernetesReader | undefined,
): Promise<SeenInside> {
  if (!kubernetes)
    return notInside('NOT_CONFIGURED', 'cluster access is off, so what EKS does not manage cannot be seen');
  if (!access) return notInside('ERROR', 'EKS names no endpoint of it that could be asked over HTTPS');
  const asked = { ...access, cluster, token: () => clusterToken(client, cluster.name) };
  const [running, otherNodes] = await Promise.all([kubernetes.readAddons(asked), kubernetes.readOtherNodes(asked)]);
  return { running, otherNodes };
}

function notInside(obstacle: Obstacle, detail: string): SeenInside {
  const because = (facet: 'selfManagedAddons' | 'otherNodes') =>
    unreadable({ call: facets[facet].calls[0], obstacle, detail });
  return { running: because('selfManagedAddons'), otherNodes: because('otherNodes') };
}

/** Which of what runs is no EKS add-on: not to be told where those could not be listed. */
export function selfManagedAmong(
  running: Reading<RunningAddons>,
  managed: Reading<readonly Listed<AddonSnapshot>[]>,
): Reading<readonly AddonSnapshot[]> {
  if (!running.readable) return running;
  if (!managed.readable) return managed;
  return readable(running.value.addons.filter(({ name }) => managed.value.every((addon) => addon.name !== name)));
}

/** What the workloads of add-ons are to run. What one finds there that EKS is just creating is no word on it yet. */
export function settledImagesAmong(
  running: Reading<RunningAddons>,
  managed: Reading<readonly Listed<AddonSnapshot>[]>,
): Reading<readonly AddonImage[]> {
  if (!running.readable) return running;
  const listed = managed.readable ? managed.value : [];
  const created = listed.filter(({ detail }) => detail.readable && detail.value.status === 'CREATING');
  return readable(running.value.images.filter(({ addon }) => created.every(({ name }) => name !== addon)));
}
