import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { makeDynamoStore } from '#adapters/dynamodb/dynamo-store.ts';
import { systemClock } from '#adapters/system-clock.ts';
import type { Coverage } from '#core/coverage.ts';
import type { Digest } from '#core/digest/digest.ts';
import type { Notifier } from '#ports/notifier.ts';
import { digestMessages } from '#render/digest-message.ts';
import type { CallCounts } from './call-counts.ts';
import type { Cloud } from './cloud.ts';
import { tableName } from './cloud-process.ts';
import { type Instruments, makeContainers } from './containers.ts';
import { countedWrites, type Writes } from './counted-writes.ts';
import { type Held, held } from './memory.ts';
import { type Execution, runExecution } from './state-machine.ts';

export interface NightOptions {
  readonly cloud: Cloud;
  readonly night: string;
  readonly accountsAtOnce: number;
  readonly workMs: number;
}

/** What one night came to. */
export interface Night {
  readonly execution: Execution;
  readonly coverage: readonly Coverage[];
  readonly seen: CallCounts;
  /** The calls that we say we made, and those that AWS turned away. */
  readonly callsMade: number;
  readonly callsThrottled: number;
  readonly writes: Writes;
  readonly instruments: Instruments;
  /** What was held at the end of each quarter of the accounts, while as many were in work as before. */
  readonly quarters: readonly Held[];
  /** What was held while people were told: all that is to be told, besides. */
  readonly telling: readonly Held[];
  /** What was held when all was done. */
  readonly after: Held;
  readonly digests: readonly { readonly digest: Digest; readonly bytes: number }[];
  readonly seconds: number;
  readonly cpuSeconds: { readonly functions: number; readonly cloud: number };
}

/** Runs one night over the cloud, and gathers what is to be known of it. */
export async function runNight({ cloud, night, accountsAtOnce, workMs }: NightOptions): Promise<Night> {
  const before = await cloud.turnTo(night);
  const database = new DynamoDBClient({ endpoint: before.dynamodb, region: 'local' });
  const counted = countedWrites(DynamoDBDocumentClient.from(database));
  const store = makeDynamoStore({ client: counted.client, tableName, clock: systemClock });
  const telling: Held[] = [];
  const digests: Night['digests'][number][] = [];
  const notifier: Notifier = {
    async notify(digest) {
      telling.push(held());
      digests.push({ digest, bytes: Buffer.byteLength(JSON.stringify(digestMessages().text(digest))) });
    },
  };
  const instruments: Instruments = { counted: {}, logged: {} };
  const containers = makeContainers(store, notifier, instruments);
  const quarters: Held[] = [];
  const cpu = process.cpuUsage();
  const start = performance.now();

  const execution = await runExecution({
    containers,
    execution: `execution ${night}`,
    accountsAtOnce,
    workMs,
    onAccount: (done, of) => {
      const whileBusy = Math.max(4, of - accountsAtOnce);
      if (quarters.length === 4 || done !== Math.ceil((whileBusy * (quarters.length + 1)) / 4)) return;
      quarters.push(held());
      console.log(`  quarter ${quarters.length} after ${((performance.now() - start) / 1000).toFixed(0)} s`);
    },
  });

  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const after = held();
  const answer = await cloud.ask();
  const writes = { ...counted.writes() };
  const coverage = await store.coverageOf(execution.sweep);
  database.destroy();
  return {
    execution,
    coverage,
    seen: answer.counts,
    callsMade: containers.callsMade(),
    callsThrottled: instruments.counted.CallsThrottled ?? 0,
    writes,
    instruments,
    quarters,
    telling,
    after,
    digests,
    seconds,
    cpuSeconds: { functions: (user + system) / 1e6, cloud: answer.cpuSeconds - before.cpuSeconds },
  };
}
