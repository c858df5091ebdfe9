import { dayOf } from '#core/days.ts';
import { countOf, listed, type Phrase, say } from '../phrase.ts';
import type { Facts } from './facts.ts';
import type { Words } from './wording.ts';

export const unmanagedNodes: Words = ({ facts }) => {
  const image = facts.text('image');
  const createdAt = facts.text('createdAt');
  const days = facts.number('olderThanDays');
  const name = facts.text('imageName');
  if (image === undefined || createdAt === undefined || days === undefined) return undefined;
  const called = name === undefined ? [] : [say`It is called ${name}.`];
  return {
    headline: say`the image ${image} was made on ${dayOf(createdAt)}, more than ${countOf(days, 'day')} ago`,
    details: [...called, ...nodesOf(facts)],
  };
};

/** On how many nodes an image, or its kubelet, runs, and on which, as far as these are known. */
export function nodesOf(facts: Facts): readonly Phrase[] {
  const nodes = facts.number('nodes');
  const some = facts.texts('instances');
  if (nodes === undefined || some.length === 0) return [];
  const which = nodes > some.length ? say`, among them ${listed(some)}` : say`: ${listed(some)}`;
  return [say`It runs on ${countOf(nodes, 'node')} outside the node groups${which}.`];
}
