import { BootstraplessSynthesizer, CfnOutput, CfnParameter, type IStackSynthesizer, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { MemberRole } from './constructs/member-role.ts';

export interface MemberRoleStackProps {
  /** As the configuration has it: with its path where it has one. */
  readonly roleName: string;
  readonly externalId?: string | undefined;
}

/**
 * What stands in each audited account: one role that reads, for the auditor role of the hub alone.
 *
 * Its template holds no assets and asks for no bootstrap, so that it works as it is in a StackSet, in plain
 * CloudFormation and in the management account, which service-managed StackSets leave out.
 */
export class MemberRoleStack extends Stack {
  constructor(scope: Construct, id: string, { roleName, externalId = '' }: MemberRoleStackProps) {
    super(scope, id, {
      description: 'Midwatch: the role by which the EKS clusters of this account are read',
      // CDK's own types disagree on a property that may be undefined.
      synthesizer: new BootstraplessSynthesizer() as IStackSynthesizer,
      analyticsReporting: false,
    });
    const [, path = '', name = ''] = /^(.*\/)?(.*)$/.exec(roleName) ?? [];
    const auditor = new CfnParameter(this, 'AuditorRoleArn', {
      description: 'The output AuditorRoleArn of the hub: the only role that may assume this one',
      allowedPattern: '^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$',
    });
    const externalIdParameter = new CfnParameter(this, 'ExternalId', {
      description: 'memberRole.externalId of the configuration; empty for none',
      default: externalId,
      allowedPattern: '^([\\w+=,.@:/-]{2,1224})?$',
    });
    const organizationId = new CfnParameter(this, 'OrganizationId', {
      description: 'The organization that the auditor must belong to, such as o-ab12cd34ef; empty for any',
      default: '',
      allowedPattern: '^(o-[a-z0-9]{10,32})?$',
    });
    const roleNameParameter = new CfnParameter(this, 'RoleName', {
      description: 'memberRole.name of the configuration, without its path',
      default: name,
      allowedPattern: '^[\\w+=,.@-]{1,64}$',
    });

    const role = new MemberRole(this, 'Member', {
      roleName: roleNameParameter.valueAsString,
      path: `/${path}`,
      auditorRoleArn: auditor.valueAsString,
      externalId: externalIdParameter,
      organizationId,
    });
    new CfnOutput(this, 'MemberRoleArn', { value: role.roleArn, description: 'By which this account is read' });
  }
}
