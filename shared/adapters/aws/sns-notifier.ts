import { type MessageAttributeValue, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Digest } from '#core/digest/digest.ts';
import type { Notifier } from '#ports/notifier.ts';
import type { AwsConnection } from './connection.ts';

/** A digest in words. Attributes are what subscriptions filter by; one with several values holds for each. */
export interface RenderedDigest {
  readonly subject: string;
  readonly message: string;
  readonly attributes: Readonly<Record<string, string | readonly string[]>>;
}

export interface SnsNotifierOptions {
  readonly client: SNSClient;
  readonly topicArn: string;
  render(digest: Digest): RenderedDigest;
}

/** SNS refuses a message whose subject is longer, or holds anything but printable ASCII. */
const longestSubject = 100;

/** Publishes each digest to one topic, with its id as the attribute `digest`. */
export function makeSnsNotifier({ client, topicArn, render }: SnsNotifierOptions): Notifier {
  return {
    async notify(digest) {
      const { subject, message, attributes } = render(digest);
      const Subject = subjectOf(subject);
      await client.send(
        new PublishCommand({
          TopicArn: topicArn,
          ...(Subject === '' ? {} : { Subject }),
          Message: message,
          MessageAttributes: attributesOf({ ...attributes, digest: digest.id }),
        }),
      );
    },
  };
}

/** A client in the region of the topic. */
export function snsClient({ config, region, counting }: AwsConnection, topicArn: string): SNSClient {
  return counting(new SNSClient({ ...config, region: topicArn.split(':')[3] || region }));
}

function subjectOf(subject: string): string {
  return subject
    .replace(/\s+/g, ' ')
    .replace(/[^ -~]/gu, '?')
    .trim()
    .slice(0, longestSubject);
}

/** SNS refuses attributes without a value. */
function attributesOf(attributes: RenderedDigest['attributes']): Record<string, MessageAttributeValue> {
  const filled = Object.entries(attributes).filter(([, value]) => value.length > 0);
  return Object.fromEntries(
    filled.map(([name, value]): [string, MessageAttributeValue] => [
      name,
      typeof value === 'string'
        ? { DataType: 'String', StringValue: value }
        : { DataType: 'String.Array', StringValue: JSON.stringify(value) },
    ]),
  );
}
