import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DynaliteServer, serveDynalite } from '#adapters/dynamodb/dynalite-server.ts';
import { makeDynamoStore } from '#adapters/dynamodb/dynamo-store.ts';
import { ensureTable } from '#adapters/dynamodb/ensure-table.ts';
import { readRecording } from '#adapters/recording/read-recording.ts';
import { systemClock } from '#adapters/system-clock.ts';
import type { Store } from '#ports/store.ts';
import { type ReplayServer, startReplayServer } from '../../functions/replay/server.ts';
import { bundleFunction } from '../../infra/bundle-function.ts';
import { type FakeBucket, startFakeBucket } from '../support/fake-bucket.ts';
import { type FakeTopic, startFakeTopic } from '../support/fake-topic.ts';

const functions = ['plan-sweep', 'audit-account', 'conclude-sweep', 'api'] as const;
const recordingFolder = 'events/recordings/incident';
const tableName = 'midwatch-test';
const keys = { accessKeyId: '111122223333', secretAccessKey: 'recorded' };
const sampleOf = (name: string) => JSON.parse(readFileSync(`events/${name}.json`, 'utf8'));
const { sweep } = sampleOf('audit-account');

/** Runs a bundle as Lambda would: nothing but Node, the file, and its environment. */
const program = `
  const [file, event] = process.argv.slice(-2);
  const { handler } = await import(file);
  const context = { functionName: 'sample', awsRequestId: 'r', getRemainingTimeInMillis: () => 900_000 };
  console.log('RESULT' + JSON.stringify(await handler(JSON.parse(event), context)));
`;

let folder: string;
let database: DynaliteServer;
let replay: ReplayServer;
let topic: FakeTopic;
let bucket: FakeBucket;
let store: Store;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'midwatch-bundles-'));
  const content = `${readFileSync(join(recordingFolder, 'midwatch.yaml'))}\nreport: { bucket: reports }\n`;
  for (const name of functions)
    bundleFunction(name, join(folder, name), [{ name: 'midwatch.yaml', content: Buffer.from(content) }]);
  database = await serveDynalite('bundles');
  replay = await startReplayServer({ recording: await readRecording(recordingFolder), night: 4 });
  topic = await startFakeTopic();
  bucket = await startFakeBucket();
  const client = new DynamoDBClient({ endpoint: database.endpoint, region: 'eu-west-1', credentials: keys });
  await ensureTable(client, tableName);
  store = makeDynamoStore({ client: DynamoDBDocumentClient.from(client), tableName, clock: systemClock });
});

afterAll(async () => {
  await Promise.all([database.close(), replay.close(), topic.close(), bucket.close()]);
  rmSync(folder, { recursive: true, force: true });
});

async function invoke(name: string, event: unknown) {
  const env = {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_ENDPOINT_URL: replay.url,
    AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
    AWS_ENDPOINT_URL_SNS: topic.url,
    AWS_ENDPOINT_URL_S3: bucket.url,
    MIDWATCH_TABLE: tableName,
    MIDWATCH_TOPIC: 'arn:aws:sns:eu-west-1:111122223333:midwatch',
    POWERTOOLS_SERVICE_NAME: 'midwatch',
    POWERTOOLS_METRICS_NAMESPACE: 'Midwatch',
  };
  const file = join(folder, name, 'index.mjs');
  const args = ['--input-type=module', '-e', program, file, JSON.stringify(event)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, env });
  const lines = stdout.trim().split('\n');
  const result = lines.find((line) => line.startsWith('RESULT')) ?? '';
  const logged = lines.filter((line) => line !== result && line.startsWith('{')).map((line) => JSON.parse(line));
  return { result: JSON.parse(result.slice('RESULT'.length)), logged };
}

describe('the bundle of', () => {
  it('plan-sweep takes the lease and answers with the accounts that are configured', async () => {
    const { result } = await invoke('plan-sweep', sampleOf('plan-sweep'));

    expect(result).toMatchObject({
      status: 'PLANNED',
      sweep: { baseline: true, configuration: expect.stringMatching(/^[0-9a-f]{12}$/) },
      accounts: ['111122223333', '222233334444', '333344445555'],
    });
    await store.releaseLease(result.sweep);
  });

  it('audit-account reads the account in its role, and saves what it found', async () => {
    await store.takeLease({ holder: 'sample', sweep, until: '2999-01-01T00:00:00.000Z' });

    const { result, logged } = await invoke('audit-account', sampleOf('audit-account'));

    expect(result).toEqual({ done: true, sweep, work: { account: '333344445555' } });
    expect(await store.coverageOf(sweep.id)).toMatchObject([
      { status: 'COVERED', clusters: 1, role: 'arn:aws:iam::333344445555:role/midwatch-member' },
    ]);
    expect((await store.openFindings()).map(({ rule }) => rule)).toContain('kube-proxy-version-skew');
    expect(logged).toContainEqual(expect.objectContaining({ message: 'account audited', service: 'midwatch' }));
    expect(logged).toContainEqual(expect.objectContaining({ TargetsAudited: 1, CallsThrottled: 0 }));
  });

  it('conclude-sweep puts the page, sends the digest, and ends the sweep', async () => {
    const { result, logged } = await invoke('conclude-sweep', sampleOf('conclude-sweep'));

    expect(result.done).toBe(true);
    expect(bucket.objects.map(({ path, body }) => [path, body.includes('shop-prod kube-proxy')])).toEqual([
      [`/reports/report/${sweep.asOf.slice(0, 10)}.html`, true],
      ['/reports/report/latest.html', true],
    ]);
    expect(topic.published.map((form) => form.get('Subject'))).toEqual([expect.stringContaining('CRITICAL')]);
    expect(await store.latestSweep()).toMatchObject({ id: sweep.id, targets: 3, incompleteTargets: 2 });
    expect(logged).toContainEqual(expect.objectContaining({ SweepsConcluded: 1, CoverageLost: 2 }));
  });

  it('api answers what the sweep found', async () => {
    const { result } = await invoke('api', sampleOf('api'));

    expect(result.statusCode).toBe(200);
    expect(result.headers['content-type']).toBe('application/json');
    expect(JSON.parse(result.body)).toMatchObject({
      asOf: sweep.asOf,
      state: { version: '1.24' },
      entries: expect.arrayContaining([expect.objectContaining({ kind: 'TRANSITION', severity: 'CRITICAL' })]),
    });
  });

  it.each(functions)('%s is no larger than what starts fast', (name) => {
    // Half a megabyte of it are the schemas of all of EC2, of which esbuild can leave none out: data, which costs little to load.
    expect(statSync(join(folder, name, 'index.mjs')).size).toBeLessThan(2_500_000);
  });
});
