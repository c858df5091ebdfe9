import { decidingVersions, imageBehind, isUnresolved, type LaunchTemplate } from '#core/nodes/launch-template.ts';
import { type Reading, readable } from '#core/reading.ts';
import type { ClusterSnapshot, Listed, NodegroupSnapshot } from '#core/snapshot.ts';
import { templateInUse } from './describe-template.ts';
import type { TemplateInventory } from './template-inventory.ts';

type TemplateFacets = Pick<ClusterSnapshot, 'launchTemplates' | 'images' | 'keyPairs' | 'securityGroups' | 'kmsKeys'>;

/** The launch templates that a cluster's node groups were given, and what was seen of all that they name. */
export async function readLaunchTemplates(
  inventory: TemplateInventory,
  nodegroups: ClusterSnapshot['nodegroups'],
): Promise<TemplateFacets> {
  if (!nodegroups.readable) {
    return {
      launchTemplates: nodegroups,
      images: nodegroups,
      keyPairs: nodegroups,
      securityGroups: nodegroups,
      kmsKeys: nodegroups,
    };
  }
  const templates = await templatesOf(inventory, nodegroups.value);
  const launchTemplates = readable(templates);
  const versions = templates.flatMap(({ detail }) => (detail.readable ? decidingVersions(detail.value) : []));
  const ownImages = nodegroups.value.flatMap(({ detail }) => {
    if (!detail.readable || detail.value.amiType !== 'CUSTOM') return [];
    const image = imageBehind(detail.value, { launchTemplates });
    return image.readable && image.value !== undefined ? [image.value] : [];
  });
  const images = [...versions.flatMap(({ image }) => image ?? []), ...ownImages].filter((id) => !isUnresolved(id));
  const [seenImages, keyPairs, securityGroups, kmsKeys] = await Promise.all([
    each(images, async (id) => {
      const image = await inventory.image(id);
      return image.readable ? readable(image.value ? { image: image.value } : {}) : image;
    }),
    each(
      versions.flatMap(({ keyPair }) => keyPair ?? []),
      async (name) => isIn(await inventory.keyPairs(), name),
    ),
    each(
      versions.flatMap((version) => version.securityGroups),
      async (name) => isIn(await inventory.securityGroups(), name),
    ),
    each(
      versions.flatMap((version) => version.kmsKeys),
      (key) => inventory.kmsKey(key),
    ),
  ]);
  return { launchTemplates, images: seenImages, keyPairs, securityGroups, kmsKeys };
}

/** Of those who share a template, in whatever versions, it is asked for once. */
async function templatesOf(
  inventory: TemplateInventory,
  groups: readonly Listed<NodegroupSnapshot>[],
): Promise<readonly Listed<LaunchTemplate>[]> {
  const references = groups.flatMap(({ detail }) => (detail.readable ? (detail.value.launchTemplate ?? []) : []));
  const read = groups.map(async ({ name, detail }): Promise<readonly Listed<LaunchTemplate>[]> => {
    if (!detail.readable) return [{ name, detail }];
    const { launchTemplate } = detail.value;
    if (!launchTemplate) return [];
    const { version: _, ...template } = launchTemplate;
    const versions = references.filter((one) => one.id === template.id && one.name === template.name);
    const described = await inventory.template(
      template,
      versions.map(({ version }) => version),
    );
    return [
      {
        name,
        detail: described.readable ? readable(templateInUse(described.value, launchTemplate)) : described,
      },
    ];
  });
  return (await Promise.all(read)).flat();
}

function isIn(all: Reading<ReadonlySet<string>>, name: string): Reading<{ readonly exists: boolean }> {
  return all.readable ? readable({ exists: all.value.has(name) }) : all;
}

/** In the order of names, each once: two equal nights give two equal snapshots. */
async function each<T>(
  names: readonly string[],
  see: (name: string) => Promise<Reading<T>>,
): Promise<Reading<readonly Listed<T>[]>> {
  const seen = [...new Set(names)].sort().map(async (name) => ({ name, detail: await see(name) }));
  return readable(await Promise.all(seen));
}
