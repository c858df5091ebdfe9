import { dayOf } from '#core/days.ts';
import { type Phrase, say } from '../phrase.ts';
import type { Facts } from './facts.ts';

/** The sibling that a verdict goes by, with its environment where its name does not tell it. */
export function siblingOf(facts: Facts): Phrase | undefined {
  const name = facts.text('sibling');
  const environment = facts.text('siblingEnvironment');
  if (name === undefined) return undefined;
  return environment === undefined || name.includes(environment) ? say`${name}` : say`${name} (${environment})`;
}

/** That a sibling was judged by what was seen of it earlier. */
export function siblingAge(facts: Facts): readonly Phrase[] {
  const unreadSince = facts.text('siblingUnreadSince');
  const sibling = siblingOf(facts);
  if (unreadSince === undefined || sibling === undefined) return [];
  return [say`${sibling} could not be read tonight; this goes by what was seen of it on ${dayOf(unreadSince)}.`];
}
