import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { tableDefinition } from '#adapters/dynamodb/tables.ts';
import { HubStack } from '../../infra/hub-stack.ts';

let template: Template;

beforeAll(() => {
  template = Template.fromStack(new HubStack(new App(), 'midwatch-hub'));
});

describe('the history table', () => {
  const keys = (partition: string, sort?: string) => [
    { AttributeName: partition, KeyType: 'HASH' },
    ...(sort === undefined ? [] : [{ AttributeName: sort, KeyType: 'RANGE' }]),
  ];

  it('has the keys, the indexes and the expiry that the store writes', () => {
    const { partitionKey, sortKey, timeToLive, indexes } = tableDefinition;

    const [table] = Object.values(template.findResources('AWS::DynamoDB::Table'));

    expect(table?.Properties.KeySchema).toEqual(keys(partitionKey, sortKey));
    expect(table?.Properties.TimeToLiveSpecification).toEqual({ AttributeName: timeToLive, Enabled: true });
    expect(table?.Properties.GlobalSecondaryIndexes).toEqual(
      indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: keys(index.partitionKey, 'sortKey' in index ? index.sortKey : undefined),
        Projection: { ProjectionType: index.projection },
      })),
    );
  });

  it('is paid for by use, encrypted by KMS, recoverable, and not deleted by mistake', () => {
    template.allResources('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: Match.objectLike({
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true },
      }),
    });
  });

  it('is one', () => {
    template.resourceCountIs('AWS::DynamoDB::Table', 1);
  });
});

describe('the topic of the digests', () => {
  it('takes nothing that is not sent over TLS', () => {
    template.resourceCountIs('AWS::SNS::Topic', 1);
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      Topics: [{ Ref: Match.stringLikeRegexp('^Digests') }],
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Deny',
            Action: 'sns:Publish',
            Principal: '*',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ]),
      },
    });
  });
});

describe('the outputs', () => {
  it('name the table and the topic', () => {
    template.hasOutput('HistoryTableName', { Value: { Ref: Match.stringLikeRegexp('^History') } });
    template.hasOutput('DigestTopicArn', { Value: { Ref: Match.stringLikeRegexp('^Digests') } });
  });
});
