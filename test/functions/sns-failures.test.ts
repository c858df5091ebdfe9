import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeConnection } from '#adapters/aws/connection.ts';
import { makeSnsNotifier, snsClient } from '#adapters/aws/sns-notifier.ts';
import { digestMessages } from '#render/digest-message.ts';
import { aCluster, accounts } from '../support/builders.ts';
import { deployedSweep } from '../support/deployed-sweep.ts';
import { fakeAws } from '../support/fake-reader.ts';
import { type FakeStore, fakeStore } from '../support/fake-store.ts';
import { aSweep } from '../support/sweeps.ts';

/** What SNS does with one request that it was sent. */
type Behaviour = (response: ServerResponse) => void;

const answer =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>';
const failure = (code: string) =>
  `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`;
const well: Behaviour = (response) => void response.writeHead(200, { 'content-type': 'text/xml' }).end(answer);
const refusing =
  (status: number, code: string): Behaviour =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'text/xml' }).end(failure(code));
const silent: Behaviour = () => undefined;
const cutting: Behaviour = (response) => void response.destroy();

const topicArn = 'arn:aws:sns:eu-west-1:999988887777:midwatch';
/** By the id of their digest, the messages that SNS has taken, whatever it answered. */
let taken: string[] = [];
/** What it does with each request, in order; then it is well. */
let behaviours: Behaviour[] = [];

const server = createServer(async (request, response) => {
  const form = new URLSearchParams(await text(request));
  const behaviour = behaviours.shift() ?? well;
  const values = [...form].filter(([key]) => key.endsWith('.Value.StringValue')).map(([, value]) => value);
  if (behaviour === well || behaviour === cutting || behaviour === accepting) {
    taken.push(values.find((value) => /^2026\d{4}T/.test(value)) ?? 'no digest');
  }
  behaviour(response);
});
const accepting: Behaviour = refusing(500, 'InternalFailure');

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.closeAllConnections();
  return new Promise<void>((resolve) => void server.close(() => resolve()));
});
beforeEach(() => {
  taken = [];
  behaviours = [];
});

/** A night of the deployed functions that tells by SNS, with so many attempts of each call. */
function nightOf(store: FakeStore, daysLater: number, maxAttempts: number) {
  const { asOf } = aSweep(daysLater);
  const connection = makeConnection({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: '999988887777', secretAccessKey: 'none' },
    maxAttempts,
    requestTimeoutMs: 150,
  });
  const notifier = makeSnsNotifier({
    client: snsClient(connection, topicArn),
    topicArn,
    render: digestMessages().text,
  });
  const aws = fakeAws([aCluster({ version: '1.32' })]);
  return deployedSweep({ aws, store, accounts: [accounts.prod], clock: { now: () => asOf }, notifier });
}

const modes: readonly (readonly [string, Behaviour])[] = [
  ['fails', refusing(500, 'InternalFailure')],
  ['refuses', refusing(403, 'AuthorizationError')],
  ['throttles', refusing(400, 'Throttling')],
  ['is so slow that nobody waits', silent],
  ['takes the message, and answers with an error', accepting],
  ['takes the message, and the answer is cut', cutting],
];

describe.each(modes)('SNS that %s', (_, behaviour) => {
  it('leaves everything untold, and the next night tells it', async () => {
    const store = fakeStore({ now: () => aSweep(1).asOf });
    behaviours = [behaviour];

    await expect(nightOf(store, 0, 1).run('night')).rejects.toThrow();
    expect((await store.untoldFindings()).length).toBeGreaterThan(0);
    expect(await store.latestSweep()).toBeUndefined();
    taken = [];
    await nightOf(store, 1, 1).run('the next night');

    expect(taken).toHaveLength(1);
    expect(await store.untoldFindings()).toEqual([]);
  });

  it('and is well again when it is asked anew, is told under one id', async () => {
    const store = fakeStore({ now: () => aSweep().asOf });
    behaviours = [behaviour];
    await expect(nightOf(store, 0, 1).run('night')).rejects.toThrow();

    // As the state machine does: the same execution, once more.
    await nightOf(store, 0, 1).run('night');
    await nightOf(store, 0, 1).run('night');

    expect([...new Set(taken)]).toEqual([expect.stringMatching(/^20260301T020000Z-/)]);
    expect(taken.length).toBeLessThanOrEqual(2);
    expect(await store.untoldFindings()).toEqual([]);
  });
});

it('a failure that passes is tried again within the call, under the same id', async () => {
  const store = fakeStore({ now: () => aSweep().asOf });
  behaviours = [refusing(500, 'InternalFailure'), silent];

  await nightOf(store, 0, 5).run('night');

  expect(taken).toHaveLength(1);
  expect(await store.untoldFindings()).toEqual([]);
});
