import type { Instant } from '#core/days.ts';
import type { Group } from './alike.ts';
import { entryWords } from './entry.ts';
import { type Phrase, say } from './phrase.ts';

/** What comes before the words of a group's first: `the first: ` where others of it have other words. */
export function ofTheFirst(group: Group, asOf: Instant): Phrase {
  const [first, ...others] = group.map((entry) => entryWords(entry, asOf).headline.text);
  return others.some((other) => other !== first) ? say`the first: ` : say``;
}
