import { dayOf } from '#core/days.ts';
import { countOf, listed, type Phrase, say } from '../phrase.ts';
import type { Facts } from './facts.ts';
import { siblingAge, siblingOf } from './sibling.ts';
import type { Words } from './wording.ts';

export const environmentDriftNodegroupAmi: Words = ({ facts, fault }) => {
  const sibling = siblingOf(facts);
  const release = facts.text('release');
  const family = facts.text('amiFamily');
  if (!sibling || release === undefined || family === undefined) return undefined;
  const headline = headlines[fault ?? '']?.(facts, sibling, release, family);
  return headline && { headline, details: siblingAge(facts) };
};

type Headline = (facts: Facts, sibling: Phrase, release: string, family: string) => Phrase | undefined;

const headlines: Readonly<Record<string, Headline>> = {
  family: (facts, sibling, release, family) => {
    const difference = facts.text('difference');
    const families = listed(facts.texts('siblingFamilies'));
    const leftAt = facts.text('siblingLeftAt');
    if (difference === 'NONE_SHARED') {
      return say`runs ${family} (${release}), and ${sibling}, with which it shares no family of images, ${families}`;
    }
    if (difference !== 'LEFT' || leftAt === undefined) return undefined;
    return say`runs ${family} (${release}), which no sibling runs any more: ${sibling} left it by ${dayOf(leftAt)}, for ${families}`;
  },

  release: (facts, sibling, release) => {
    const siblingRelease = facts.text('siblingRelease');
    const since = facts.text('siblingSince');
    const allowedDays = facts.number('allowedDays');
    if (siblingRelease === undefined || since === undefined || allowedDays === undefined) return undefined;
    const its = say`${siblingRelease} since ${dayOf(since)}`;
    return say`runs the image release ${release}, more than ${countOf(allowedDays, 'day')} behind ${sibling}, which has ${its}`;
  },
};
