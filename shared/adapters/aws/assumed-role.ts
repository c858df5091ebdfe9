import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { z } from 'zod';
import type { MemberRole } from './clients.ts';
import { RoleNotAssumedError, unreadableBecause } from './obstacle.ts';
import { parseAnswer, text } from './parse-answer.ts';

export interface AssumedRoleOptions {
  readonly sts: () => STSClient;
  readonly partition: string;
  readonly account: string;
  readonly memberRole: MemberRole | undefined;
  readonly sessionName: string;
}

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

const AssumeRoleAnswer = z.object({
  Credentials: z.object({ AccessKeyId: text, SecretAccessKey: text, SessionToken: text, Expiration: z.date() }),
});

/** Renewed this long before they end, so that no call is made with keys that end on its way. */
const renewBeforeMs = 5 * 60_000;

export function roleArnOf(partition: string, account: string, { name }: MemberRole): string {
  return `arn:${partition}:iam::${account}:role/${name}`;
}

/**
 * The keys of the member role in an account, asked for when first needed and shared by all who read there.
 *
 * @throws {RoleNotAssumedError} A refusal is remembered: nobody asks again for what was denied.
 */
export function assumedRole(options: AssumedRoleOptions): () => Promise<Keys> {
  let known: Keys | undefined;
  let asking: Promise<Keys> | undefined;
  return async () => {
    if (known && known.expiration.getTime() - Date.now() > renewBeforeMs) return known;
    asking ??= assume(options);
    const asked = asking;
    try {
      known = await asked;
      if (asking === asked) asking = undefined;
      return known;
    } catch (error) {
      if (asking === asked && !isRefusal(error)) asking = undefined; // trouble passes
      throw error;
    }
  };
}

async function assume({ sts, partition, account, memberRole, sessionName }: AssumedRoleOptions): Promise<Keys> {
  if (!memberRole) {
    const detail = `no member role is configured by which account ${account} could be read`;
    throw new RoleNotAssumedError({ call: 'sts:AssumeRole', obstacle: 'NOT_CONFIGURED', detail });
  }
  try {
    const answer = await sts().send(
      new AssumeRoleCommand({
        RoleArn: roleArnOf(partition, account, memberRole),
        RoleSessionName: sessionNameOf(sessionName),
        ...(memberRole.externalId === undefined ? {} : { ExternalId: memberRole.externalId }),
      }),
    );
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = parseAnswer(
      AssumeRoleAnswer,
      answer,
    ).Credentials;
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      expiration: Expiration,
    };
  } catch (error) {
    throw new RoleNotAssumedError(unreadableBecause('sts:AssumeRole', error), { cause: error });
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof RoleNotAssumedError && ['DENIED', 'DENIED_BY_SCP'].includes(error.because.obstacle);
}

/** STS takes 2 to 64 of these characters. */
export function sessionNameOf(text: string): string {
  return text
    .replace(/[^\w+=,.@-]/g, '-')
    .slice(0, 64)
    .padEnd(2, '-');
}
