import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { tableActions } from '#adapters/dynamodb/iam-actions.ts';
import { type TableDefinition, tableDefinition } from '#adapters/dynamodb/tables.ts';
import { allow } from './allow.ts';
import type { HistoryTable } from './history-table.ts';
import { tableKeyActions } from './key-actions.ts';

const { indexes }: TableDefinition = tableDefinition;

/** What the store needs, on the table and its indexes by name, and the key where the table has one of ours. */
export function tableAccess({ tableArn, encryptionKey }: HistoryTable): readonly PolicyStatement[] {
  const onTable = allow(tableActions, [tableArn, ...indexes.map(({ name }) => `${tableArn}/index/${name}`)]);
  return encryptionKey ? [onTable, allow(tableKeyActions, [encryptionKey.keyArn])] : [onTable];
}
