import { GetAccessKeyInfoCommand, STSClient } from '@aws-sdk/client-sts';
import type { AccountOf } from '../../functions/replay/caller.ts';
import { clientConfig, type LocalAccount } from './aws-environment.ts';

/** The accounts of the keys that the engine gives out, as STS tells them to anybody who asks. */
export function accountsOfKeys(local: LocalAccount): AccountOf {
  const client = new STSClient(clientConfig(local));
  return async (AccessKeyId) => (await client.send(new GetAccessKeyInfoCommand({ AccessKeyId }))).Account;
}
