import { Aws, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Resources that a policy cannot name one by one, and why not. */
export interface Wildcards {
  readonly resources: readonly string[];
  readonly because: string;
}

/** Tells cdk-nag of each wildcard in the resources of a policy, with its reason. Actions have none, anywhere. */
export function acknowledgeWildcards(scope: IConstruct, wildcards: readonly Wildcards[]): void {
  for (const { resources, because: reason } of wildcards) {
    for (const resource of resources.filter((name) => name.includes('*'))) {
      Validations.of(scope).acknowledge({ id: `AwsSolutions-IAM5[Resource::${shown(resource)}]`, reason });
    }
  }
}

/** A resource as cdk-nag writes it, with what is known only when it is deployed in angle brackets. */
function shown(resource: string): string {
  return [Aws.PARTITION, Aws.ACCOUNT_ID, Aws.REGION]
    .map((token, index) => [token, ['<AWS::Partition>', '<AWS::AccountId>', '<AWS::Region>'][index] ?? ''] as const)
    .reduce((text, [token, name]) => text.replaceAll(token, name), resource);
}
