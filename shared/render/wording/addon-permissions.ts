import { firstOf, say } from '../phrase.ts';
import type { Words } from './wording.ts';

export const addonPermissions: Words = ({ facts }) => {
  const version = facts.text('version');
  const hopLimit = facts.number('hopLimit');
  const serviceAccount = facts.text('serviceAccount');
  const others = facts.texts('otherAssociations');
  facts.pass('addon');
  if (version === undefined) return undefined;
  const who = serviceAccount === undefined ? say`it` : say`its service account ${serviceAccount}`;
  return {
    headline: say`${version} requires IAM permissions, and ${who} has neither a role nor a pod identity association`,
    details: [
      ...(others.length === 0 ? [] : [say`Pod identity associations are there for ${firstOf(others)}.`]),
      hopLimit === undefined
        ? say`It lives on the role of its nodes.`
        : say`It would live on the role of its nodes, whose credentials a hop limit of ${hopLimit} keeps from its pods.`,
    ],
  };
};
