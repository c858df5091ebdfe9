import { existsSync } from 'node:fs';
import { ApiUnreachableError, makeApiClient } from '#adapters/aws/api-client.ts';
import { NoCredentialsError } from '#adapters/aws/caller-identity.ts';
import { makeConnection } from '#adapters/aws/connection.ts';
import { defaultStoreFolder } from '#adapters/dynamodb/store-folder.ts';
import { say } from '#render/phrase.ts';
import { historyTrouble } from './history-trouble.ts';
import { type Io, RefusedError, UsageError } from './io.ts';
import { type AskedHistory, openLocalApi } from './local-api.ts';

/** Of whom questions are asked: of a history in this process, or of an API elsewhere. */
export interface Asked extends AskedHistory {
  /** The address of an API. */
  readonly api?: string;
}

/** Gives the answer to a path of the API. @throws {UsageError} where the question is wrong {RefusedError} where it was not answered */
export type Ask = (path: string) => Promise<unknown>;

/** Does something with somebody who can be asked. Whoever it is, the questions and the answers are those of the API. */
export async function asking<T>(asked: Asked, io: Io, act: (ask: Ask) => Promise<T>): Promise<T> {
  return asked.api === undefined ? askHere(asked, io, act) : act(askElsewhere(asked.api, asked, io));
}

async function askHere<T>(asked: Asked, io: Io, act: (ask: Ask) => Promise<T>): Promise<T> {
  assertIsThere(asked, io);
  const unforeseen: Error[] = [];
  const { api, close } = await openLocalApi(asked, io, (error) => void unforeseen.push(error));
  try {
    return await act(async (path) => {
      const response = await api.request(path);
      if (unforeseen[0]) throw historyTrouble(unforeseen[0]);
      return answerIn('the history', { status: response.status, body: await response.text() });
    });
  } finally {
    await close();
  }
}

/** Who only asks makes no history: an empty one would say that nothing was found. */
function assertIsThere({ store, table }: AskedHistory, { env }: Pick<Io, 'env'>): void {
  const folder = store ?? defaultStoreFolder(env);
  if (table !== undefined || existsSync(folder)) return;
  throw new UsageError(say`no history: got ${folder}, wanted a folder that an audit made: run midwatch audit`.text);
}

/** @throws {UsageError} where that is no address, or a history is named besides */
function askElsewhere(address: string, { store, table }: AskedHistory, { env }: Pick<Io, 'env'>): Ask {
  if (store !== undefined || table !== undefined) {
    throw new UsageError(`got --api and ${table === undefined ? '--store' : '--table'}, wanted one of them`);
  }
  const url = URL.parse(address);
  if (!url || !['https:', 'http:'].includes(url.protocol)) {
    throw new UsageError(
      `--api: got ${address}, wanted an address such as https://….execute-api.eu-west-1.amazonaws.com`,
    );
  }
  const ask = makeApiClient({ address: url, region: makeConnection().region, token: env.MIDWATCH_TOKEN });
  return async (path) => {
    try {
      return answerIn(url.href, await ask(path));
    } catch (error) {
      if (error instanceof ApiUnreachableError) throw new RefusedError(say`${error.message}`.text);
      throw error instanceof NoCredentialsError ? new UsageError(error.message) : error;
    }
  };
}

function answerIn(whose: string, { status, body }: { readonly status: number; readonly body: string }): unknown {
  const answer = jsonIn(body);
  if (status === 200 && answer !== undefined) return answer;
  // API Gateway says what is in the way as `message`, the API itself as `detail`.
  const { detail, message } = Object(answer) as { readonly detail?: unknown; readonly message?: unknown };
  const told = say`${whose} answered ${status}: ${String(detail ?? message ?? 'no answer of this API')}`.text;
  throw status === 400 || status === 404 ? new UsageError(told) : new RefusedError(told);
}

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // A page of somebody else's, say: whoever answered is not this API.
    return undefined;
  }
}
