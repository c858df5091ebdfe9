import type { EC2Client } from '@aws-sdk/client-ec2';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { Reading } from '#core/reading.ts';
import { listSubnets, type Subnet } from './list-subnets.ts';
import { listUnmanagedInstances, type UnmanagedInstances } from './list-unmanaged-instances.ts';
import { once } from './once.ts';
import { makeTemplateInventory, type TemplateInventory } from './template-inventory.ts';

/**
 * What a region of an account answers once for all its clusters: read when the first of them needs it.
 *
 * A refusal is kept as well: what one cluster may not see, none of them may.
 */
export interface RegionInventory extends TemplateInventory {
  /** All subnets that the account sees, those shared with it included, by id. */
  readonly subnets: () => Promise<Reading<ReadonlyMap<string, Subnet>>>;
  /** The nodes of all clusters that belong to no node group. */
  readonly unmanagedInstances: () => Promise<Reading<UnmanagedInstances>>;
}

export function makeRegionInventory(account: string, ec2: EC2Client, kms: KMSClient): RegionInventory {
  return {
    ...makeTemplateInventory(account, ec2, kms),
    subnets: once(() => listSubnets(ec2)),
    unmanagedInstances: once(() => listUnmanagedInstances(ec2)),
  };
}
