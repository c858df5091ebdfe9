import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { z } from 'zod';
import { type Reading, readable, unreadable } from '#core/reading.ts';
import { type AwsConnection, stsClient } from './connection.ts';
import { unreadableBecause } from './obstacle.ts';
import { oneLine } from './one-line.ts';
import { parseAnswer } from './parse-answer.ts';

export interface CallerIdentity {
  readonly account: string;
  readonly arn: string;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
}

/** There are no credentials to ask AWS with: nothing that the caller has set up gave any. */
export class NoCredentialsError extends Error {
  override readonly name = 'NoCredentialsError';

  constructor(cause: Error) {
    super(oneLine(`got no AWS credentials, wanted some in the environment, a profile or a role: ${cause.message}`), {
      cause,
    });
  }
}

const CallerIdentityAnswer = z.object({
  Account: z.string().regex(/^\d{12}$/),
  Arn: z.string().regex(/^arn:[a-z0-9-]+:/),
});

/** The SDK's names for providers that have nothing to give, or cannot any more (an expired SSO session). */
const noCredentials = ['CredentialsProviderError', 'TokenProviderError', 'ProviderError'];

export function isNoCredentials(error: unknown): error is Error {
  return error instanceof Error && noCredentials.includes(error.name);
}

/** The first call of all: somebody waits for it, and what stands in its way is seldom over in a minute. */
const firstAttempts = 3;

/** Whose credentials these are. @throws {NoCredentialsError} where there are none to ask with. */
export async function callerIdentity(connection: AwsConnection): Promise<Reading<CallerIdentity>> {
  try {
    const answer = await stsClient(connection, firstAttempts).send(new GetCallerIdentityCommand({}));
    const { Account: account, Arn: arn } = parseAnswer(CallerIdentityAnswer, answer);
    return readable({ account, arn, partition: arn.split(':')[1] ?? 'aws' });
  } catch (error) {
    if (isNoCredentials(error)) throw new NoCredentialsError(error);
    return unreadable(unreadableBecause('sts:GetCallerIdentity', error));
  }
}
