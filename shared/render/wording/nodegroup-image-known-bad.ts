import { say } from '../phrase.ts';
import type { Words } from './wording.ts';

export const nodegroupImageKnownBad: Words = ({ facts }) => {
  const release = facts.text('release');
  const consequence = facts.text('consequence');
  const source = facts.text('source');
  const firstGood = facts.text('firstGood');
  facts.pass('breakage');
  if (release === undefined || consequence === undefined || source === undefined) return undefined;
  const good = firstGood === undefined ? [] : [say`The first release that is good again is ${firstGood}.`];
  return {
    headline: say`runs ${release}, an image release that is known to be bad`,
    details: [say`${consequence}`, ...good, say`Source: ${source}`],
  };
};
