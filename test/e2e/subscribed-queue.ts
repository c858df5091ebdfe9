import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { clientConfig, type LocalAccount } from './aws-environment.ts';

/** What SNS puts into a queue. */
const Notification = z.object({
  Subject: z.string(),
  Message: z.string(),
  MessageAttributes: z.record(z.string(), z.object({ Type: z.string(), Value: z.string() })),
});
export type Notification = z.infer<typeof Notification>;

export interface SubscribedQueue {
  /** Takes the messages that are there; undefined where there are none. */
  readonly receive: () => Promise<readonly Notification[] | undefined>;
}

/** A queue that hears what is published to a topic. */
export async function subscribeQueue(local: LocalAccount, topicArn: string): Promise<SubscribedQueue> {
  const sqs = new SQSClient(clientConfig(local));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'digests' }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  const queueArn = `${Attributes?.QueueArn}`;
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
      },
    ],
  });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  const sns = new SNSClient(clientConfig(local));
  await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: queueArn }));

  return {
    receive: async () => {
      const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      for (const { ReceiptHandle } of Messages ?? []) {
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
      return Messages?.map(({ Body }) => Notification.parse(JSON.parse(`${Body}`)));
    },
  };
}
