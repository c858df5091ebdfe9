import { AccountClient } from '@aws-sdk/client-account';
import { EKSClient } from '@aws-sdk/client-eks';
import type { Target } from '#core/snapshot.ts';
import { assumedRole, roleArnOf } from './assumed-role.ts';
import type { CallerIdentity } from './caller-identity.ts';
import { type AwsConnection, type Credentials, gentle, stsClient } from './connection.ts';

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
  callsMade(): number;
}

export function makeAwsClients({ connection, caller, memberRole, sessionName }: AwsClientsOptions): AwsClients {
  const { config, region: home, counting } = connection;
  const sts = stsClient(connection);

  const credentialsOf = remembered((account: string): { credentials?: Credentials } => {
    if (account === caller.account) return {};
    return { credentials: assumedRole({ sts, partition: caller.partition, account, memberRole, sessionName }) };
  });
  const eksOf = remembered((key: string) => {
    const [account = '', region = ''] = key.split(' ');
    return gentle(counting(new EKSClient({ ...config, ...credentialsOf(account), region })));
  });

  return {
    eks: ({ account, region }) => eksOf(`${account} ${region}`),
    account: remembered((account) =>
      counting(new AccountClient({ ...config, ...credentialsOf(account), region: home })),
    ),
    roleFor: (account) =>
      account === caller.account || !memberRole ? undefined : roleArnOf(caller.partition, account, memberRole),
    callsMade: () => connection.callsMade(),
  };
}

/** Makes each once: a client keeps its sockets, credentials keep until they expire. */
function remembered<T>(make: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
}
