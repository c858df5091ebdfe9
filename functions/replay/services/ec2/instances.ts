import { DescribeInstances$, type DescribeInstancesRequest } from '@aws-sdk/client-ec2';
import type { JsonObject } from '#adapters/recording/recording.ts';
import type { Json } from '#core/json.ts';
import { filtered } from '../../ec2-filters.ts';
import { ec2ListOf, ec2Page, withIds } from '../../ec2-scene.ts';
import { defineOperation } from '../../operation.ts';

/** By the reservations that they were launched in. */
export const describeInstances = defineOperation<DescribeInstancesRequest>(DescribeInstances$, (input, scene) => {
  const reservations = ec2ListOf(scene, 'instances');
  const all = reservations.flatMap(instancesOf);
  const named = withIds(all, input.InstanceIds, { member: 'InstanceId', error: 'InvalidInstanceID.NotFound' });
  const found = new Set(
    filtered(named, input.Filters, {
      'instance-id': ({ InstanceId = null }) => [InstanceId],
      'image-id': ({ ImageId = null }) => [ImageId],
      'instance-state-name': ({ State = null }) => [nameOf(State)],
    }),
  );
  const left = reservations
    .map((one): JsonObject => ({ ...one, Instances: instancesOf(one).filter((instance) => found.has(instance)) }))
    .filter((one) => instancesOf(one).length > 0);
  const { items, NextToken } = ec2Page(left, input, ['instances', input.Filters, input.InstanceIds]);
  return { Reservations: items, NextToken };
});

function instancesOf({ Instances }: JsonObject): readonly JsonObject[] {
  return Array.isArray(Instances) ? (Instances as readonly JsonObject[]) : [];
}

/** An instance of which nothing is said runs. */
function nameOf(state: Json): Json {
  return (state as JsonObject | null)?.Name ?? 'running';
}
