import { DescribeImages$, type DescribeImagesRequest } from '@aws-sdk/client-ec2';
import { filtered } from '../../ec2-filters.ts';
import { ec2ListOf, ec2Page, withIds } from '../../ec2-scene.ts';
import { defineOperation } from '../../operation.ts';

export const describeImages = defineOperation<DescribeImagesRequest>(DescribeImages$, (input, scene) => {
  const { account } = scene.caller;
  const all = ec2ListOf(scene, 'images').filter(({ DeprecationTime = null, OwnerId = null }) => {
    const isDeprecated = DeprecationTime !== null && String(DeprecationTime) <= scene.night.asOf;
    return input.IncludeDeprecated === true || !isDeprecated || OwnerId === account;
  });
  const named = withIds(all, input.ImageIds, { member: 'ImageId', error: 'InvalidAMIID.NotFound' });
  const found = filtered(named, input.Filters, {
    'image-id': ({ ImageId = null }) => [ImageId],
    'owner-id': ({ OwnerId = null }) => [OwnerId],
    name: ({ Name = null }) => [Name],
    state: ({ State = null }) => [State],
  });
  const { items, NextToken } = ec2Page(found, input, [
    'images',
    input.Filters,
    input.ImageIds,
    input.IncludeDeprecated,
  ]);
  return { Images: items, NextToken };
});
