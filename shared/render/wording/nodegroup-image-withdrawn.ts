import { dayAndDistance } from '../day-words.ts';
import { say } from '../phrase.ts';
import type { Words } from './wording.ts';

export const nodegroupImageWithdrawn: Words = ({ facts, severity, asOf }) => {
  const release = facts.text('release');
  const recommended = facts.text('recommended');
  const since = facts.text('outSince');
  const wasRecommended = facts.flag('wasRecommended');
  if (release === undefined || recommended === undefined) return undefined;
  if (severity === 'INFORMATIONAL') {
    const headline = say`runs the image release ${release}, above ${recommended}, which AWS recommends`;
    return { headline, details: [say`What AWS recommends lags days behind what EKS gives out.`] };
  }
  const details = [
    say`Each node that comes is made from it. Where EKS refuses to go back, a node group made anew takes the place of this one.`,
  ];
  if (wasRecommended) {
    const headline = say`runs the image release ${release}, which AWS recommended and no longer does: it recommends ${recommended} again`;
    return { headline, details };
  }
  const out = since === undefined ? say`` : say`, out since ${dayAndDistance(since, asOf)},`;
  return {
    headline: say`runs the image release ${release}${out} and still above ${recommended}, which AWS recommends`,
    details,
  };
};
