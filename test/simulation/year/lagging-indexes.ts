import { BatchWriteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { DocumentClient } from '#adapters/dynamodb/table.ts';
import type { MemoryTable } from '../../support/memory-table/memory-table.ts';

/** A client to a table whose indexes are behind it by as many writes, at the most. */
export function laggingIndexes(table: MemoryTable, writes: number): DocumentClient {
  let shown = table.fork();
  let since = 0;
  return {
    send: async (command: never) => {
      const sent: unknown = command;
      if (sent instanceof QueryCommand && sent.input.IndexName !== undefined) return shown.client.send(command);
      if (sent instanceof PutCommand || sent instanceof BatchWriteCommand) {
        since += 1;
        if (since % writes === 0) shown = table.fork();
      }
      return table.client.send(command);
    },
  } as DocumentClient;
}
