import { vi } from 'vitest';

/** Whose resources, at which local AWS, and where. */
export interface LocalAccount {
  readonly url: string;
  readonly account: string;
  readonly region: string;
  /** By which it is known, in a file. */
  readonly certificate: string;
}

/** For the SDK's clients. An access key id of twelve digits is the root user of that account. */
export function clientConfig({ url, account, region }: LocalAccount) {
  return { endpoint: url, region, credentials: { accessKeyId: account, secretAccessKey: 'test' } };
}

/** All that a command may know of its surroundings: nothing in it leads to an account at AWS. */
export function awsEnvironment(local: LocalAccount, home: string): Record<string, string> {
  const { endpoint, region, credentials } = clientConfig(local);
  return {
    PATH: process.env.PATH ?? '',
    HOME: home,
    TMPDIR: home,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: region,
    NODE_EXTRA_CA_CERTS: local.certificate,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** Does something in this process with the credentials of the account. */
export async function asAccount<T>(local: LocalAccount, act: () => Promise<T>): Promise<T> {
  const { credentials } = clientConfig(local);
  vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey);
  try {
    return await act();
  } finally {
    vi.unstubAllEnvs();
  }
}
