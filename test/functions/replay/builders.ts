import { AccountClient } from '@aws-sdk/client-account';
import { EC2Client } from '@aws-sdk/client-ec2';
import { EKSClient } from '@aws-sdk/client-eks';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { STSClient } from '@aws-sdk/client-sts';
import type {
  JsonObject,
  RecordedCluster,
  RecordedNight,
  RecordedOrganization,
  Recording,
} from '#adapters/recording/recording.ts';

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
    podIdentityAssociations: {},
    insights: {},
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

/** An organization of the hub and the shop, which has a unit of its own with a crowded one below it, and an empty one. */
export function anOrganization(crowd: readonly string[] = []): RecordedOrganization {
  const anAccount = (Id: string, Name: string) => ({ Id, Name, State: 'ACTIVE' });
  return {
    administrators: [hub],
    parents: {
      'r-ab12': {
        Accounts: [{ ...anAccount(hub, 'hub'), JoinedTimestamp: '2020-01-02T03:04:05Z' }],
        OrganizationalUnits: [
          { Id: 'ou-ab12-shop0000', Name: 'shop' },
          { Id: 'ou-ab12-empty000', Name: 'empty' },
        ],
      },
      'ou-ab12-shop0000': {
        Accounts: [anAccount(shop, 'shop')],
        OrganizationalUnits: [{ Id: 'ou-ab12-many0000', Name: 'many' }],
      },
      'ou-ab12-many0000': { Accounts: crowd.map((id) => anAccount(id, `account ${id}`)), OrganizationalUnits: [] },
    },
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

export function ec2(url: string, options: ClientOptions = {}): EC2Client {
  return new EC2Client(settings(url, options));
}

export function sts(url: string, options: ClientOptions = {}): STSClient {
  return new STSClient(settings(url, options));
}

export function accounts(url: string, options: ClientOptions = {}): AccountClient {
  return new AccountClient(settings(url, options));
}

export function organizations(url: string, options: ClientOptions = {}): OrganizationsClient {
  return new OrganizationsClient(settings(url, options));
}

interface RawCall extends Omit<RequestInit, 'headers'> {
  readonly service?: string;
  readonly account?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The answer as it is on the wire, without a client that makes it nice. */
export async function raw(url: string, path: string, init: RawCall = {}): Promise<Response> {
  const { service = 'eks', account = shop, headers = {}, ...rest } = init;
  const scope = `${account}/20240207/${region}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
  return fetch(`${url}${path}`, { ...rest, headers: { ...headers, authorization } });
}

export async function rawJson(url: string, path: string, init: RawCall = {}): Promise<JsonObject> {
  return (await (await raw(url, path, init)).json()) as JsonObject;
}
