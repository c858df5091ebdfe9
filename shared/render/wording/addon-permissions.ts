import { say } from '../phrase.ts';
import type { Words } from './wording.ts';

export const addonPermissions: Words = ({ facts }) => {
  const version = facts.text('version');
  const hopLimit = facts.number('hopLimit');
  facts.pass('addon');
  if (version === undefined) return undefined;
  return {
    headline: say`${version} requires IAM permissions, and it has neither a role nor a pod identity association`,
    details: [
      hopLimit === undefined
        ? say`It lives on the role of its nodes.`
        : say`It would live on the role of its nodes, whose credentials a hop limit of ${hopLimit} keeps from its pods.`,
    ],
  };
};
