import {
  DescribeImagesResult$,
  DescribeInstancesResult$,
  DescribeKeyPairsResult$,
  DescribeLaunchTemplateVersionsResult$,
  DescribeSecurityGroupsResult$,
  DescribeSubnetsResult$,
} from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { type AwsSchema, awsShape, shapeProblems } from './aws-shape.ts';
import { schemaProblems } from './problems.ts';

/** What EC2 lists in a region, a file each: the name of the file, the member of AWS's answer, and its schema. */
export const ec2Lists = {
  images: { member: 'Images', schema: DescribeImagesResult$ },
  instances: { member: 'Reservations', schema: DescribeInstancesResult$ },
  'key-pairs': { member: 'KeyPairs', schema: DescribeKeyPairsResult$ },
  'launch-template-versions': { member: 'LaunchTemplateVersions', schema: DescribeLaunchTemplateVersionsResult$ },
  'security-groups': { member: 'SecurityGroups', schema: DescribeSecurityGroupsResult$ },
  subnets: { member: 'Subnets', schema: DescribeSubnetsResult$ },
} as const satisfies Readonly<Record<string, { readonly member: string; readonly schema: AwsSchema }>>;

export type Ec2List = keyof typeof ec2Lists;

export function isEc2List(name: string): name is Ec2List {
  return Object.hasOwn(ec2Lists, name);
}

/** `ec2/<list>.json`: what the call that gives it answers, all pages of it. */
export function ec2File(list: Ec2List) {
  return z.strictObject({ [ec2Lists[list].member]: z.array(awsShape) }).transform((file) => Object.values(file).flat());
}

export function ec2Problems(file: string, list: Ec2List, value: unknown): readonly string[] {
  const parsed = ec2File(list).safeParse(value);
  if (!parsed.success) return schemaProblems(file, value, parsed.error);
  return shapeProblems(file, ec2Lists[list].schema, value);
}
