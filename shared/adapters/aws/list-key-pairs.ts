import { DescribeKeyPairsCommand, type EC2Client } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import type { Reading } from '#core/reading.ts';
import { attempt } from './obstacle.ts';
import { parseAnswer, text } from './parse-answer.ts';

const KeyPairs = z.object({ KeyPairs: z.array(z.object({ KeyName: text })) });

/** The names of all key pairs of a region, in one call: a list of names fails whole where one of them is gone. */
export function listKeyPairs(ec2: EC2Client): Promise<Reading<ReadonlySet<string>>> {
  return attempt('ec2:DescribeKeyPairs', async () => {
    const answer = await ec2.send(new DescribeKeyPairsCommand({}));
    return new Set(parseAnswer(KeyPairs, answer).KeyPairs.map(({ KeyName }) => KeyName));
  });
}
