import { dayOf } from '#core/days.ts';
import { type Phrase, say } from '../phrase.ts';
import type { Words } from './wording.ts';

export const nodegroupCustomAmi: Words = ({ facts, horizon }) => {
  const image = facts.text('image');
  if (image === undefined) return undefined;
  const imageName = facts.text('imageName');
  const state = facts.text('state');
  const called = imageName === undefined ? [] : [say`Its name is ${imageName}.`];
  if (horizon === 'next-node-roll') {
    if (state !== undefined)
      return { headline: say`no node can be launched from its image ${image}, which is ${state}`, details: called };
    return {
      headline: say`its image ${image} is gone, or is no longer shared with this account`,
      details: [say`The nodes that run go on; the next one cannot be launched.`],
    };
  }
  const createdAt = facts.text('createdAt');
  const days = facts.number('olderThanDays');
  const deprecatedAt = facts.text('deprecatedAt');
  const made: Phrase | undefined = createdAt === undefined ? undefined : say`was made on ${dayOf(createdAt)}`;
  const old = days === undefined ? say`` : say`, more than ${days} days ago`;
  if (deprecatedAt !== undefined) {
    const since = say`its image ${image} has been deprecated since ${dayOf(deprecatedAt)}`;
    return { headline: since, details: [...(made ? [say`It ${made}${old}.`] : []), ...called] };
  }
  return made && { headline: say`its image ${image} ${made}${old}`, details: called };
};
