import { expect, it } from 'vitest';
import { clusterArn } from '#core/partition.ts';

it.each([
  ['eu-west-1', 'arn:aws:eks:eu-west-1:111122223333:cluster/blue'],
  ['cn-north-1', 'arn:aws-cn:eks:cn-north-1:111122223333:cluster/blue'],
  ['us-gov-west-1', 'arn:aws-us-gov:eks:us-gov-west-1:111122223333:cluster/blue'],
  ['us-isob-east-1', 'arn:aws-iso-b:eks:us-isob-east-1:111122223333:cluster/blue'],
])('names a cluster in %s', (region, expected) => {
  expect(clusterArn({ account: '111122223333', region }, 'blue')).toBe(expected);
});
