import type { Store } from '#ports/store.ts';
import { catalogueStore } from './catalogues.ts';
import { clusterStore } from './clusters.ts';
import { fileCopyStore } from './file-copies.ts';
import { findingStore } from './findings.ts';
import { fleetStore } from './fleet.ts';
import { insufficiencyStore } from './insufficiencies.ts';
import { leaseStore } from './leases.ts';
import { pagedStore } from './paged.ts';
import type { StoreParts } from './store-parts.ts';
import { sweepStore } from './sweeps.ts';
import { systemStore } from './systems.ts';
import { makeTable, type TableOptions } from './table.ts';

export interface DynamoStoreOptions extends TableOptions {
  /** How long history is kept; what is current is kept for good. @default 400 */
  readonly retentionDays?: number;
}

const secondsPerDay = 86_400;

/**
 * The history in one DynamoDB table, by conditional Put, BatchWrite, Query and Get alone.
 *
 * What it needs leave for is in `tableActions`.
 */
export function makeDynamoStore({ retentionDays = 400, ...options }: DynamoStoreOptions): Store {
  const parts: StoreParts = {
    table: makeTable(options),
    now: () => options.clock.now(),
    // By the real clock: a replayed night of long ago must not expire as it is written.
    expiry: () => ({ expiresAt: Math.floor(Date.parse(options.clock.now()) / 1000) + retentionDays * secondsPerDay }),
  };
  return {
    ...sweepStore(parts),
    ...leaseStore(parts),
    ...clusterStore(parts),
    ...findingStore(parts),
    ...insufficiencyStore(parts),
    ...systemStore(parts),
    ...catalogueStore(parts),
    ...fileCopyStore(parts),
    ...pagedStore(parts),
    ...fleetStore(parts),
  };
}
