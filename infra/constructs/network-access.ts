import { Aws } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Wildcards } from './acknowledged-wildcards.ts';
import { allow } from './allow.ts';

const changes = ['ec2:AssignPrivateIpAddresses', 'ec2:DeleteNetworkInterface', 'ec2:UnassignPrivateIpAddresses'];
const creates = ['ec2:CreateNetworkInterface'];
const looks = ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'];

const inThisAccount = (resource: string) => `arn:${Aws.PARTITION}:ec2:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`;
const interfaces: Wildcards = {
  resources: [inThisAccount('network-interface/*')],
  because: 'Lambda makes the network interfaces, under ids that nobody knows before',
};

export interface NetworkAccess {
  readonly statements: readonly PolicyStatement[];
  readonly wildcards: readonly Wildcards[];
}

/** What Lambda needs to put a function into a VPC. The program in it is denied the same: it has no use for it. */
export function networkAccess(
  functionName: string,
  { subnets, securityGroups }: { readonly subnets: readonly string[]; readonly securityGroups: readonly string[] },
): NetworkAccess {
  const functionArn = `arn:${Aws.PARTITION}:lambda:${Aws.REGION}:${Aws.ACCOUNT_ID}:function:${functionName}`;
  const named = [
    ...subnets.map((id) => inThisAccount(`subnet/${id}`)),
    ...securityGroups.map((id) => inThisAccount(`security-group/${id}`)),
  ];
  return {
    statements: [
      allow(creates, [...interfaces.resources, ...named]),
      allow(changes, interfaces.resources),
      allow(looks, ['*']),
      new PolicyStatement({
        effect: Effect.DENY,
        actions: [...creates, ...changes],
        resources: ['*'],
        conditions: { ArnEquals: { 'lambda:SourceFunctionArn': functionArn } },
      }),
    ],
    wildcards: [interfaces],
  };
}
