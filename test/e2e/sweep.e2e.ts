import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readRecording } from '#adapters/recording/read-recording.ts';
import type { AccountOf } from '../../functions/replay/caller.ts';
import { type ReplayServer, startReplayServer } from '../../functions/replay/server.ts';
import { accountsOfKeys } from './accounts-of-keys.ts';
import type { LocalAccount } from './aws-environment.ts';
import { type Cdk, makeCdk } from './cdk.ts';
import { type Engine, findEngine, startEngine } from './engine.ts';
import { functionLogs } from './function-logs.ts';
import { stacksOf } from './stacks.ts';

const program = findEngine();
if (program === undefined) {
  const missing =
    'the local AWS engine is not installed: .ci/e2e installs it into .cache, with the Python that is there';
  if (process.env.MIDWATCH_E2E === 'required') throw new Error(missing);
  console.log(`skipped: ${missing}`);
}

const hubStack = 'midwatch-hub';
const region = 'eu-west-1';

describe.skipIf(program === undefined)('the deployed sweep, on a local AWS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'midwatch-e2e-'));
  let replay: ReplayServer;
  let engine: Engine;
  let accountOf: AccountOf;
  let hub: LocalAccount;
  let cdk: Cdk;

  beforeAll(async () => {
    const recording = await readRecording('events/recordings/incident');
    const account = recording.hub;
    replay = await startReplayServer({
      recording,
      night: '04-night-before',
      accountOf: (accessKeyId) => accountOf(accessKeyId),
    });
    const endpoints = { AWS_ENDPOINT_URL_EKS: replay.url, AWS_ENDPOINT_URL_ACCOUNT: replay.url };
    engine = await startEngine({ program: `${program}`, account, region, endpoints, folder });
    hub = { url: engine.url, account, region };
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
    const outputs = await cdk.deploy(hubStack);

    expect(outputs).toMatchObject({ HistoryTableName: expect.any(String), DigestTopicArn: expect.any(String) });
  });

  it('is gone when it is destroyed', async () => {
    await cdk.destroy(hubStack);

    expect(await stacksOf(hub)).not.toContain(hubStack);
  });
});
