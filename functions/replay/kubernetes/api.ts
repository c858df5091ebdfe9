import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { FaultAnswer } from '#adapters/recording/fault.ts';
import type { RecordedCluster, RecordedNight } from '#adapters/recording/recording.ts';
import type { AccountOf } from '../caller.ts';
import type { SeenCall } from '../faults.ts';
import { entryOf } from '../scene.ts';
import { makeAuthority } from './authority.ts';
import { listsOf } from './content.ts';
import { operationAt, refuse, serving } from './lists.ts';

/** What is played, as the Kubernetes API of its clusters needs it. */
export interface Play {
  readonly night: () => RecordedNight;
  readonly accountOf: AccountOf;
  readonly itemsAPage: number | undefined;
  /** What a bad day makes of a call, once it has waited as long as it has to. */
  readonly meet: (call: SeenCall) => Promise<FaultAnswer | undefined>;
}

/** The Kubernetes API of all clusters that are recorded with theirs. */
export interface KubernetesApi {
  readonly endpointOf: (account: string, region: string, cluster: string) => string;
  /** PEM: one authority for all, of this server alone. */
  readonly certificateAuthority: string;
  readonly close: () => Promise<void>;
}

/** Serves what is recorded of the Kubernetes API, over HTTPS and on this machine only, each cluster under a path of its own. */
export async function startKubernetesApi(play: Play): Promise<KubernetesApi> {
  const { authority, server: own } = makeAuthority();
  const server = createServer({ key: own.key, cert: own.certificate }, (request, response) => {
    handle(play, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    endpointOf: (...place) => `https://127.0.0.1:${port}/${place.join('/')}`,
    certificateAuthority: authority,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function handle(play: Play, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'https://replay');
  const [, account = '', region = '', cluster = '', path = ''] =
    /^\/(\d+)\/([^/]+)\/([^/]+)(.*)$/.exec(url.pathname) ?? [];
  const night = play.night();
  const { kubernetes } = clusterOf(night, account, region, cluster) ?? {};
  if (!kubernetes) return refuse(response, 404, 'NotFound');
  const caller = await callerIn(request.headers.authorization, play.accountOf);
  if (caller?.account !== account || caller.region !== region) return refuse(response, 401, 'Unauthorized');
  const operation = operationAt(path);
  if (operation !== undefined) {
    const answer = await play.meet({ service: 'kubernetes', operation, account, region, cluster, night: night.id });
    if (answer === 'cut') return void response.destroy();
    if (answer !== undefined) return refuse(response, ...badDays[answer]);
  }
  response.setHeader('audit-id', randomUUID());
  serving(listsOf(kubernetes), play.itemsAPage)(request, response, new URL(`${path}${url.search}`, url));
}

function clusterOf(night: RecordedNight, account: string, region: string, name: string): RecordedCluster | undefined {
  const regions = entryOf(night.accounts, account)?.clusters;
  return regions && entryOf(entryOf(regions, region) ?? {}, name);
}

/** Who asks: a token is a question to STS, signed with a key that tells the account, as the signature of a call does. */
async function callerIn(authorization: string | undefined, accountOf: AccountOf) {
  const [, token = ''] = /^Bearer k8s-aws-v1\.([\w-]+)$/.exec(authorization ?? '') ?? [];
  const { searchParams } = new URL(Buffer.from(token, 'base64url').toString(), 'https://nobody');
  const [, key, region] =
    /^([^/]+)\/\d{8}\/([^/]+)\/sts\/aws4_request$/.exec(searchParams.get('X-Amz-Credential') ?? '') ?? [];
  return key === undefined ? undefined : { account: (await accountOf(key)) ?? key, region };
}

/** The statuses and reasons that the API gives its bad days: where credentials are worth nothing, it knows nobody. */
const badDays: Readonly<Record<Exclude<FaultAnswer, 'cut'>, readonly [status: number, reason: string]>> = {
  throttled: [429, 'TooManyRequests'],
  refused: [403, 'Forbidden'],
  'refused-by-scp': [403, 'Forbidden'],
  'region-disabled': [401, 'Unauthorized'],
  'server-error': [500, 'InternalError'],
  'not-found': [404, 'NotFound'],
};
