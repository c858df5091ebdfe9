import { Aws } from 'aws-cdk-lib';
import { AccountRootPrincipal, CompositePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { iamActions } from '#adapters/aws/iam-actions.ts';
import { acknowledgeWildcards } from './acknowledged-wildcards.ts';
import { allow } from './allow.ts';
import { FunctionRole, lambdaPrincipal } from './function-role.ts';
import type { HistoryTable } from './history-table.ts';
import type { NetworkAccess } from './network-access.ts';
import { readStatements } from './read-statements.ts';
import { tableAccess } from './table-access.ts';

export interface AuditorRoleProps {
  readonly roleName: string;
  /** The role of each member account, with its path where it has one. */
  readonly memberRoleName: string;
  readonly table: HistoryTable;
  /** What its function needs to stand in a VPC. */
  readonly network?: NetworkAccess | undefined;
}

/**
 * The one role that the members trust: `audit-account` runs as it, and operators of the hub's account who may assume
 * it look with the same eyes. It reads its own account itself.
 */
export class AuditorRole extends FunctionRole {
  constructor(scope: Construct, id: string, { roleName, memberRoleName, table, network }: AuditorRoleProps) {
    // Operators who look as this role find the accounts as the sweep does.
    const reads = readStatements([...iamActions.member, ...iamActions.directory]);
    const members = {
      resources: [`arn:${Aws.PARTITION}:iam::*:role/${memberRoleName}`],
      because: 'the role of this name in each member account, which trusts this one',
    };
    super(scope, id, {
      roleName,
      description: 'Reads the EKS clusters of this account, and by the member role those of the others',
      assumedBy: new CompositePrincipal(lambdaPrincipal, new AccountRootPrincipal()),
      statements: [
        ...reads.map(({ actions, resources }) => allow(actions, resources)),
        allow(iamActions.auditor, members.resources),
        ...tableAccess(table),
        ...(network?.statements ?? []),
      ],
    });
    acknowledgeWildcards(this, [...reads, members, ...(network?.wildcards ?? [])]);
  }
}
