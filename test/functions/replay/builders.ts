import { AccountClient } from '@aws-sdk/client-account';
import { EKSClient } from '@aws-sdk/client-eks';
import { STSClient } from '@aws-sdk/client-sts';
import type { JsonObject, RecordedCluster, RecordedNight, Recording } from '#adapters/recording/recording.ts';

export const hub = '999988887777';
export const shop = '111122223333';
export const region = 'eu-west-1';

export const regions = [
  { RegionName: 'af-south-1', RegionOptStatus: 'DISABLED' },
  { RegionName: 'eu-west-1', RegionOptStatus: 'ENABLED_BY_DEFAULT' },
  { RegionName: 'me-south-1', RegionOptStatus: 'ENABLED' },
];

export function aRecordedCluster(name: string, parts: Partial<RecordedCluster> = {}): RecordedCluster {
  return {
    cluster: {
      name,
      arn: `arn:aws:eks:${region}:${shop}:cluster/${name}`,
      createdAt: '2024-01-11T10:05:33.672Z',
      version: '1.25',
      status: 'ACTIVE',
      encryptionConfig: null,
    },
    addons: {},
    nodegroups: {},
    fargateProfiles: {},
    updates: {},
    ...parts,
  };
}

/** One night with a hub and one account that has the clusters in one region. */
export function aNight(clusters: readonly RecordedCluster[], parts: Partial<RecordedNight> = {}): RecordedNight {
  return {
    id: 'one',
    asOf: '2024-02-07T02:00:00.000Z',
    title: 'a night',
    story: '',
    faults: [],
    accounts: {
      [hub]: { regions, clusters: {} },
      [shop]: {
        regions,
        clusters: { [region]: Object.fromEntries(clusters.map((one) => [`${one.cluster.name}`, one])) },
      },
    },
    published: {},
    ...parts,
  };
}

export function aRecording(...nights: readonly RecordedNight[]): Recording {
  return { name: 'test', title: 'a test', about: '', hub, nights };
}

export interface ClientOptions {
  readonly account?: string;
  readonly region?: string;
  readonly maxAttempts?: number;
  readonly sessionToken?: string;
}

function settings(url: string, { account = shop, region: where = region, maxAttempts = 1, ...rest }: ClientOptions) {
  const token = rest.sessionToken === undefined ? {} : { sessionToken: rest.sessionToken };
  return {
    endpoint: url,
    region: where,
    maxAttempts,
    credentials: { accessKeyId: account, secretAccessKey: 'test', ...token },
  };
}

export function eks(url: string, options: ClientOptions = {}): EKSClient {
  return new EKSClient(settings(url, options));
}

export function sts(url: string, options: ClientOptions = {}): STSClient {
  return new STSClient(settings(url, options));
}

export function accounts(url: string, options: ClientOptions = {}): AccountClient {
  return new AccountClient(settings(url, options));
}

/** The answer as it is on the wire, without a client that makes it nice. */
export async function raw(url: string, path: string, init: RequestInit & { service?: string } = {}): Promise<Response> {
  const { service = 'eks', ...rest } = init;
  const scope = `${shop}/20240207/${region}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
  return fetch(`${url}${path}`, { ...rest, headers: { authorization } });
}

export async function rawJson(url: string, path: string, init: RequestInit = {}): Promise<JsonObject> {
  return (await (await raw(url, path, init)).json()) as JsonObject;
}
