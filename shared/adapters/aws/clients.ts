import { AccountClient } from '@aws-sdk/client-account';
import { EC2Client } from '@aws-sdk/client-ec2';
import { EKSClient } from '@aws-sdk/client-eks';
import { KMSClient } from '@aws-sdk/client-kms';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { Target } from '#core/snapshot.ts';
import { assumedRole, roleArnOf } from './assumed-role.ts';
import type { CallerIdentity } from './caller-identity.ts';
import { type AwsConnection, type Credentials, gentle } from './connection.ts';

/** The role by which other accounts than the caller's are read. */
export interface MemberRole {
  readonly name: string;
  readonly externalId?: string;
}

export interface AwsClientsOptions {
  readonly connection: AwsConnection;
  readonly caller: Pick<CallerIdentity, 'account' | 'partition'>;
  /** Absent where only the caller's own account is read. */
  readonly memberRole?: MemberRole;
  /** Who reads, as CloudTrail will tell in the audited account: `midwatch-<sweep>`. */
  readonly sessionName: string;
}

/** The SDK's clients, one a target, each gentle and counted. */
export interface AwsClients {
  eks(target: Target): EKSClient;
  ec2(target: Target): EC2Client;
  kms(target: Target): KMSClient;
  ssm(target: Target): SSMClient;
  account(account: string): AccountClient;
  /** The role's ARN; undefined where the caller's own credentials serve. */
  roleFor(account: string): string | undefined;
  /** Closes the clients of an account and forgets its keys. */
  release(account: string): void;
  callsMade(): number;
  callsThrottled(): number;
}

export function makeAwsClients({ connection, caller, memberRole, sessionName }: AwsClientsOptions): AwsClients {
  const { config, region: home, counting, callsPerSecond } = connection;
  const known = new Map<string, AccountClients>();

  function makeAccountClients(account: string): AccountClients {
    const options = { sts: connection.sts, partition: caller.partition, account, memberRole, sessionName };
    const credentials: { credentials?: Credentials } =
      account === caller.account ? {} : { credentials: assumedRole(options) };
    return {
      account: counting(new AccountClient({ ...config, ...credentials, region: home }), account),
      eks: perRegion((region) =>
        gentle(counting(new EKSClient({ ...config, ...credentials, region }), account), callsPerSecond),
      ),
      ec2: perRegion((region) =>
        gentle(counting(new EC2Client({ ...config, ...credentials, region }), account), callsPerSecond),
      ),
      kms: perRegion((region) =>
        gentle(counting(new KMSClient({ ...config, ...credentials, region }), account), callsPerSecond),
      ),
      ssm: perRegion((region) =>
        gentle(counting(new SSMClient({ ...config, ...credentials, region }), account), callsPerSecond),
      ),
    };
  }

  /** Made once: clients keep their sockets, and credentials are kept until they expire. */
  function clientsOf(account: string): AccountClients {
    const clients = known.get(account) ?? makeAccountClients(account);
    known.set(account, clients);
    return clients;
  }

  return {
    eks: ({ account, region }) => clientsOf(account).eks.of(region),
    ec2: ({ account, region }) => clientsOf(account).ec2.of(region),
    kms: ({ account, region }) => clientsOf(account).kms.of(region),
    ssm: ({ account, region }) => clientsOf(account).ssm.of(region),
    account: (account) => clientsOf(account).account,
    roleFor: (account) =>
      account === caller.account || !memberRole ? undefined : roleArnOf(caller.partition, account, memberRole),
    release(account) {
      const clients = known.get(account);
      known.delete(account);
      if (!clients) return;
      const { account: itself, eks, ec2, kms, ssm } = clients;
      for (const client of [itself, ...eks.all(), ...ec2.all(), ...kms.all(), ...ssm.all()]) client.destroy();
    },
    callsMade: () => connection.callsMade(),
    callsThrottled: () => connection.callsThrottled(),
  };
}

/** What is kept for one account. */
interface AccountClients {
  readonly account: AccountClient;
  readonly eks: PerRegion<EKSClient>;
  readonly ec2: PerRegion<EC2Client>;
  readonly kms: PerRegion<KMSClient>;
  readonly ssm: PerRegion<SSMClient>;
}

/** The clients of one service, each made when its region is first asked. */
interface PerRegion<C> {
  of(region: string): C;
  all(): Iterable<C>;
}

function perRegion<C>(make: (region: string) => C): PerRegion<C> {
  const clients = new Map<string, C>();
  return {
    of(region) {
      const client = clients.get(region) ?? make(region);
      clients.set(region, client);
      return client;
    },
    all: () => clients.values(),
  };
}
