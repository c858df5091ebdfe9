import { makeAccountDirectory } from '#adapters/aws/account-directory.ts';
import { makeAwsReader } from '#adapters/aws/aws-reader.ts';
import { type CallerIdentity, callerIdentity } from '#adapters/aws/caller-identity.ts';
import { makeAwsClients } from '#adapters/aws/clients.ts';
import { type CallListener, makeConnection } from '#adapters/aws/connection.ts';
import type { KubernetesListener } from '#adapters/kubernetes/kubernetes-reader.ts';
import type { Unreadable } from '#core/reading.ts';
import { imageParameters } from '#data/image-parameters.ts';
import type { AccountDirectory } from '#ports/account-directory.ts';
import type { AwsReader } from '#ports/aws-reader.ts';
import type { Config } from '#shared/config.ts';
import { kubernetesOf } from '../composition/kubernetes.ts';
import { type Io, RefusedError, UsageError } from './io.ts';
import { unknownCallerWords } from './unknown-caller.ts';

export interface ReachedAws {
  readonly caller: CallerIdentity;
  readonly reader: AwsReader;
  readonly directory: AccountDirectory;
  /** Where the caller is at home. */
  readonly region: () => Promise<string>;
}

/**
 * What reads AWS as the caller, and in the roles of other accounts.
 *
 * @throws {UsageError} {RefusedError} where AWS does not say who calls
 * @throws {NoCredentialsError}
 */
export async function reachAws(
  config: Config,
  sessionName: string,
  { env }: Pick<Io, 'env'>,
  listener?: CallListener & { readonly kubernetes: KubernetesListener },
): Promise<ReachedAws> {
  const { memberRole, accounts = [], organization, limits } = config;
  const connection = makeConnection({ callsPerSecond: limits.callsPerSecond, ...(listener ? { listener } : {}) });
  const identity = await callerIdentity(connection);
  const caller = identity.readable ? identity.value : refuseUnknownCaller(identity.because, env);
  const needsRole = organization !== undefined || accounts.some(({ id }) => id !== caller.account);
  const clients = makeAwsClients({ connection, caller, sessionName, ...(needsRole ? { memberRole } : {}) });
  return {
    caller,
    reader: makeAwsReader(clients, imageParameters, kubernetesOf(config, listener?.kubernetes)),
    directory: makeAccountDirectory({ connection }),
    region: connection.region,
  };
}

/** Nobody is taken for the caller whom AWS did not name: what is audited by other credentials is another account. */
function refuseUnknownCaller(because: Unreadable, env: Io['env']): never {
  const words = unknownCallerWords(because, env);
  // Credentials that nobody takes are as good as none.
  throw because.obstacle === 'DENIED' ? new UsageError(words) : new RefusedError(words);
}
