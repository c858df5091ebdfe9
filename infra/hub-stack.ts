import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { HistoryTable } from './constructs/history-table.ts';

/** What stands once, in the account that audits the others. */
export class HubStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const history = new HistoryTable(this, 'History');
    const digests = new Topic(this, 'Digests', { displayName: 'Midwatch', enforceSSL: true });

    new CfnOutput(this, 'HistoryTableName', { value: history.tableName, description: 'For --table' });
    new CfnOutput(this, 'DigestTopicArn', { value: digests.topicArn, description: 'To subscribe to' });
  }
}
