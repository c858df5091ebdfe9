import { say } from '../phrase.ts';
import type { Words } from './wording.ts';

export const addonPermissions: Words = ({ facts }) => {
  const version = facts.text('version');
  facts.pass('addon');
  if (version === undefined) return undefined;
  return {
    headline: say`${version} requires IAM permissions, and it has neither a role nor a pod identity association`,
    details: [say`It lives on the role of its nodes.`],
  };
};
