import { setTimeout as wait } from 'node:timers/promises';
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Told } from '#core/digest.ts';
import type { EventPublisher } from '#ports/event-publisher.ts';
import type { AwsConnection } from './connection.ts';

export interface EventBusOptions {
  readonly client: EventBridgeClient;
  readonly busArn: string;
  render(told: Told): string;
  readonly pause?: (milliseconds: number) => Promise<unknown>;
}

/** EventBridge did not take all events, after all attempts. */
export class EventsRefusedError extends Error {
  override readonly name = 'EventsRefusedError';
}

export const eventSource = 'midwatch';
export const eventDetailType = 'Midwatch Finding Transition';

/** What one request may hold. */
const mostEntries = 10;
const mostBytes = 240 * 1024;

const attempts = 4;
const firstPauseMilliseconds = 200;

/** Puts each transition on an EventBridge bus. What a request gives back as not taken is asked for again. */
export function makeEventBus({ client, busArn, render, pause = wait }: EventBusOptions): EventPublisher {
  async function put(entries: readonly PutEventsRequestEntry[]): Promise<void> {
    let left = entries;
    let refusal = '';
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      if (attempt > 0) await pause(firstPauseMilliseconds * 2 ** attempt);
      const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: [...left] }));
      const answers = left.map((_, index) => Entries[index]);
      left = left.filter((_, index) => answers[index]?.EventId === undefined);
      if (left.length === 0) return;
      refusal = answers.find((answer) => answer?.ErrorCode)?.ErrorCode ?? 'no answer';
    }
    throw new EventsRefusedError(`${left.length} of ${entries.length} events were not taken: ${refusal}`);
  }

  return {
    async publish(transitions) {
      const entries = transitions.map((told): PutEventsRequestEntry => {
        const { finding, transition } = told;
        return {
          EventBusName: busArn,
          Source: eventSource,
          DetailType: eventDetailType,
          Time: new Date(transition.at),
          Resources: [finding.cluster],
          Detail: render(told),
        };
      });
      for (const request of requestsOf(entries)) await put(request);
    },
  };
}

/** A client in the region of the bus. */
export function eventBridgeClient({ config, region, counting }: AwsConnection, busArn: string): EventBridgeClient {
  return counting(new EventBridgeClient({ ...config, region: busArn.split(':')[3] || region }));
}

/** As many entries a request as it may hold. */
function requestsOf(entries: readonly PutEventsRequestEntry[]): readonly (readonly PutEventsRequestEntry[])[] {
  const requests: PutEventsRequestEntry[][] = [];
  let room = 0;
  for (const entry of entries) {
    const bytes =
      Buffer.byteLength(`${entry.Detail}${entry.Source}${entry.DetailType}${entry.Resources?.join('')}`) + 14;
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
