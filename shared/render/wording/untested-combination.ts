import { dayOf } from '#core/days.ts';
import { listed, say } from '../phrase.ts';
import { differencesIn, partWords } from './combination.ts';
import { siblingAge, siblingOf } from './sibling.ts';
import type { Words } from './wording.ts';

export const untestedCombination: Words = ({ facts }) => {
  const version = facts.text('nextVersion');
  const lower = facts.texts('lower');
  const neverRead = facts.texts('neverRead');
  const sibling = siblingOf(facts);
  facts.pass('willHave', 'nearest');
  if (version === undefined) return undefined;
  const blind = neverRead.length === 0 ? [] : [say`Never read, so that it may have run there: ${listed(neverRead)}.`];
  if (lower.length > 0) {
    return { headline: say`no lower environment runs ${version} yet (${listed(lower)})`, details: blind };
  }
  const differing = differencesIn(facts.json('differing'));
  if (!sibling || differing.length === 0) return undefined;
  const since = facts.text('siblingSince');
  const when = since === undefined ? say`` : say`, since ${dayOf(since)}`;
  const will = listed(differing.map(({ part, willHave }) => partWords(part, willHave)));
  const ran = listed(differing.map((one) => partWords(one.part, one.ran)));
  return {
    headline: say`after the upgrade to ${version} it would run what no lower environment has run: ${version} with ${will}`,
    details: [
      say`The nearest that ran is that of ${sibling}${when}: ${version} with ${ran}.`,
      ...blind,
      ...siblingAge(facts),
    ],
  };
};
