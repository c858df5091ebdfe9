import { say } from '../phrase.ts';
import type { Words } from './wording.ts';

export const nodegroupImageKnownBad: Words = ({ facts, horizon }) => {
  const release = facts.text('release');
  const consequence = facts.text('consequence');
  const source = facts.text('source');
  const firstGood = facts.text('firstGood');
  facts.pass('breakage');
  if (release === undefined || consequence === undefined || source === undefined) return undefined;
  const good = firstGood === undefined ? [] : [say`The first release that is good again is ${firstGood}.`];
  const running = facts.text('running') ?? 'what runs';
  return {
    headline:
      horizon === 'now'
        ? say`runs ${release}, an image release that is known to be bad`
        : say`its next update brings ${release} after ${running}, an image release that is known to be bad`,
    details: [say`${consequence}`, ...good, say`Source: ${source}`],
  };
};
