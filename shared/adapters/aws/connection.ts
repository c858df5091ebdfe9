import { STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import pLimit from 'p-limit';
import { proxied } from '../https/proxied.ts';
import { makeCircuitBreaker } from './circuit-breaker.ts';
import { isThrottled } from './obstacle.ts';
import { makePace } from './pace.ts';
import { patience } from './patience.ts';

/** Keys, or what provides them. */
export type Credentials = NonNullable<STSClientConfig['credentials']>;

export interface ConnectionOptions {
  /** Where the caller is at home: STS and the account API are asked there. @default the SDK's own choice, else us-east-1 */
  readonly region?: string;
  /** One address for every service. @default the SDK's own: AWS_ENDPOINT_URL and its like, else AWS */
  readonly endpoint?: string;
  /** @default the SDK's chain of providers */
  readonly credentials?: Credentials;
  /** How often one call is tried. */
  readonly maxAttempts?: number;
  /** How many calls a second one region of one account is asked at most, retries included. @default 100 */
  readonly callsPerSecond?: number;
  /** How long an answer may take before the call is tried again. */
  readonly requestTimeoutMs?: number;
  /** Hears what every call came to, once it is tried no more. */
  readonly listener?: CallListener;
}

/** A call as a client made it. */
export interface MadeCall {
  /** As it is signed for: `eks`, `sts`. */
  readonly service: string;
  /** `DescribeCluster`. */
  readonly operation: string;
  /** Absent where it is made with the caller's own keys, whatever account it is about. */
  readonly account?: string | undefined;
  readonly region: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface CallListener {
  /** @returns the answer as whoever asked is to see it */
  answered(call: MadeCall, answer: object): object;
  failed(call: MadeCall, error: unknown): void;
}

/** How all clients of one audit reach AWS, and how often they have. */
export interface AwsConnection {
  readonly region: () => Promise<string>;
  readonly config: ReturnType<typeof configOf>;
  readonly callsPerSecond: number;
  /** The one client by which roles are assumed, made when it is first needed: each would keep a socket of its own. */
  readonly sts: () => STSClient;
  /** Counts every attempt of a client's calls, which read that account where one is named. */
  counting<C extends Client>(client: C, account?: string): C;
  callsMade(): number;
  /** How many attempts AWS turned away because there were too many. */
  callsThrottled(): number;
}

/** An SDK client. Each types its stack of middleware by its own commands; ours takes any of them. */
interface Client {
  readonly middlewareStack: { add(middleware: never, options: never): void };
  readonly config: { readonly serviceId: string; readonly region: () => Promise<string> };
}
type Handler = (args: unknown) => Promise<unknown>;
type Middleware = (next: Handler, context: { readonly commandName?: string }) => Handler;

/**
 * EKS throttles per account and region, at rates that it does not publish; nodes that start ask the same API. Eight
 * calls of 20 ms in flight are some 400 a second, as much as an audit can use and as it may take.
 */
export const callsInFlight = 8;

/** Beyond what an audit of a usual region needs at all; for a large one it is what leaves room for others. */
const callsPerSecond = 100;

/** The SDK's three give up within seconds of throttling; ten, doubling, outlast a region that gives five calls a second. */
const attempts = 10;

/** What each attempt costs where packets are dropped. */
const connectionTimeoutMs = 3_000;

/** The slowest answer, a page of the add-on catalogue, takes a few seconds. */
const answerTimeoutMs = 20_000;

export function makeConnection(options: ConnectionOptions = {}): AwsConnection {
  let calls = 0;
  let throttled = 0;
  let sts: STSClient | undefined;
  const connection: AwsConnection = {
    region: homeRegion(options.region),
    config: configOf(options),
    callsPerSecond: options.callsPerSecond ?? callsPerSecond,
    counting(client, account) {
      if (options.listener) tellOf(client, account, options.listener);
      const count: Middleware = (next) => (args) => {
        calls += 1;
        return next(args);
      };
      // Next to the wire: inside the retries, and after whatever may stop a request from being sent.
      add(client, count, { step: 'deserialize', priority: 'low', name: 'countCalls' });
      const countThrottled: Middleware = (next) => async (args) => {
        try {
          return await next(args);
        } catch (error) {
          if (isThrottled(error)) throttled += 1;
          throw error;
        }
      };
      // Outside of what makes errors of answers, and inside the retries too.
      add(client, countThrottled, { step: 'finalizeRequest', priority: 'low', name: 'countThrottledCalls' });
      return client;
    },
    callsMade: () => calls,
    callsThrottled: () => throttled,
    sts: () => {
      sts ??= stsClient(connection);
      return sts;
    },
  };
  return connection;
}

/**
 * Lets no more than so many calls of a client run at once, where one that waits to be tried again keeps its place, and
 * no more than so many reach AWS within any second. What gets nowhere is given up after a few of its kind.
 */
export function gentle<C extends Client>(client: C, perSecond: number): C {
  const limit = pLimit(callsInFlight);
  const bound: Middleware = (next) => (args) => limit(() => next(args));
  add(client, bound, { step: 'initialize', priority: 'high', name: 'boundCallsInFlight' });
  const unlessHopeless = makeCircuitBreaker();
  const broken: Middleware =
    (next, { commandName = '' }) =>
    (args) =>
      unlessHopeless(commandName, () => next(args));
  // Inside of that bound: what waited for its place is not made either.
  add(client, broken, { step: 'initialize', priority: 'normal', name: 'breakCircuit' });
  const pace = makePace(perSecond);
  const paced: Middleware = (next) => (args) => pace(() => next(args));
  add(client, paced, { step: 'deserialize', priority: 'low', name: 'paceCalls' });
  return client;
}

/** Tells a listener what a client's calls came to: outside of the retries. */
function tellOf(client: Client, account: string | undefined, listener: CallListener): void {
  const tell: Middleware =
    (next, { commandName = '' }) =>
    async (args) => {
      const { input } = args as { input: MadeCall['input'] };
      const operation = commandName.replace(/Command$/, '');
      const call = { service: client.config.serviceId.toLowerCase(), operation, account, input };
      const region = await client.config.region();
      try {
        const result = (await next(args)) as { readonly output: object };
        return { ...result, output: listener.answered({ ...call, region }, result.output) };
      } catch (error) {
        listener.failed({ ...call, region }, error);
        throw error;
      }
    };
  add(client, tell, { step: 'initialize', priority: 'low', name: 'tellListener' });
}

/** A client of STS in the caller's home region: a regional endpoint's tokens are good in every region. */
export function stsClient({ config, region, counting }: AwsConnection, maxAttempts = config.maxAttempts): STSClient {
  const most = Math.min(maxAttempts, config.maxAttempts);
  return counting(new STSClient({ ...config, region, maxAttempts: most, retryStrategy: patience(most) }));
}

function add(client: Client, middleware: Middleware, place: { step: string; priority: string; name: string }): void {
  client.middlewareStack.add(middleware as never, place as never);
}

function configOf({ endpoint, credentials, maxAttempts = attempts, requestTimeoutMs }: ConnectionOptions) {
  return {
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    maxAttempts,
    retryStrategy: patience(maxAttempts),
    customUserAgent: 'midwatch',
    requestHandler: {
      connectionTimeout: connectionTimeoutMs,
      requestTimeout: requestTimeoutMs ?? answerTimeoutMs,
      // The first ends where an answer begins; this one is for an answer that stops in the middle.
      socketTimeout: requestTimeoutMs ?? answerTimeoutMs,
      throwOnRequestTimeout: true,
      // Descriptions, of which each client makes agents of its own: behind one address, agents would share the sockets.
      httpAgent: { keepAlive: true, maxSockets: callsInFlight },
      httpsAgent: { keepAlive: true, maxSockets: callsInFlight, ...proxied() },
    },
  };
}

function homeRegion(region: string | undefined): () => Promise<string> {
  if (region !== undefined) return async () => region;
  // The SDK knows the environment and the profile; where neither names a region it throws.
  return () => new STSClient({}).config.region().catch(() => 'us-east-1');
}
