import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeApiClient } from '#adapters/aws/api-client.ts';
import { makeDynamoStore } from '#adapters/dynamodb/dynamo-store.ts';
import { readRecording } from '#adapters/recording/read-recording.ts';
import { systemClock } from '#adapters/system-clock.ts';
import type { Store } from '#ports/store.ts';
import type { AccountOf } from '../../functions/replay/caller.ts';
import { type ReplayServer, startReplayServer } from '../../functions/replay/server.ts';
import { accountsOfKeys } from './accounts-of-keys.ts';
import { asAccount, clientConfig, type LocalAccount } from './aws-environment.ts';
import { type Cdk, makeCdk } from './cdk.ts';
import { type Engine, findEngine, startEngine } from './engine.ts';
import { firstExecution, oneMoreExecution } from './executions.ts';
import { functionLogs } from './function-logs.ts';
import { bringForward } from './schedule.ts';
import { createStack, namesOf, stacksOf } from './stacks.ts';
import { type SubscribedQueue, subscribeQueue } from './subscribed-queue.ts';
import { until } from './until.ts';

const program = findEngine();
if (program === undefined) {
  const missing =
    'the local AWS engine is not installed: .ci/e2e installs it into .cache, with the Python that is there';
  if (process.env.MIDWATCH_E2E === 'required') throw new Error(missing);
  console.log(`skipped: ${missing}`);
}

const region = 'eu-west-1';
const dev = '111122223333';
const refusing = '222233334444';
const prod = '333344445555';
const shopProd = `arn:aws:eks:${region}:${prod}:cluster/shop-prod`;

describe.skipIf(program === undefined)('the deployed sweep, on a local AWS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'midwatch-e2e-'));
  let replay: ReplayServer;
  let engine: Engine;
  let accountOf: AccountOf;
  let hub: LocalAccount;
  let cdk: Cdk;
  let outputs: Readonly<Record<string, string>>;
  let queue: SubscribedQueue;
  let store: Store;

  beforeAll(async () => {
    const recording = await readRecording('events/recordings/incident');
    const account = recording.hub;
    replay = await startReplayServer({
      recording,
      night: '04-night-before',
      accountOf: (accessKeyId) => accountOf(accessKeyId),
    });
    const endpoints = {
      AWS_ENDPOINT_URL_EKS: replay.url,
      AWS_ENDPOINT_URL_ACCOUNT: replay.url,
      AWS_ENDPOINT_URL_EC2: replay.url,
    };
    engine = await startEngine({ program: `${program}`, account, region, endpoints, folder });
    hub = engine.local;
    accountOf = accountsOfKeys(hub);
    cdk = makeCdk(hub, folder);
  });
  beforeEach(({ onTestFailed }) => {
    onTestFailed(async () => {
      console.log(`${await functionLogs(hub)}\n--- the engine\n${readFileSync(engine.log, 'utf8')}`);
    });
  });
  afterAll(async () => {
    await engine?.stop();
    await replay?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is deployed into the account of the hub', async () => {
    await cdk.bootstrap();
    outputs = await cdk.deploy('midwatch-hub', '--context', 'config=test/e2e/midwatch.yaml');

    queue = await subscribeQueue(hub, `${outputs.DigestTopicArn}`);
    const client = DynamoDBDocumentClient.from(new DynamoDBClient(clientConfig(hub)));
    store = makeDynamoStore({ client, tableName: `${outputs.HistoryTableName}`, clock: systemClock });
    expect(await stacksOf(hub)).toContain('midwatch-hub');
  });

  it.each([
    { account: dev, ExternalId: 'midwatch-e2e' },
    { account: refusing, ExternalId: 'another' },
    { account: prod, ExternalId: 'midwatch-e2e' },
  ])('is trusted by $account, with the external id $ExternalId', async ({ account, ExternalId }) => {
    const parameters = { AuditorRoleArn: `${outputs.AuditorRoleArn}`, ExternalId };

    await createStack({ ...hub, account }, 'midwatch-member', cdk.template('midwatch-member'), parameters);

    expect(await stacksOf({ ...hub, account })).toEqual(['midwatch-member']);
  });

  it('is started by its schedule, and ends well', async () => {
    const [schedule] = await namesOf(hub, 'midwatch-hub', 'AWS::Scheduler::Schedule');
    await bringForward(hub, `${schedule}`);

    const { status, outcome } = await firstExecution(hub, `${outputs.SweepArn}`);

    expect(status, outcome).toBe('SUCCEEDED');
  });

  it('has stored what is wrong with a cluster, and what the environments tell together', async () => {
    const findings = await store.openFindings();

    const told = findings.map(({ rule, resource, horizon, severity }) => ({ rule, resource, horizon, severity }));
    expect(told).toEqual(
      expect.arrayContaining([
        { rule: 'kube-proxy-version-skew', resource: `${shopProd}/addon/kube-proxy`, horizon: 'now', severity: 'HIGH' },
        {
          rule: 'addon-version-compatibility',
          resource: `${shopProd}/addon/kube-proxy`,
          horizon: 'next-upgrade',
          severity: 'CRITICAL',
        },
        { rule: 'environment-drift-addon', resource: `${shopProd}/addon/vpc-cni`, horizon: 'now', severity: 'MEDIUM' },
      ]),
    );
  });

  it('has stored of the account that refused why, and by which role', async () => {
    const sweep = await store.latestSweep();
    const rows = await store.coverageOf(`${sweep?.id}`);

    const because = expect.objectContaining({ call: 'sts:AssumeRole', obstacle: 'DENIED' });
    const role = `arn:aws:iam::${refusing}:role/midwatch-member`;
    expect(rows).toContainEqual(
      expect.objectContaining({ account: refusing, region: '*', status: 'DENIED', role, because }),
    );
    expect(rows.filter(({ status }) => status === 'COVERED').map(({ account }) => account)).toEqual([dev, prod]);
  });

  it('asked EKS for nothing in the account that refused', () => {
    const asked = new Set(replay.callsSeen().map(({ account }) => account));

    expect([...asked]).toEqual(expect.arrayContaining([dev, prod]));
    expect(asked).not.toContain(refusing);
  });

  it('has told people, once', async () => {
    const [digest, ...others] = await until('a digest', 10, queue.receive);

    expect(digest?.Subject).toMatch(/^First audit: CRITICAL /);
    expect(digest?.Message).toContain('shop-prod kube-proxy');
    expect(digest?.Message).toContain(`account ${refusing} in all its regions: access was denied`);
    expect(JSON.parse(`${digest?.MessageAttributes.account?.Value}`)).toEqual([dev, refusing, prod]);
    expect(others).toEqual([]);
    expect(await store.untoldFindings()).toEqual([]);
  });

  it('answers over HTTP whom IAM allows it, and nobody else', async () => {
    // The engine tells a name that leads nowhere, by which AWS would be asked.
    const [, apiId] = /https:..(\w+)\.execute-api\./.exec(`${outputs.ApiUrl}`) ?? [];
    const address = new URL(`${hub.url}/_aws/execute-api/${apiId}/$default`);
    const ask = makeApiClient({ address, region: async () => region });

    const { status, body } = await asAccount(hub, () => ask(`/v1/findings?cluster=${shopProd}&severity=CRITICAL`));
    const unsigned = await fetch(`${address}/v1/findings`);

    expect([status, unsigned.status], body).toEqual([200, 403]);
    expect(JSON.parse(body).findings[0]).toMatchObject({ cluster: shopProd, severity: 'CRITICAL' });
    const history = await asAccount(hub, () => ask(`/v1/clusters/${shopProd}/history`));
    expect(JSON.parse(history.body)).toMatchObject({ cluster: shopProd, state: { version: '1.24' } });
  });

  it('has nothing to tell of a second night on which nothing changed', async () => {
    const { status, outcome } = await oneMoreExecution(hub, `${outputs.SweepArn}`);

    expect(status, outcome).toBe('SUCCEEDED');
    expect(await queue.receive()).toBeUndefined();
  });

  it('is gone when it is destroyed, but for its history', async () => {
    await cdk.destroy('midwatch-hub');

    expect(await stacksOf(hub)).not.toContain('midwatch-hub');
    expect(await store.openFindings()).not.toEqual([]);
  });
});
