import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export interface DigestTopicProps {
  readonly key: IKey;
  readonly emails: readonly string[];
  /** Where a message goes that an address does not take. */
  readonly undelivered: IQueue;
}

/** Where the digests are sent, and the alarms of who sends them. */
export class DigestTopic extends Topic {
  constructor(scope: Construct, id: string, { key, emails, undelivered }: DigestTopicProps) {
    super(scope, id, { displayName: 'Midwatch', masterKey: key, enforceSSL: true });
    const alarms = {
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: '*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    };
    this.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topicArn],
        conditions: { ArnLike: { 'aws:SourceArn': Stack.of(this).formatArn(alarms) } },
      }),
    );
    for (const email of new Set(emails)) {
      this.addSubscription(new EmailSubscription(email, { deadLetterQueue: undelivered }));
    }
  }
}
