import { dayAndDistance } from '../day-words.ts';
import { say } from '../phrase.ts';
import type { Words } from './wording.ts';

export const nodegroupAmiCurrency: Words = ({ facts, asOf }) => {
  const release = facts.text('release');
  const publishedAt = facts.text('publishedAt');
  const recommended = facts.text('recommended');
  facts.pass('kubernetes');
  if (release === undefined || publishedAt === undefined || recommended === undefined) return undefined;
  const headline = say`runs the image release ${release}, which is of ${dayAndDistance(publishedAt, asOf)}; AWS recommends ${recommended}`;
  return { headline, details: [] };
};
