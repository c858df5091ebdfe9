import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fault, FaultAnswer } from '#adapters/recording/fault.ts';
import type { RecordedNight, Recording } from '#adapters/recording/recording.ts';
import { accountAskedFor, askedFor } from './asked-for.ts';
import { AwsError } from './aws-error.ts';
import { type AccountOf, accountInKey, type Caller, callerOf } from './caller.ts';
import { errorOf, type Faults, makeFaults, type SeenCall } from './faults.ts';
import { type KubernetesApi, startKubernetesApi } from './kubernetes/api.ts';
import type { Scene } from './operation.ts';
import { restJsonError } from './rest-json.ts';
import type { Question, Reply, Service } from './service.ts';
import { services } from './services/index.ts';
import { inSmallPages } from './small-pages.ts';

export interface ReplayOptions {
  readonly recording: Recording;
  /** A night's id or its place, counted from 1. @default the first */
  readonly night?: string | number;
  /** @default one that is free */
  readonly port?: number;
  /** Whose an access key is, where another than this server gives the keys out. @default the account is the key's id */
  readonly accountOf?: AccountOf;
  /** Is told of each call as it comes, with what a bad day makes of it, before it is answered. */
  readonly onCall?: (call: SeenCall, bad: FaultAnswer | undefined) => void;
}

/** A recording, served over HTTP as AWS would. */
export interface ReplayServer {
  readonly url: string;
  /** Turns to another night, with the faults of its manifest; what `misbehave` had set is over. @throws for no such night */
  readonly setNight: (night: string | number) => void;
  /** Has the server answer as on a bad day, before the faults of the night itself; an empty list ends it. */
  readonly misbehave: (faults: readonly Fault[]) => void;
  /** Every call that reached an operation, in the order in which they came; retries are calls. */
  readonly callsSeen: () => readonly SeenCall[];
  readonly close: () => Promise<void>;
}

interface State extends Required<Pick<ReplayOptions, 'accountOf' | 'onCall'>> {
  night: RecordedNight;
  faults: Faults;
  readonly seen: SeenCall[];
  readonly itemsAPage: number | undefined;
}

/**
 * Serves one night of a recording at a time, on this machine only, and beside it the Kubernetes API of its clusters.
 *
 * The account is told by the access key id; the region and the service by the signature.
 */
export async function startReplayServer({
  recording,
  night = 1,
  port = 0,
  accountOf = accountInKey,
  onCall = () => undefined,
}: ReplayOptions): Promise<ReplayServer> {
  const first = nightOf(recording, night);
  const { itemsAPage } = recording;
  const state: State = { accountOf, onCall, itemsAPage, night: first, faults: makeFaults(first.faults), seen: [] };
  const kubernetes = await startKubernetesApi({
    accountOf,
    itemsAPage,
    night: () => state.night,
    meet: (call) => meet(state, call),
  });
  const server = createServer((request, response) => {
    handle(state, kubernetes, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  }).catch(async (error: unknown) => {
    await kubernetes.close();
    throw error;
  });

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setNight: (next) => {
      state.night = nightOf(recording, next);
      state.faults = makeFaults(state.night.faults);
    },
    misbehave: (faults) => {
      state.faults = makeFaults([...faults, ...state.night.faults]);
    },
    callsSeen: () => [...state.seen],
    async close() {
      await kubernetes.close();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}

function nightOf({ name, nights }: Recording, wanted: string | number): RecordedNight {
  const night = typeof wanted === 'number' ? nights[wanted - 1] : nights.find(({ id }) => id === wanted);
  if (night) return night;
  const ids = nights.map(({ id }) => id).join(', ');
  throw new Error(`night of ${name}: got ${JSON.stringify(wanted)}, wanted 1 to ${nights.length} or one of ${ids}`);
}

async function handle(
  state: State,
  kubernetes: KubernetesApi,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await text(request);
  const reply = await replyTo(state, kubernetes, request, body);
  if (reply === 'cut') {
    response.destroy();
    return;
  }
  response.writeHead(reply.status, { ...reply.headers, 'x-amzn-requestid': randomUUID() });
  response.end(reply.body);
}

async function replyTo(
  state: State,
  kubernetes: KubernetesApi,
  { headers, method = 'GET', url = '/' }: IncomingMessage,
  body: string,
) {
  let writeError = restJsonError;
  try {
    const caller = await callerOf(headers, state.accountOf);
    const service = services[caller.service];
    if (!service) throw new AwsError('UnknownOperationException', 404, `${caller.service} is not served`);
    writeError = service.writeError;
    const question = service.read({ method, url: new URL(url, 'http://replay'), headers, body });
    return await answer(state, service, question, { caller, night: state.night, kubernetes });
  } catch (error) {
    return writeError(error instanceof AwsError ? error : new AwsError('InternalFailure', 500, String(error)));
  }
}

/** What a bad day makes of a call that came: it has waited by then as long as it has to. */
async function meet({ seen, faults, onCall }: State, call: SeenCall): Promise<FaultAnswer | undefined> {
  seen.push(call);
  const fault = faults.meet(call);
  onCall(call, fault?.answer);
  if (fault?.delayMs !== undefined) await wait(fault.delayMs, undefined, { ref: false });
  return fault?.answer;
}

/** The night that a call finds is the one that answers it, however slow it is made. */
async function answer(state: State, service: Service, question: Question, scene: Scene): Promise<Reply | 'cut'> {
  const { caller, night } = scene;
  const call = seenCall(caller, question, night.id);
  const bad = await meet(state, call);
  if (bad === 'cut') return 'cut';
  if (bad !== undefined) throw errorOf(bad, service, call, caller.principalArn);

  const { operation, name, input } = question;
  if (!operation) throw new AwsError('InvalidRequestException', 400, `${name} is not served by the replay`);
  return service.write(operation, operation.answer(inSmallPages(operation, input, state.itemsAPage), scene));
}

function seenCall({ service, account, region }: Caller, { name, input }: Question, night: string): SeenCall {
  return {
    service,
    operation: name,
    account: accountAskedFor(account, input),
    region,
    night,
    ...askedFor(service, input),
  };
}
