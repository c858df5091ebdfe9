import { AccountClient } from '@aws-sdk/client-account';
import { EKSClient } from '@aws-sdk/client-eks';
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
      account: counting(new AccountClient({ ...config, ...credentials, region: home })),
      makeEks: (region) => gentle(counting(new EKSClient({ ...config, ...credentials, region })), callsPerSecond),
      eks: new Map(),
    };
  }

  /** Made once: clients keep their sockets, and credentials are kept until they expire. */
  function clientsOf(account: string): AccountClients {
    const clients = known.get(account) ?? makeAccountClients(account);
    known.set(account, clients);
    return clients;
  }

  return {
    eks({ account, region }) {
      const { eks, makeEks } = clientsOf(account);
      const client = eks.get(region) ?? makeEks(region);
      eks.set(region, client);
      return client;
    },
    account: (account) => clientsOf(account).account,
    roleFor: (account) =>
      account === caller.account || !memberRole ? undefined : roleArnOf(caller.partition, account, memberRole),
    release(account) {
      const clients = known.get(account);
      known.delete(account);
      for (const client of clients ? [clients.account, ...clients.eks.values()] : []) client.destroy();
    },
    callsMade: () => connection.callsMade(),
    callsThrottled: () => connection.callsThrottled(),
  };
}

/** What is kept for one account. */
interface AccountClients {
  readonly account: AccountClient;
  readonly makeEks: (region: string) => EKSClient;
  readonly eks: Map<string, EKSClient>;
}
