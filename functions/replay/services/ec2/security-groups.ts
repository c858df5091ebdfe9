import { DescribeSecurityGroups$, type DescribeSecurityGroupsRequest } from '@aws-sdk/client-ec2';
import { filtered } from '../../ec2-filters.ts';
import { ec2ListOf, ec2Page, withIds } from '../../ec2-scene.ts';
import { defineOperation } from '../../operation.ts';

export const describeSecurityGroups = defineOperation<DescribeSecurityGroupsRequest>(
  DescribeSecurityGroups$,
  (input, scene) => {
    const all = ec2ListOf(scene, 'security-groups');
    const named = withIds(all, input.GroupIds, { member: 'GroupId', error: 'InvalidGroup.NotFound' });
    const found = filtered(named, input.Filters, {
      'group-id': ({ GroupId = null }) => [GroupId],
      'group-name': ({ GroupName = null }) => [GroupName],
      'vpc-id': ({ VpcId = null }) => [VpcId],
    });
    const { items, NextToken } = ec2Page(found, input, ['security groups', input.Filters, input.GroupIds]);
    return { SecurityGroups: items, NextToken };
  },
);
