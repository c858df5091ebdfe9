import { DescribeKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { z } from 'zod';
import type { KmsKey } from '#core/nodes/launch-template.ts';
import { type Reading, readable, unreadable } from '#core/reading.ts';
import { unreadableBecause } from './obstacle.ts';
import { parseAnswer, text } from './parse-answer.ts';
import { messageOf, nameOf } from './sdk-error.ts';

const KeyAnswer = z.object({ KeyMetadata: z.object({ KeyState: text }) });
const call = 'kms:DescribeKey';

/** The state of a key that an account names by its id, ARN or alias. */
export async function describeKmsKey(kms: KMSClient, key: string, account: string): Promise<Reading<KmsKey>> {
  try {
    const answer = await kms.send(new DescribeKeyCommand({ KeyId: key }));
    return readable({ state: parseAnswer(KeyAnswer, answer).KeyMetadata.KeyState });
  } catch (error) {
    if (nameOf(error) === 'NotFoundException') return readable({});
    return isHidden(error, key, account) ? readable({ hidden: true }) : unreadable(unreadableBecause(call, error));
  }
}

/**
 * Whether it is the key itself that lets nobody of the account look: no policy of ours would change that.
 *
 * A key has a policy of its own, and that of another account decides alone who may do what. Where our policies stand in
 * the way AWS says so.
 */
export function isHidden(error: unknown, key: string, account: string): boolean {
  if (unreadableBecause(call, error).obstacle !== 'DENIED') return false;
  const message = messageOf(error);
  const owner = /^arn:[^:]+:kms:[^:]*:(\d{12}):/.exec(key)?.[1] ?? account;
  return /resource-based polic/i.test(message) || (owner !== account && !/identity-based polic/i.test(message));
}
