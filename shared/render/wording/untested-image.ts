import { dayOf } from '#core/days.ts';
import { countOf, listed, type Phrase, say } from '../phrase.ts';
import { siblingAge, siblingOf } from './sibling.ts';
import type { Words } from './wording.ts';

export const untestedImage: Words = ({ facts }) => {
  const release = facts.text('release');
  const soakDays = facts.number('soakDays');
  const since = facts.text('siblingSince');
  const testedFrom = facts.text('testedFrom');
  const lower = facts.texts('lower');
  const sibling = siblingOf(facts);
  facts.pass('amiFamily');
  if (release === undefined || soakDays === undefined) return undefined;
  const soak: Phrase = say`A release is tested once it has run for ${countOf(soakDays, 'day')} in a lower environment.`;
  if (lower.length > 0) {
    const headline = say`runs the image release ${release}, which has not run in a lower environment for as long as it should (${listed(lower)} there)`;
    return { headline, details: [soak] };
  }
  if (!sibling || since === undefined || testedFrom === undefined) return undefined;
  const headline = say`runs the image release ${release}, which runs in ${sibling} only since ${dayOf(since)}; it is tested from ${dayOf(testedFrom)}`;
  return { headline, details: [soak, ...siblingAge(facts)] };
};
