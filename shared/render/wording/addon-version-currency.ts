import { say } from '../phrase.ts';
import type { Words } from './wording.ts';

export const addonVersionCurrency: Words = ({ facts }) => {
  const version = facts.text('version');
  const kubernetes = facts.text('kubernetes');
  const byDefault = facts.text('defaultVersion');
  const newest = facts.text('newestListed');
  facts.pass('addon');
  if (version === undefined || kubernetes === undefined || newest === undefined) return undefined;
  switch (facts.text('olderThan')) {
    case 'DEFAULT':
      if (byDefault === undefined) return undefined;
      return {
        headline: say`${version} is older than ${byDefault}, which EKS installs on Kubernetes ${kubernetes}`,
        details: newest === byDefault ? [] : [say`The newest is ${newest}.`],
      };
    case 'NEWEST': {
      const details = byDefault === undefined ? [] : [say`EKS itself would install ${byDefault}.`];
      return { headline: say`${version} is older than the newest for Kubernetes ${kubernetes}, ${newest}`, details };
    }
    default:
      return undefined;
  }
};
