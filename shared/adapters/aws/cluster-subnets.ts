import { type Reading, readable } from '#core/reading.ts';
import { addressesOfUpgrade, type ClusterSubnet } from '#core/subnet.ts';
import { present } from './parse-answer.ts';
import type { RegionInventory } from './region-inventory.ts';

/** The subnets that a cluster names, of all that its region has: of most there is no more to say than that there is room. */
export async function subnetsAmong(
  inventory: RegionInventory,
  ids: readonly string[],
): Promise<Reading<readonly ClusterSubnet[]>> {
  if (ids.length === 0) return readable([]);
  const all = await inventory.subnets();
  if (!all.readable) return all;
  return readable(
    [...new Set(ids)].sort().map((id): ClusterSubnet => {
      const subnet = all.value.get(id);
      if (!subnet) return { id };
      return present({
        id,
        zone: subnet.zone,
        outpost: subnet.outpost === undefined ? undefined : (true as const),
        freeAddresses: subnet.free < addressesOfUpgrade ? subnet.free : undefined,
      });
    }),
  );
}
