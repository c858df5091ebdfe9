import { ProvisionedThroughputExceededException } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, BatchWriteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Item } from '#adapters/dynamodb/item.ts';
import type { DocumentClient } from '#adapters/dynamodb/table.ts';
import { tableName } from '../../support/memory-table/memory-table.ts';
import type { Random } from './random.ts';

/** The process was ended: from here on nothing that it does has any effect. */
export class KilledError extends Error {
  override readonly name = 'KilledError';
}

export interface Troubles {
  /** The item at which the process dies: before it is written, or after. */
  readonly diesAt?: { readonly write: number; readonly isWritten: boolean };
  /** How often a request is given up by the SDK, since DynamoDB throttles. */
  readonly throttled: number;
  /** How often DynamoDB takes a part of a batch, gives a short page, or takes a Put whose answer is lost. */
  readonly strained: number;
}

export interface TroubledClient {
  readonly client: DocumentClient;
  readonly written: readonly Item[];
  isDead(): boolean;
  /** Ends the process here. */
  kill(): never;
}

/** The client of one process, to a table that is shared, on a night with troubles. */
export function troubledClient(inner: DocumentClient, random: Random, troubles: Troubles): TroubledClient {
  const written: Item[] = [];
  let dead = false;
  const kill = (): never => {
    dead = true;
    throw new KilledError('killed');
  };

  async function write(Item: Item, send: () => Promise<unknown>): Promise<unknown> {
    const { diesAt } = troubles;
    const isLast = diesAt?.write === written.length;
    if (isLast && !diesAt?.isWritten) kill();
    written.push(Item);
    const answer = await send();
    return isLast ? kill() : answer;
  }

  async function put(command: PutCommand): Promise<unknown> {
    return write(command.input.Item as Item, async () => {
      // The SDK sends again what was taken and not answered: its own item is there already.
      if (random.chance(troubles.strained)) await inner.send(command).catch(() => undefined);
      return inner.send(command);
    });
  }

  /** One item after the other: what comes before a death is written. */
  async function batchWrite({ input }: BatchWriteCommand): Promise<unknown> {
    const requests = input.RequestItems?.[tableName] ?? [];
    const taken = random.chance(troubles.strained) ? random.below(requests.length + 1) : requests.length;
    for (const request of requests.slice(0, taken)) {
      const single = new BatchWriteCommand({ RequestItems: { [tableName]: [request] } });
      await write(request.PutRequest?.Item as Item, () => inner.send(single));
    }
    const left = requests.slice(taken);
    return { UnprocessedItems: left.length === 0 ? {} : { [tableName]: left } };
  }

  async function batchGet(command: BatchGetCommand): Promise<unknown> {
    const asked = command.input.RequestItems?.[tableName];
    const keys = asked?.Keys ?? [];
    if (!random.chance(troubles.strained)) return inner.send(command);
    const taken = 1 + random.below(keys.length);
    const some = { [tableName]: { ...asked, Keys: keys.slice(0, taken) } };
    const left = keys.slice(taken);
    const answer = await inner.send(new BatchGetCommand({ RequestItems: some }));
    return { ...answer, ...(left.length === 0 ? {} : { UnprocessedKeys: { [tableName]: { ...asked, Keys: left } } }) };
  }

  function query(command: QueryCommand): Promise<unknown> {
    const isShort = command.input.Limit === undefined && random.chance(troubles.strained);
    return inner.send(isShort ? new QueryCommand({ ...command.input, Limit: 1 + random.below(20) }) : command);
  }

  async function send(command: unknown): Promise<unknown> {
    if (dead) kill();
    if (random.chance(troubles.throttled)) {
      throw new ProvisionedThroughputExceededException({ message: 'too many requests', $metadata: {} });
    }
    const answer = await passOn(command);
    // What was under way when the process ended is answered to nobody.
    return dead ? kill() : answer;
  }

  function passOn(command: unknown): Promise<unknown> {
    if (command instanceof PutCommand) return put(command);
    if (command instanceof BatchWriteCommand) return batchWrite(command);
    if (command instanceof BatchGetCommand) return batchGet(command);
    if (command instanceof QueryCommand) return query(command);
    return inner.send(command as never);
  }

  return { client: { send } as DocumentClient, written, isDead: () => dead, kill };
}
