import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { eventBridgeClient, makeEventBus } from '#adapters/aws/event-bus.ts';
import type { TransitionEvent } from '#core/digest/transition-event.ts';
import { anEvent } from '../../support/document-builders.ts';
import { connectionTo } from './local-aws.ts';

const bus = mockClient(EventBridgeClient);
const busArn = 'arn:aws:events:eu-central-1:111122223333:event-bus/midwatch';
const pauses: number[] = [];

beforeEach(() => {
  bus.reset();
  pauses.length = 0;
});

async function publish(
  events: readonly TransitionEvent[],
  render: (event: TransitionEvent) => string = ({ id }) => id,
) {
  const client = eventBridgeClient(connectionTo('http://127.0.0.1:1'), busArn);
  const pause = async (milliseconds: number) => void pauses.push(milliseconds);
  const refused = await makeEventBus({ client, busArn, render, pause }).publish(events);
  return refused.map(({ event: { id }, because }) => [id, because]);
}

const many = (count: number) => Array.from({ length: count }, (_, index) => anEvent({ fault: `fault-${index}` }));
const requests = () => bus.commandCalls(PutEventsCommand).map(({ args }) => args[0].input.Entries ?? []);
const details = () => requests().map((entries) => entries.map(({ Detail }) => Detail));
const taken = { EventId: '1' };
const throttled = { ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' };
const malformed = { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };

/** Answers one request after the other, each by what it says of each entry. */
function answers(...each: readonly (readonly object[])[]) {
  const all = bus.on(PutEventsCommand);
  for (const Entries of each) all.resolvesOnce({ Entries: [...Entries] });
}

/** Answers each entry by itself. */
function answersEach(answer: (detail: string) => object) {
  bus.on(PutEventsCommand).callsFake(({ Entries }) => ({
    Entries: Entries.map(({ Detail }: { Detail: string }) => answer(Detail)),
  }));
}

describe('a transition', () => {
  it('is an event of its time and its cluster', async () => {
    answers([taken]);
    const event = anEvent();

    expect(await publish([event], () => '{"a":1}')).toEqual([]);

    expect(requests()).toEqual([
      [
        {
          EventBusName: busArn,
          Source: 'midwatch',
          DetailType: 'Midwatch Finding Transition',
          Time: new Date(event.transition.at),
          Resources: [event.finding.cluster],
          Detail: '{"a":1}',
        },
      ],
    ]);
  });

  it('is one of at most ten a request', async () => {
    answersEach(() => taken);

    await publish(many(21));

    expect(requests().map(({ length }) => length)).toEqual([10, 10, 1]);
    expect(new Set(details().flat()).size).toBe(21);
  });

  it('is one of as many as a request has bytes for', async () => {
    answersEach(() => taken);

    await publish(many(5), () => 'ü'.repeat(50_000));

    expect(requests().map(({ length }) => length)).toEqual([2, 2, 1]);
  });

  it('has less room than a request, by what is beside it', async () => {
    answersEach(() => taken);
    const rooms: number[] = [];

    await makeEventBus({
      client: eventBridgeClient(connectionTo('http://127.0.0.1:1'), busArn),
      busArn,
      render: (_, bytes) => `${rooms.push(bytes)}`,
    }).publish([anEvent()]);

    expect(rooms).toEqual([238 * 1024]);
  });

  it('is none where nothing happened', async () => {
    await publish([]);

    expect(requests()).toEqual([]);
  });
});

describe('an event that was not taken', () => {
  it('is asked for again, and no other', async () => {
    answers([taken, throttled, taken], [taken]);
    const three = many(3);

    expect(await publish(three)).toEqual([]);

    expect(details()[1]).toEqual([three[1]?.id]);
    expect(pauses).toEqual([400]);
  });

  it.each(['ThrottlingException', 'InternalFailure'])(
    'after some attempts with growing pauses is given back: %s',
    async (ErrorCode) => {
      bus.on(PutEventsCommand).resolves({ Entries: [{ ErrorCode }] });
      const [event] = many(1) as [TransitionEvent];

      expect(await publish([event])).toEqual([[event.id, ErrorCode]]);
      expect(requests()).toHaveLength(4);
      expect(pauses).toEqual([400, 800, 1600]);
    },
  );

  it('and never will be is given back at once, and holds none of its request up', async () => {
    answers([malformed, taken, throttled], [taken]);
    const three = many(3);

    expect(await publish(three)).toEqual([[three[0]?.id, 'MalformedDetail']]);
    expect(details()[1]).toEqual([three[2]?.id]);
  });

  it('is one of which nothing is said, too', async () => {
    bus.on(PutEventsCommand).resolves({});

    expect((await publish(many(2))).map(([, because]) => because)).toEqual(['no answer', 'no answer']);
    expect(requests()).toHaveLength(4);
  });

  it('holds up none of another request', async () => {
    const all = many(25);
    answersEach((detail) => (detail === all[3]?.id ? malformed : taken));

    expect(await publish(all)).toEqual([[all[3]?.id, 'MalformedDetail']]);
    expect(requests().map(({ length }) => length)).toEqual([10, 10, 5]);
  });
});

describe('a request that fails', () => {
  it('is told of each of its events, and the next is put', async () => {
    const failure = Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
    bus
      .on(PutEventsCommand)
      .rejectsOnce(failure)
      .callsFake(({ Entries }) => ({ Entries: Entries.map(() => taken) }));
    const all = many(12);

    expect(await publish(all)).toEqual(all.slice(0, 10).map(({ id }) => [id, 'ThrottlingException: Rate exceeded']));
    expect(requests()).toHaveLength(2);
  });

  it('with something that is no error is told as that', async () => {
    const client = { send: () => Promise.reject('nothing is there') } as unknown as EventBridgeClient;
    const [refused] = await makeEventBus({ client, busArn, render: ({ id }) => id }).publish(many(1));

    expect(refused?.because).toBe('nothing is there');
  });

  it('is the last of three in a row: a bus that takes nothing is asked no more', async () => {
    answersEach(() => malformed);

    const refused = await publish(many(45));

    expect(requests()).toHaveLength(3);
    expect(refused.map(([, because]) => because)).toEqual([
      ...Array.from({ length: 30 }, () => 'MalformedDetail'),
      ...Array.from({ length: 15 }, () => 'not tried'),
    ]);
  });

  it('counts anew after one of which anything was taken', async () => {
    const all = many(45);
    answersEach((detail) => (detail === all[25]?.id ? taken : malformed));

    await publish(all);

    expect(requests()).toHaveLength(5);
  });
});

it('the client is in the region of the bus', async () => {
  const client = eventBridgeClient(connectionTo('http://127.0.0.1:1'), busArn);

  expect(await client.config.region()).toBe('eu-central-1');
});
