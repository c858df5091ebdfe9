import { z } from 'zod';
import { formatKubernetesVersion, parseKubernetesVersion } from '#core/kubernetes-version.ts';
import type { NodeKind, OtherNodes } from '#core/nodes/other-nodes.ts';

const label = z.string().nullish();

/** The part of a node that we use. What it is called is not read: nodes come and go. */
export const NodeAnswer = z.object({
  metadata: z.object({
    labels: z
      .object({
        'eks.amazonaws.com/nodegroup': label,
        'eks.amazonaws.com/compute-type': label,
        'karpenter.sh/nodepool': label,
        'karpenter.sh/provisioner-name': label,
      })
      .nullish(),
  }),
  status: z.object({ nodeInfo: z.object({ kubeletVersion: z.string() }) }),
});
export type NodeAnswer = z.output<typeof NodeAnswer>;

/** What brought a node into being; undefined for one of which EKS itself tells, or that AWS runs. */
export function kindOf({ metadata }: NodeAnswer): NodeKind | undefined {
  const labels = metadata.labels ?? {};
  const computeType = labels['eks.amazonaws.com/compute-type'];
  if (labels['eks.amazonaws.com/nodegroup'] || computeType === 'auto') return undefined;
  if (computeType === 'fargate') return 'FARGATE';
  if (computeType === 'hybrid') return 'HYBRID';
  return labels['karpenter.sh/nodepool'] || labels['karpenter.sh/provisioner-name'] ? 'KARPENTER' : 'SELF_MANAGED';
}

/** How many nodes of each kind run which kubelet. */
export function otherNodesAmong(all: readonly NodeAnswer[]): readonly OtherNodes[] {
  const told = all.flatMap((node): OtherNodes[] => {
    const kind = kindOf(node);
    return kind === undefined ? [] : [{ kubelet: kubeletOf(node), kind }];
  });
  return [...Map.groupBy(told, ({ kubelet, kind }) => `${kubelet} ${kind}`)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, some]) => some.slice(0, 1).map((one) => ({ ...one, nodes: some.length })));
}

function kubeletOf({ status }: NodeAnswer): string {
  const { kubeletVersion } = status.nodeInfo;
  const version = parseKubernetesVersion(kubeletVersion);
  return version ? formatKubernetesVersion(version) : kubeletVersion;
}
