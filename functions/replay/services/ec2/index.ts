import type { Operation } from '../../operation.ts';
import { describeImages } from './images.ts';
import { describeInstances } from './instances.ts';
import { describeKeyPairs } from './key-pairs.ts';
import { describeLaunchTemplateVersions } from './launch-template-versions.ts';
import { describeSecurityGroups } from './security-groups.ts';
import { describeSubnets } from './subnets.ts';

/** What EC2 tells of one target, a file a call. */
export const ec2: readonly Operation[] = [
  describeImages,
  describeInstances,
  describeKeyPairs,
  describeLaunchTemplateVersions,
  describeSecurityGroups,
  describeSubnets,
];
