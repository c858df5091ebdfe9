import { Aws, CfnCondition, type CfnParameter, Fn } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { iamActions } from '#adapters/aws/iam-actions.ts';
import { acknowledgeWildcards } from './acknowledged-wildcards.ts';
import { readStatements } from './read-statements.ts';

export interface MemberRoleProps {
  readonly roleName: string;
  /** `/`, or folders as IAM knows them: `/ops/audit/`. */
  readonly path: string;
  readonly auditorRoleArn: string;
  /** Asked for where they are not empty. */
  readonly externalId: CfnParameter;
  readonly organizationId: CfnParameter;
}

/** A role that can list, describe and get what an audit looks at, for one role of the hub. */
export class MemberRole extends Construct {
  readonly roleArn: string;

  constructor(scope: Construct, id: string, props: MemberRoleProps) {
    super(scope, id);
    const { roleName, path, auditorRoleArn, externalId, organizationId } = props;
    const reads = readStatements(iamActions.member);
    const Statement = reads.map(({ actions, resources }) => ({
      Effect: 'Allow',
      Action: actions,
      Resource: resources,
    }));
    const role = new CfnRole(this, 'Role', {
      roleName,
      path,
      description: 'Lets Midwatch read the EKS clusters of this account',
      assumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Principal: { AWS: auditorRoleArn },
            Condition: this.condition({ 'sts:ExternalId': externalId, 'aws:PrincipalOrgID': organizationId }),
          },
        ],
      },
      policies: [{ policyName: 'read', policyDocument: { Version: '2012-10-17', Statement } }],
    });
    acknowledgeWildcards(role, reads);
    this.roleArn = role.attrArn;
  }

  /** Each key equals its parameter where that is not empty; no condition at all where all are. */
  private condition(wanted: Readonly<Record<string, CfnParameter>>) {
    const given = Object.entries(wanted).map(([key, { node, valueAsString }]) => {
      const expression = Fn.conditionNot(Fn.conditionEquals(valueAsString, ''));
      const condition = new CfnCondition(this, `Has${node.id}`, { expression });
      return { key, condition, value: Fn.conditionIf(condition.logicalId, valueAsString, Aws.NO_VALUE) };
    });
    const any = new CfnCondition(this, 'HasCondition', {
      expression: Fn.conditionOr(...given.map(({ condition }) => condition)),
    });
    const StringEquals = Object.fromEntries(given.map(({ key, value }) => [key, value]));
    return Fn.conditionIf(any.logicalId, { StringEquals }, Aws.NO_VALUE);
  }
}
