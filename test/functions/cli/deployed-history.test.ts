import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DynaliteServer, serveDynalite } from '#adapters/dynamodb/dynalite-server.ts';
import { makeDynamoStore } from '#adapters/dynamodb/dynamo-store.ts';
import { ensureTable } from '#adapters/dynamodb/ensure-table.ts';
import { readRecording } from '#adapters/recording/read-recording.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { type ReplayServer, startReplayServer } from '../../../functions/replay/server.ts';
import { command } from '../../support/command.ts';

const incident = resolve('events/recordings/incident');
const tableName = 'midwatch-history';

let server: ReplayServer;
let database: DynaliteServer;
let client: DynamoDBClient;
beforeAll(async () => {
  server = await startReplayServer({ recording: await readRecording(incident), night: 4 });
});
afterAll(() => server.close());
beforeEach(async () => {
  database = await serveDynalite('deployed');
  client = new DynamoDBClient({
    endpoint: database.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'hub', secretAccessKey: 'hub' },
  });
  await ensureTable(client, tableName);
  return async () => {
    client.destroy();
    await database.close();
  };
});

/** The history as the hub sees it. */
const deployed = () => makeDynamoStore({ client: DynamoDBDocumentClient.from(client), tableName, clock: systemClock });

function audit(argv: readonly string[], endpoint = database.endpoint) {
  const asked = ['audit', '--config', join(incident, 'midwatch.yaml'), '--format', 'json', '--fail-on', 'none'];
  const asOf = argv.includes('--as-of') ? [] : ['--as-of', '2024-02-07T02:00:00Z'];
  return command([...asked, ...asOf, ...argv], {
    env: {
      AWS_ENDPOINT_URL: server.url,
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      AWS_ACCESS_KEY_ID: '999988887777',
      AWS_SECRET_ACCESS_KEY: 'recorded',
      AWS_REGION: 'eu-west-1',
    },
  });
}

describe('an audit on the deployed history', () => {
  it('compares with it and saves to it, tells nobody, and is none that a nightly sweep is compared with', async () => {
    const first = await audit(['--table', tableName]);
    const untold = await deployed().untoldFindings();
    const second = await audit(['--table', tableName, '--as-of', '2024-02-08T02:00:00Z']);

    expect([first.code, second.code]).toEqual([0, 0]);
    expect(untold.length).toBeGreaterThan(0);
    expect((await deployed().untoldFindings()).length).toBeGreaterThanOrEqual(untold.length);
    expect(JSON.parse(first.out).audit.baseline).toBe(true);
    expect(JSON.parse(second.out).audit.baseline).toBe(false);
    expect((await deployed().latestSweep())?.asOf).toBe('2024-02-08T02:00:00.000Z');
    expect(await deployed().latestWholeSweep()).toBeUndefined();
  });

  it('resolves nothing outside the part that it looks at', async () => {
    await audit(['--table', tableName]);
    const before = await deployed().openFindings();

    await audit(['--table', tableName, '--as-of', '2024-02-09T02:00:00Z', '--account', '111122223333']);

    const prods = (all: typeof before) => all.filter(({ account }) => account === '333344445555');
    expect(prods(before).length).toBeGreaterThan(0);
    expect(prods(await deployed().openFindings())).toEqual(prods(before));
  });

  it('gives back its lease', async () => {
    await audit(['--table', tableName]);

    expect((await audit(['--table', tableName, '--as-of', '2024-02-08T02:00:00Z'])).err).toBe('');
  });

  it.each([
    ['--store', ['--store', 'folder']],
    ['--no-history', ['--no-history']],
  ])('is none with %s: each names a history', async (option, argv) => {
    const { code, out, err } = await audit(['--table', tableName, ...argv]);

    expect([code, out]).toEqual([3, '']);
    expect(err).toBe(`got --table and ${option}, wanted one of them: each names a history\n`);
  });

  it('ends with 3 where there is no such table, and says where its name is told', async () => {
    const { code, out, err } = await audit(['--table', 'midwatch']);

    expect([code, out]).toEqual([3, '']);
    expect(err).toMatch(/^table midwatch in eu-west-1 is not there: wanted the hub's output HistoryTableName/);
  });

  it('ends with 3 where what is there is no history of Midwatch', async () => {
    const { code, err } = await audit(['--table', '!']);

    expect(code).toBe(3);
    expect(err).toMatch(/^table ! in eu-west-1 holds no history of Midwatch: /);
  });

  it('ends with 2 where it was refused', async () => {
    const name = 'com.amazon.coral.service#AccessDeniedException';
    const message = 'User: somebody is not authorized to perform: dynamodb:Query';
    const refusing = createServer((_, response) =>
      response
        .writeHead(400, { 'content-type': 'application/x-amz-json-1.0' })
        .end(JSON.stringify({ __type: name, message })),
    ).listen(0, '127.0.0.1');
    await once(refusing, 'listening');

    const { code, out, err } = await audit(
      ['--table', tableName],
      `http://127.0.0.1:${(refusing.address() as AddressInfo).port}`,
    );
    refusing.close();

    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(
      /^table midwatch-history in eu-west-1 was refused: User: somebody is not authorized .*auditor role/,
    );
  });

  it('ends with 2 where nothing answers', async () => {
    const { code, err } = await audit(['--table', tableName], 'http://127.0.0.1:1');

    expect(code).toBe(2);
    expect(err).toMatch(/^table midwatch-history in eu-west-1 could not be asked: .*ECONNREFUSED/);
  });
});
