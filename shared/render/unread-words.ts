import { dayOf } from '#core/days.ts';
import type { UnreadFacet } from '#core/history/known-cluster.ts';
import { type Phrase, say } from './phrase.ts';

/** Of when something is that is shown and could not be read since; undefined for what never was read, and is not shown. */
export function unreadWords(unread: UnreadFacet | undefined): Phrase | undefined {
  const lastReadAt = unread?.lastReadAt;
  return lastReadAt === undefined ? undefined : say`as of ${dayOf(lastReadAt)}: not read since`;
}
