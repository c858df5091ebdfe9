import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { FunctionRole } from './function-role.ts';
import type { HistoryTable } from './history-table.ts';
import { HubFunction } from './hub-function.ts';
import { tableReadAccess } from './table-access.ts';

export interface ApiFunctionProps {
  readonly configuration: Configuration;
  readonly table: HistoryTable;
}

/** Answers what is asked of the history, which it can only read. */
export class ApiFunction extends HubFunction {
  constructor(scope: Construct, id: string, { configuration, table }: ApiFunctionProps) {
    super(scope, id, {
      folder: 'api',
      description: 'Answers what is asked of the history',
      deployment: configuration.config.name,
      files: configuration.files,
      environment: { MIDWATCH_TABLE: table.tableName },
      // API Gateway waits no longer.
      timeout: Duration.seconds(30),
      role: new FunctionRole(scope, `${id}Role`, {
        description: 'Reads the history',
        statements: tableReadAccess(table),
      }),
    });
  }
}
