import { listed, say } from '../phrase.ts';
import { differencesIn, partWords } from './combination.ts';
import { siblingAge, siblingOf } from './sibling.ts';
import type { Words } from './wording.ts';

export const upgradeRehearsal: Words = ({ facts }) => {
  const version = facts.text('version');
  const next = facts.text('nextVersion');
  const lower = facts.texts('lower');
  const sibling = siblingOf(facts);
  const willTake = facts.json('willTake');
  if (version === undefined || next === undefined) return undefined;
  const headline = say`no lower environment has gone from ${version} to ${next} in place as it would`;
  if (lower.length > 0) {
    const taken = Object.entries(willTake !== null && typeof willTake === 'object' ? willTake : {});
    const like =
      taken.length === 0 ? say`` : say` with ${listed(taken.map(([part, value]) => partWords(part, value)))}`;
    const first = say`A cluster that is made like it in a lower environment, at ${version}${like}, can go first.`;
    return { headline: say`${headline} (${listed(lower)})`, details: [first] };
  }
  const differing = differencesIn(facts.json('differing'));
  if (!sibling || differing.length === 0) return undefined;
  const will = listed(differing.map(({ part, willHave }) => partWords(part, willHave)));
  const ran = listed(differing.map((one) => partWords(one.part, one.ran)));
  return {
    headline,
    details: [say`It would go with ${will}; ${sibling} went with ${ran}.`, ...siblingAge(facts)],
  };
};
