import { DescribeKeyPairs$, type DescribeKeyPairsRequest } from '@aws-sdk/client-ec2';
import { filtered } from '../../ec2-filters.ts';
import { ec2ListOf, withIds } from '../../ec2-scene.ts';
import { defineOperation } from '../../operation.ts';

export const describeKeyPairs = defineOperation<DescribeKeyPairsRequest>(DescribeKeyPairs$, (input, scene) => {
  const all = ec2ListOf(scene, 'key-pairs');
  const named = withIds(all, input.KeyNames, { member: 'KeyName', error: 'InvalidKeyPair.NotFound' });
  return { KeyPairs: filtered(named, input.Filters, { 'key-name': ({ KeyName = null }) => [KeyName] }) };
});
