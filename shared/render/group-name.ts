import type { Group } from './alike.ts';
import type { Phrase } from './phrase.ts';
import { resourceName, resourcesTogether } from './resource-name.ts';

/** The name of what a group is about: one resource, or how many and the first of them. */
export function groupName(group: Group): Phrase {
  const [first, ...others] = group;
  return others.length === 0 ? resourceName(first[0]) : resourcesTogether(group.map(([finding]) => finding));
}
