import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { serveDynalite } from '#adapters/dynamodb/dynalite-server.ts';
import { ensureTable } from '#adapters/dynamodb/ensure-table.ts';
import { startReplayServer } from '../../functions/replay/server.ts';
import { type CallCounts, makeCallCounts } from './call-counts.ts';
import { makeOrganization } from './organization.ts';

/** What this process tells when it is asked. */
export interface CloudAnswer {
  readonly aws: string;
  readonly dynamodb: string;
  readonly counts: CallCounts;
  readonly cpuSeconds: number;
}

export const tableName = 'midwatch';

/** AWS and DynamoDB in a process of their own, so that their memory is not taken for the functions'. */
async function serve(accounts: number, regions: number): Promise<void> {
  const { recording } = makeOrganization({ accounts, regions });
  let counts = makeCallCounts();
  const replay = await startReplayServer({ recording, onCall: (call, bad) => counts.see(call, bad) });
  const database = await serveDynalite(randomUUID());
  const keys = { accessKeyId: 'simulation', secretAccessKey: 'simulation' };
  await ensureTable(new DynamoDBClient({ endpoint: database.endpoint, region: 'local', credentials: keys }), tableName);

  process.on('message', ({ night }: { readonly night?: string }) => {
    if (night !== undefined) {
      replay.setNight(night);
      counts = makeCallCounts();
    }
    const { user, system } = process.cpuUsage();
    const { url: aws } = replay;
    const answer = { aws, dynamodb: database.endpoint, counts: counts.counts(), cpuSeconds: (user + system) / 1e6 };
    process.send?.(answer satisfies CloudAnswer);
  });
  process.on('disconnect', () => process.exit());
  process.send?.('ready');
}

if (process.send) await serve(Number(process.argv[2]), Number(process.argv[3]));
