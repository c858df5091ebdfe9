/** What brings nodes into being that belong to no node group of EKS. Those of Auto Mode are AWS's own affair. */
export type NodeKind = 'FARGATE' | 'HYBRID' | 'KARPENTER' | 'SELF_MANAGED';

/** Nodes that belong to no node group and run kubelets of one version, as the Kubernetes API shows them. */
export interface OtherNodes {
  /** Its minor, `1.34`; the whole text where that is no version. */
  readonly kubelet: string;
  readonly kind: NodeKind;
  /** How many they are tonight: they come and go, and it is not kept. */
  readonly nodes?: number;
}
