import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { EventsRefusedError, eventBridgeClient, makeEventBus } from '#adapters/aws/event-bus.ts';
import type { Told } from '#core/digest.ts';
import { aFinding, told } from '../../support/document-builders.ts';
import { connectionTo } from './local-aws.ts';

const bus = mockClient(EventBridgeClient);
const busArn = 'arn:aws:events:eu-central-1:111122223333:event-bus/midwatch';
const pauses: number[] = [];

beforeEach(() => {
  bus.reset();
  pauses.length = 0;
});

async function publish(transitions: readonly Told[], render: (one: Told) => string = ({ finding }) => finding.id) {
  const client = eventBridgeClient(connectionTo('http://127.0.0.1:1'), busArn);
  const pause = async (milliseconds: number) => void pauses.push(milliseconds);
  await makeEventBus({ client, busArn, render, pause }).publish(transitions);
}

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => told(aFinding({ fault: `fault-${index}` })));
const requests = () => bus.commandCalls(PutEventsCommand).map(({ args }) => args[0].input.Entries ?? []);
const details = () => requests().map((entries) => entries.map(({ Detail }) => Detail));
const taken = { EventId: '1' };
const refused = { ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' };

/** Answers one request after the other, each by what it says of each entry. */
function answers(...each: readonly (readonly object[])[]) {
  const all = bus.on(PutEventsCommand);
  for (const Entries of each) all.resolvesOnce({ Entries: [...Entries] });
}

describe('a transition', () => {
  it('is an event of its time and its cluster', async () => {
    answers([taken]);
    const one = told(aFinding());

    await publish([one], () => '{"a":1}');

    expect(requests()).toEqual([
      [
        {
          EventBusName: busArn,
          Source: 'midwatch',
          DetailType: 'Midwatch Finding Transition',
          Time: new Date(one.transition.at),
          Resources: [one.finding.cluster],
          Detail: '{"a":1}',
        },
      ],
    ]);
  });

  it('is one of at most ten a request', async () => {
    bus.on(PutEventsCommand).callsFake(({ Entries }) => ({ Entries: Entries.map(() => taken) }));

    await publish(many(21));

    expect(requests().map(({ length }) => length)).toEqual([10, 10, 1]);
    expect(new Set(details().flat()).size).toBe(21);
  });

  it('is one of as many as a request has bytes for', async () => {
    bus.on(PutEventsCommand).callsFake(({ Entries }) => ({ Entries: Entries.map(() => taken) }));

    await publish(many(5), () => 'ü'.repeat(50_000));

    expect(requests().map(({ length }) => length)).toEqual([2, 2, 1]);
  });

  it('is none where nothing happened', async () => {
    await publish([]);

    expect(requests()).toEqual([]);
  });

  it('that was not taken is asked for again, and no other', async () => {
    answers([taken, refused, taken], [taken]);
    const three = many(3);

    await publish(three);

    expect(details()[1]).toEqual([three[1]?.finding.id]);
    expect(pauses).toEqual([400]);
  });

  it('that is never taken is an error, after some attempts with growing pauses', async () => {
    bus.on(PutEventsCommand).resolves({ Entries: [refused] });

    await expect(publish(many(1))).rejects.toThrow(
      new EventsRefusedError('1 of 1 events were not taken: ThrottlingException'),
    );
    expect(requests()).toHaveLength(4);
    expect(pauses).toEqual([400, 800, 1600]);
  });

  it('of which nothing is said was not taken', async () => {
    bus.on(PutEventsCommand).resolves({});

    await expect(publish(many(2))).rejects.toThrow('2 of 2 events were not taken: no answer');
  });
});

it('the client is in the region of the bus', async () => {
  const client = eventBridgeClient(connectionTo('http://127.0.0.1:1'), busArn);

  expect(await client.config.region()).toBe('eu-central-1');
});
