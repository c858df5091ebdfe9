/** Something that EKS itself has against a cluster, an add-on or a node group. */
export interface HealthIssue {
  /** As EKS names it: `Ec2SubnetNotFound`. */
  readonly code: string;
  readonly message?: string;
  /** What it is about. Instances are left out: they come and go with each try, and the issue stays the same. */
  readonly resourceIds: readonly string[];
}
