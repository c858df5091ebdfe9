/** A subnet that EKS places its network interfaces in, as far as that tells whether it can. */
export interface ClusterSubnet {
  readonly id: string;
  /** `eu-west-1a`; of a Local Zone `us-west-2-lax-1a`. Absent where the account sees no such subnet. */
  readonly zone?: string;
  /** Set where it lies on an Outpost. */
  readonly outpost?: true;
  /** How many addresses are free, where these are fewer than an upgrade may take: that number changes by the hour. */
  readonly freeAddresses?: number;
}

/**
 * As many addresses as an upgrade of the control plane takes in the subnets of a cluster.
 *
 * https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html (read 2026-11-27)
 */
export const addressesOfUpgrade = 5;

/** Whether EKS can place an upgrade of the control plane there: not in a zone of another kind, nor on an Outpost. */
export function hasRoom(subnet: ClusterSubnet): subnet is ClusterSubnet & Required<Pick<ClusterSubnet, 'zone'>> {
  const { zone, outpost, freeAddresses } = subnet;
  return zone !== undefined && /^[a-z]+(-[a-z]+)+-\d+[a-z]$/.test(zone) && !outpost && freeAddresses === undefined;
}
