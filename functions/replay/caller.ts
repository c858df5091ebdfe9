import type { IncomingHttpHeaders } from 'node:http';
import { AwsError } from './aws-error.ts';

/** Who calls, and where: read from the signature, which is not verified. */
export interface Caller {
  readonly service: string;
  readonly account: string;
  readonly region: string;
  readonly principalArn: string;
}

/** The account that an access key id belongs to; undefined for a key that is nobody's. */
export type AccountOf = (accessKeyId: string) => Promise<string | undefined>;

/** An access key id of twelve digits is the account; what our own AssumeRole gives out is made so too. */
export const accountInKey: AccountOf = async (accessKeyId) => accessKeyId;

export async function callerOf(headers: IncomingHttpHeaders, accountOf: AccountOf): Promise<Caller> {
  const scope = /Credential=([^/,\s]+)\/\d{8}\/([^/,\s]+)\/([^/,\s]+)\/aws4_request/.exec(headers.authorization ?? '');
  const [, accessKeyId, region, service] = scope ?? [];
  if (!accessKeyId || !region || !service) {
    throw new AwsError('MissingAuthenticationTokenException', 403, 'Missing Authentication Token');
  }
  // An id that is nobody's is no account of the recording either: each service refuses it in its own words.
  const account = (await accountOf(accessKeyId)) ?? accessKeyId;
  return { service, account, region, principalArn: principalOf(account, headers['x-amz-security-token']) };
}

/** The session token of an assumed role: enough to tell later who calls. */
export function sessionToken(role: string, session: string): string {
  return Buffer.from(`${role}/${session}`).toString('base64url');
}

function principalOf(account: string, token: string | string[] | undefined): string {
  const session = typeof token === 'string' ? Buffer.from(token, 'base64url').toString() : '';
  return /^[\w+=,.@-]+\/[\w+=,.@-]+$/.test(session)
    ? `arn:aws:sts::${account}:assumed-role/${session}`
    : `arn:aws:iam::${account}:user/replay`;
}
