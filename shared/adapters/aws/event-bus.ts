import { setTimeout as wait } from 'node:timers/promises';
import {
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import type { TransitionEvent } from '#core/digest/transition-event.ts';
import type { EventPublisher, RefusedEvent } from '#ports/event-publisher.ts';
import type { AwsConnection } from './connection.ts';

export interface EventBusOptions {
  readonly client: EventBridgeClient;
  readonly busArn: string;
  /** The detail of an event, in no more than so many bytes. */
  render(event: TransitionEvent, bytes: number): string;
  readonly pause?: (milliseconds: number) => Promise<unknown>;
}

export const eventSource = 'midwatch';
export const eventDetailType = 'Midwatch Finding Transition';

/** What one request may hold. */
const mostEntries = 10;
const mostBytes = 240 * 1024;
/** Of them, for all that is not the detail of an event. */
const bytesBesideDetail = 2 * 1024;

const attempts = 4;
const firstPauseMilliseconds = 200;
/** What EventBridge says of an entry that it may take the next time. */
const passing: readonly (string | undefined)[] = ['InternalFailure', 'ThrottlingException'];

/** A bus that takes nothing of so many requests in a row is asked no more: each costs attempts, and a sweep has an end. */
const mostInVain = 3;

/** An event with what is sent of it. */
interface Entry {
  readonly event: TransitionEvent;
  readonly sent: PutEventsRequestEntry;
}

/** Puts each transition on an EventBridge bus. What a request gives back as not taken, and may yet be, is asked for again. */
export function makeEventBus({ client, busArn, render, pause = wait }: EventBusOptions): EventPublisher {
  function entryOf(event: TransitionEvent): Entry {
    const sent = {
      EventBusName: busArn,
      Source: eventSource,
      DetailType: eventDetailType,
      Time: new Date(event.transition.at),
      Resources: [event.finding.cluster],
      Detail: render(event, mostBytes - bytesBesideDetail),
    };
    return { event, sent };
  }

  /** What was not taken of one request, after all attempts. */
  async function put(request: readonly Entry[]): Promise<readonly RefusedEvent[]> {
    const refused: RefusedEvent[] = [];
    let left = request;
    for (let attempt = 1; left.length > 0; attempt += 1) {
      const answers = await ask(left);
      const again: Entry[] = [];
      for (const [index, entry] of left.entries()) {
        const answer = answers[index];
        if (answer?.EventId !== undefined) continue;
        const mayBeTaken = answer === undefined || passing.includes(answer.ErrorCode);
        if (mayBeTaken && attempt < attempts) again.push(entry);
        else refused.push({ event: entry.event, because: answer?.ErrorCode ?? 'no answer' });
      }
      left = again;
      if (left.length > 0) await pause(firstPauseMilliseconds * 2 ** attempt);
    }
    return refused;
  }

  /** The answer to each entry; where the request as a whole failed, after the attempts of the SDK, that to all. */
  async function ask(entries: readonly Entry[]): Promise<readonly PutEventsResultEntry[]> {
    try {
      const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: entries.map(({ sent }) => sent) }));
      return Entries;
    } catch (error) {
      const ErrorCode = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      return entries.map(() => ({ ErrorCode }));
    }
  }

  return {
    async publish(events) {
      const refused: RefusedEvent[] = [];
      let inVain = 0;
      for (const request of requestsOf(events.map(entryOf))) {
        const isTried = inVain < mostInVain;
        const left = isTried ? await put(request) : request.map(({ event }) => ({ event, because: 'not tried' }));
        inVain = left.length === request.length ? inVain + 1 : 0;
        refused.push(...left);
      }
      return refused;
    },
  };
}

/** A client in the region of the bus. */
export function eventBridgeClient({ config, region, counting }: AwsConnection, busArn: string): EventBridgeClient {
  return counting(new EventBridgeClient({ ...config, region: busArn.split(':')[3] || region }));
}

/** As many entries a request as it may hold. */
function requestsOf(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const requests: Entry[][] = [];
  let room = 0;
  for (const entry of entries) {
    const bytes = bytesOf(entry.sent);
    const last = requests.at(-1);
    if (last && last.length < mostEntries && bytes <= room) {
      last.push(entry);
      room -= bytes;
    } else {
      requests.push([entry]);
      room = mostBytes - bytes;
    }
  }
  return requests;
}

/** As EventBridge counts them; the time of an event are 14. */
function bytesOf({ Detail, Source, DetailType, Resources }: PutEventsRequestEntry): number {
  return Buffer.byteLength(`${Detail}${Source}${DetailType}${Resources?.join('')}`) + 14;
}
