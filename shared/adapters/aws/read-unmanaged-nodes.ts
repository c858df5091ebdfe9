import type { ListedNodeImage, NodeImageFacts } from '#core/nodes/unmanaged-nodes.ts';
import { type Reading, readable } from '#core/reading.ts';
import { present } from './parse-answer.ts';
import type { RegionInventory } from './region-inventory.ts';

/** What the nodes of a cluster that belong to no node group run, so many images, in the order of their ids. */
export async function readUnmanagedNodes(
  inventory: RegionInventory,
  cluster: string,
  most: number,
): Promise<Reading<readonly ListedNodeImage[]>> {
  const all = await inventory.unmanagedInstances();
  if (!all.readable) return all;
  const images = [...(all.value.get(cluster) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, most);
  const read = images.map(async ([name, instances]) => ({
    name,
    detail: await imageFacts(inventory, name),
    instances,
  }));
  return readable(await Promise.all(read));
}

async function imageFacts(inventory: RegionInventory, id: string): Promise<Reading<NodeImageFacts>> {
  const reading = await inventory.image(id);
  if (!reading.readable) return reading;
  const image = reading.value;
  if (!image) return readable({});
  const { name, kubernetes, createdAt } = image;
  return readable({ image: present({ name, kubernetes, createdAt }) });
}
