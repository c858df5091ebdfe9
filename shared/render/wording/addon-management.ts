import { say } from '../phrase.ts';
import type { Words } from './wording.ts';

export const addonManagement: Words = ({ facts }) => {
  const version = facts.text('version');
  facts.pass('addon');
  switch (facts.text('kind')) {
    case 'SELF_MANAGED': {
      if (version === undefined) return undefined;
      const blind = say`AWS's upgrade insights on add-ons do not look at it.`;
      return { headline: say`${version} is there, and is no EKS add-on`, details: [blind] };
    }
    case 'ABSENT':
      return { headline: say`is not there, and nothing is known to be in its place`, details: [] };
    default:
      return undefined;
  }
};
