import { expect, it } from 'vitest';
import { iamActions } from '#adapters/aws/iam-actions.ts';
import { takes } from '../../../functions/record/takes.ts';

it('of every call of an audit something is taken', () => {
  expect(Object.keys(takes).sort()).toEqual([...iamActions.member, ...iamActions.directory].sort());
});
