/**
 * The table, as data: what the embedded store creates, and what the stack deploys.
 *
 * Index keys are written only on items that the index is for, so that each index holds nothing else.
 */
export const tableDefinition = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Seconds since 1970 by the real clock; on history only. */
  timeToLive: 'expiresAt',
  indexes: [
    /** The coverage rows of a target, in time. */
    { name: 'coverage-by-target', partitionKey: 'target', sortKey: 'coverageOrder', projection: 'ALL' },
    /** Findings by their status, in shards, the worst first. */
    { name: 'findings', partitionKey: 'findingShard', sortKey: 'findingOrder', projection: 'KEYS_ONLY' },
    /** The same by their environment, where they have one. */
    {
      name: 'findings-by-environment',
      partitionKey: 'environmentShard',
      sortKey: 'findingOrder',
      projection: 'KEYS_ONLY',
    },
    /** Findings that are open, in shards, in the order of the roster: all there is to know of one stands in its key. */
    { name: 'open-findings-by-system', partitionKey: 'openShard', sortKey: 'openPlace', projection: 'KEYS_ONLY' },
    /** The revisions of a cluster's snapshot, in time, without what lies between them. */
    { name: 'revisions', partitionKey: 'revisionOf', sortKey: 'revisedAt', projection: 'KEYS_ONLY' },
    /** Findings that people or other systems have not heard of, in shards. */
    { name: 'untold-findings', partitionKey: 'untoldShard', projection: 'KEYS_ONLY' },
  ],
} as const satisfies TableDefinition;

export interface TableDefinition {
  readonly partitionKey: string;
  readonly sortKey: string;
  readonly timeToLive: string;
  readonly indexes: readonly IndexDefinition[];
}

/** All keys are strings. */
export interface IndexDefinition {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey?: string;
  readonly projection: 'ALL' | 'KEYS_ONLY';
}

export type IndexName = (typeof tableDefinition)['indexes'][number]['name'];
