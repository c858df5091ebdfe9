import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { type IamAction, iamActions } from '#adapters/aws/iam-actions.ts';
import type { Configuration } from '../configuration.ts';
import { allow } from './allow.ts';
import { AuditorRole } from './auditor-role.ts';
import { FunctionRole } from './function-role.ts';
import type { HistoryTable } from './history-table.ts';
import { HubFunction } from './hub-function.ts';
import { messageKeyActions } from './key-actions.ts';
import { networkAccess } from './network-access.ts';
import { readStatements } from './read-statements.ts';
import { reportAccess } from './report-access.ts';
import { tableAccess } from './table-access.ts';

export interface SweepFunctionsProps {
  readonly configuration: Configuration;
  readonly table: HistoryTable;
  readonly topic: ITopic;
  readonly key: IKey;
}

/** What AWS publishes, which `plan-sweep` reads for the regions that had clusters last night. */
const catalogueActions: readonly IamAction[] = ['eks:DescribeAddonVersions', 'eks:DescribeClusterVersions'];

/** The three functions of a sweep, each with a role that can do what it does. */
export class SweepFunctions extends Construct {
  readonly planSweep: HubFunction;
  readonly auditAccount: HubFunction;
  readonly concludeSweep: HubFunction;
  readonly auditorRole: AuditorRole;

  constructor(scope: Construct, id: string, { configuration, table, topic, key }: SweepFunctionsProps) {
    super(scope, id);
    const { config, files } = configuration;
    const environment = { MIDWATCH_TABLE: table.tableName };
    const shared = { deployment: config.name, files, environment };

    const planned = readStatements([...iamActions.directory, ...catalogueActions]);
    this.planSweep = new HubFunction(this, 'PlanSweep', {
      ...shared,
      folder: 'plan-sweep',
      description: 'Which accounts to audit tonight, and what AWS publishes',
      role: new FunctionRole(this, 'PlanSweepRole', {
        description: 'Lists the accounts of the organization, and reads what AWS publishes',
        statements: [...planned.map(({ actions, resources }) => allow(actions, resources)), ...tableAccess(table)],
      }),
    });

    this.auditorRole = new AuditorRole(this, 'Auditor', {
      roleName: `${config.name}-auditor`,
      memberRoleName: config.memberRole.name,
      table,
      network: config.network && networkAccess(`${config.name}-audit-account`, config.network),
    });
    this.auditAccount = new HubFunction(this, 'AuditAccount', {
      ...shared,
      folder: 'audit-account',
      description: 'Audits one account, in all of its regions',
      role: this.auditorRole,
      network: config.network && { subnetIds: config.network.subnets, securityGroupIds: config.network.securityGroups },
    });

    this.concludeSweep = new HubFunction(this, 'ConcludeSweep', {
      ...shared,
      folder: 'conclude-sweep',
      description: 'What the clusters tell together, and the digest',
      environment: { ...environment, MIDWATCH_TOPIC: topic.topicArn },
      role: new FunctionRole(this, 'ConcludeSweepRole', {
        description: 'Sends the digest',
        statements: [
          allow(iamActions.notifier, [topic.topicArn, ...config.notify.routes.map((route) => route.topic)]),
          ...(config.events ? [allow(iamActions.events, [config.events.bus])] : []),
          ...(config.report ? [reportAccess(this, config.report)] : []),
          allow(messageKeyActions, [key.keyArn]),
          ...tableAccess(table),
        ],
      }),
    });
  }
}
