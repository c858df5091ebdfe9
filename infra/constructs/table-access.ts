import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { tableActions, tableReadActions } from '#adapters/dynamodb/iam-actions.ts';
import { type TableDefinition, tableDefinition } from '#adapters/dynamodb/tables.ts';
import { allow } from './allow.ts';
import type { HistoryTable } from './history-table.ts';
import { tableKeyActions, tableReadKeyActions } from './key-actions.ts';

const { indexes }: TableDefinition = tableDefinition;

/** What the store needs, on the table and its indexes by name, and the key where the table has one of ours. */
export function tableAccess(table: HistoryTable): readonly PolicyStatement[] {
  return access(table, tableActions, tableKeyActions);
}

/** What of it is needed by who only reads. */
export function tableReadAccess(table: HistoryTable): readonly PolicyStatement[] {
  return access(table, tableReadActions, tableReadKeyActions);
}

function access(
  { tableArn, encryptionKey }: HistoryTable,
  actions: readonly string[],
  keyActions: readonly string[],
): readonly PolicyStatement[] {
  const onTable = allow(actions, [tableArn, ...indexes.map(({ name }) => `${tableArn}/index/${name}`)]);
  return encryptionKey ? [onTable, allow(keyActions, [encryptionKey.keyArn])] : [onTable];
}
