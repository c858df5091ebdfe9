import type { IncomingHttpHeaders } from 'node:http';
import { AwsError } from './aws-error.ts';

/**
 * Who calls, and where: read from the signature, which is not verified.
 *
 * An access key id of twelve digits is the account; what AssumeRole gives out is made so too.
 */
export interface Caller {
  readonly service: string;
  readonly account: string;
  readonly region: string;
  readonly principalArn: string;
}

export function callerOf(headers: IncomingHttpHeaders): Caller {
  const scope = /Credential=([^/,\s]+)\/\d{8}\/([^/,\s]+)\/([^/,\s]+)\/aws4_request/.exec(headers.authorization ?? '');
  const [, accessKeyId, region, service] = scope ?? [];
  if (!accessKeyId || !region || !service) {
    throw new AwsError('MissingAuthenticationTokenException', 403, 'Missing Authentication Token');
  }
  const principalArn = principalOf(accessKeyId, headers['x-amz-security-token']);
  return { service, account: accessKeyId, region, principalArn };
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
