import { DescribeSubnets$, type DescribeSubnetsRequest } from '@aws-sdk/client-ec2';
import { filtered } from '../../ec2-filters.ts';
import { ec2ListOf, ec2Page, withIds } from '../../ec2-scene.ts';
import { defineOperation } from '../../operation.ts';

export const describeSubnets = defineOperation<DescribeSubnetsRequest>(DescribeSubnets$, (input, scene) => {
  const all = ec2ListOf(scene, 'subnets');
  const named = withIds(all, input.SubnetIds, { member: 'SubnetId', error: 'InvalidSubnetID.NotFound' });
  const found = filtered(named, input.Filters, {
    'subnet-id': ({ SubnetId = null }) => [SubnetId],
    'vpc-id': ({ VpcId = null }) => [VpcId],
    'availability-zone': ({ AvailabilityZone = null }) => [AvailabilityZone],
    'owner-id': ({ OwnerId = null }) => [OwnerId],
    state: ({ State = null }) => [State],
  });
  const { items, NextToken } = ec2Page(found, input, ['subnets', input.Filters, input.SubnetIds]);
  return { Subnets: items, NextToken };
});
