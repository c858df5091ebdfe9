import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeSnsNotifier, type RenderedDigest, snsClient } from '#adapters/aws/sns-notifier.ts';
import type { Digest } from '#core/digest/digest.ts';
import { refusal } from './answers.ts';
import { connectionTo } from './local-aws.ts';

const sns = mockClient(SNSClient);
const topicArn = 'arn:aws:sns:eu-central-1:111122223333:midwatch';
const digest = { id: 'sweep-1' } as Digest;

beforeEach(() => sns.reset());

async function notify(rendered: Partial<RenderedDigest> = {}): Promise<void> {
  const client = snsClient(connectionTo('http://127.0.0.1:1'), topicArn);
  const render = ({ id }: Digest) => ({ subject: 'one finding', message: `about ${id}`, attributes: {}, ...rendered });
  await makeSnsNotifier({ client, topicArn, render }).notify(digest);
}

function published() {
  return sns.commandCalls(PublishCommand)[0]?.args[0].input;
}

describe('a digest', () => {
  it('is published to the topic, with its id', async () => {
    sns.on(PublishCommand).resolves({ MessageId: '1' });

    await notify({ attributes: { severity: ['HIGH', 'LOW'], account: '111122223333', environment: [], rule: '' } });

    expect(published()).toEqual({
      TopicArn: topicArn,
      Subject: 'one finding',
      Message: 'about sweep-1',
      MessageAttributes: {
        severity: { DataType: 'String.Array', StringValue: '["HIGH","LOW"]' },
        account: { DataType: 'String', StringValue: '111122223333' },
        digest: { DataType: 'String', StringValue: 'sweep-1' },
      },
    });
  });

  it.each([
    ['100 characters', 'x'.repeat(100), 'x'.repeat(100)],
    ['101 characters', 'x'.repeat(101), 'x'.repeat(100)],
    ['line breaks', ' one\r\ntwo\tthree ', 'one two three'],
    ['other alphabets', 'prod · größer 🌙', 'prod ? gr??er ?'],
    ['control characters', 'a\u0007b\u007f', 'a?b?'],
  ])('of a subject with %s is cut to what SNS takes', async (_, subject, expected) => {
    sns.on(PublishCommand).resolves({});

    await notify({ subject });

    expect(published()?.Subject).toBe(expected);
  });

  it('without a subject has none', async () => {
    sns.on(PublishCommand).resolves({});

    await notify({ subject: ' \n ' });

    expect(published()).not.toHaveProperty('Subject');
  });

  it('that is not accepted is an error', async () => {
    sns.on(PublishCommand).rejects(refusal('NotFoundException', 'no such topic'));

    await expect(notify()).rejects.toThrow('no such topic');
  });
});

it('asks SNS in the region of the topic', async () => {
  const client = snsClient(connectionTo('http://127.0.0.1:1'), topicArn);

  expect(await client.config.region()).toBe('eu-central-1');
});

it('asks SNS at home where the topic names no region', async () => {
  const client = snsClient(connectionTo('http://127.0.0.1:1'), 'midwatch');

  expect(await client.config.region()).toBe('eu-west-1');
});
