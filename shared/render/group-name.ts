import type { Group } from './alike.ts';
import { type Phrase, say } from './phrase.ts';
import { countTogether, namesTogether, resourceName } from './resource-name.ts';
import { byNameAlone, type Whereabouts } from './whereabouts.ts';

/** The name of what a group is about: one resource, or how many and the first of them. */
export function groupName(group: Group, whereOf: Whereabouts = byNameAlone): Phrase {
  const [first, ...others] = group;
  if (others.length === 0) return resourceName(first[0], whereOf);
  const resources = group.map(([finding]) => finding);
  return say`${countTogether(resources, whereOf)} (${namesTogether(resources, whereOf)})`;
}
