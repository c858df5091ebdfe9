import { Validations } from 'aws-cdk-lib';
import { type IPrincipal, type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

export interface FunctionRoleProps {
  readonly description: string;
  /** What it needs beside its logs and traces. */
  readonly statements: readonly PolicyStatement[];
  /** @default one that CloudFormation makes */
  readonly roleName?: string;
  /** @default Lambda */
  readonly assumedBy?: IPrincipal;
}

export const lambdaPrincipal: IPrincipal = new ServicePrincipal('lambda.amazonaws.com');

/** As what a function runs: nothing is allowed to it that is not said in statements, one by one. */
export class FunctionRole extends Role {
  constructor(scope: Construct, id: string, { statements, ...props }: FunctionRoleProps) {
    super(scope, id, { assumedBy: lambdaPrincipal, ...props });
    for (const statement of statements) this.addToPolicy(statement);
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray, and the reads of this role that list or ask what AWS publishes, have no resource level',
    });
  }
}
