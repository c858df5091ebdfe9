import { GetAccessKeyInfoCommand, STSClient } from '@aws-sdk/client-sts';
import type { AccountOf } from '../../functions/replay/caller.ts';
import { clientConfig, type LocalAccount } from './aws-environment.ts';

/** The accounts of the keys that this engine gives out: it is asked once for each key. */
export function accountsOfKeys(local: LocalAccount): AccountOf {
  const client = new STSClient(clientConfig(local));
  const known = new Map<string, Promise<string | undefined>>();
  return (accessKeyId) => {
    const asked =
      known.get(accessKeyId) ??
      client.send(new GetAccessKeyInfoCommand({ AccessKeyId: accessKeyId })).then(({ Account }) => Account);
    known.set(accessKeyId, asked);
    return asked;
  };
}
