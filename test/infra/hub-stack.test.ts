import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { tableDefinition } from '#adapters/dynamodb/tables.ts';
import { anApp, hubTemplate, textOf } from '../support/hub.ts';

const template = hubTemplate('notify: { emails: [oncall@example.com] }');

const propertiesOf = (type: string): Record<string, unknown>[] =>
  Object.values(template.findResources(type)).map(({ Properties }) => Properties);

describe('the history table', () => {
  const keys = (partition: string, sort?: string) => [
    { AttributeName: partition, KeyType: 'HASH' },
    ...(sort === undefined ? [] : [{ AttributeName: sort, KeyType: 'RANGE' }]),
  ];

  it('has the keys, the indexes and the expiry that the store writes', () => {
    const { partitionKey, sortKey, timeToLive, indexes } = tableDefinition;

    const [table] = propertiesOf('AWS::DynamoDB::Table');

    expect(table?.KeySchema).toEqual(keys(partitionKey, sortKey));
    expect(table?.TimeToLiveSpecification).toEqual({ AttributeName: timeToLive, Enabled: true });
    expect(table?.GlobalSecondaryIndexes).toEqual(
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

  it('is not encrypted by a key that goes with the stack', () => {
    expect(propertiesOf('AWS::DynamoDB::Table')).toEqual([
      expect.objectContaining({ SSESpecification: { SSEEnabled: true } }),
    ]);
  });
});

describe('the topic of the digests', () => {
  const statements = () =>
    propertiesOf('AWS::SNS::TopicPolicy').flatMap(
      ({ PolicyDocument }) => (PolicyDocument as { Statement: Record<string, unknown>[] }).Statement,
    );

  it('takes nothing that is not sent over TLS', () => {
    template.resourceCountIs('AWS::SNS::Topic', 1);
    expect(statements()).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Action: 'sns:Publish',
        Principal: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
  });

  it('takes the alarms of this account and region', () => {
    const [alarms = {}] = statements().filter(({ Effect }) => Effect === 'Allow');

    expect(alarms).toMatchObject({ Action: 'sns:Publish', Principal: { Service: 'cloudwatch.amazonaws.com' } });
    const { ArnLike } = alarms.Condition as { ArnLike: Record<string, unknown> };
    expect(textOf(ArnLike['aws:SourceArn'])).toBe('arn:aws:cloudwatch:eu-west-1:999988887777:alarm:*');
  });

  it('keeps what an address does not take', () => {
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'oncall@example.com',
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Undelivered'), 'Arn'] } },
    });
  });
});

describe('the key', () => {
  const [key = {}] = propertiesOf('AWS::KMS::Key');
  const [, senders] = (key.KeyPolicy as { Statement: Record<string, unknown>[] }).Statement;

  it('is changed every year, and encrypts the topic and each queue', () => {
    const id = Object.keys(template.findResources('AWS::KMS::Key'));

    expect(key).toMatchObject({ EnableKeyRotation: true });
    for (const one of [...propertiesOf('AWS::SNS::Topic'), ...propertiesOf('AWS::SQS::Queue')]) {
      expect(one.KmsMasterKeyId).toEqual({ 'Fn::GetAtt': [id[0], 'Arn'] });
    }
  });

  it('goes with the stack, of which it encrypts nothing that stays', () => {
    template.allResources('AWS::KMS::Key', { DeletionPolicy: 'Delete' });
  });

  it('can be used by who sends on its own: alarms, the schedule, the topic', () => {
    expect(senders).toMatchObject({
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Principal: { Service: ['cloudwatch.amazonaws.com', 'scheduler.amazonaws.com', 'sns.amazonaws.com'] },
    });
  });
});

describe('the schedule', () => {
  it('starts the sweep on the minute, tries again, and keeps what it could not start', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      State: 'ENABLED',
      FlexibleTimeWindow: { Mode: 'OFF' },
      ScheduleExpression: 'cron(0 2 * * ? *)',
      ScheduleExpressionTimezone: 'UTC',
      Target: {
        Arn: { Ref: Match.stringLikeRegexp('^Sweep') },
        RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 10 },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Missed'), 'Arn'] } },
      },
    });
  });
});

describe('the state machine', () => {
  it('is traced, and its log tells all that happened and nothing that was in it', () => {
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineName: 'midwatch-sweep',
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
    });
  });
});

describe('the functions', () => {
  const variables = { MIDWATCH_TABLE: { Ref: expect.stringMatching(/^History/) } };

  it('are four, named for their folders, and know what they work on', () => {
    const known = propertiesOf('AWS::Lambda::Function').map(({ FunctionName, Environment }) => [
      FunctionName,
      Object.entries((Environment as { Variables: object }).Variables).filter(([name]) => name.startsWith('MIDWATCH')),
    ]);

    expect(known).toEqual([
      ['midwatch-plan-sweep', Object.entries(variables)],
      ['midwatch-audit-account', Object.entries(variables)],
      [
        'midwatch-conclude-sweep',
        [...Object.entries(variables), ['MIDWATCH_TOPIC', { Ref: expect.stringMatching(/^Digests/) }]],
      ],
      ['midwatch-api', Object.entries(variables)],
    ]);
  });

  it('are made one way: on arm64, traced, and with logs in JSON', () => {
    template.allResourcesProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON', LogGroup: Match.anyValue() },
      Environment: {
        Variables: {
          NODE_OPTIONS: '--enable-source-maps',
          POWERTOOLS_SERVICE_NAME: 'midwatch',
          POWERTOOLS_METRICS_NAMESPACE: 'Midwatch',
          POWERTOOLS_LOG_LEVEL: 'INFO',
        },
      },
    });
  });

  it('of a sweep have all the time there is, and who answers as long as API Gateway waits', () => {
    const timeouts = propertiesOf('AWS::Lambda::Function').map(({ FunctionName, Timeout }) => [FunctionName, Timeout]);

    expect(Object.fromEntries(timeouts)).toEqual({
      'midwatch-plan-sweep': 900,
      'midwatch-audit-account': 900,
      'midwatch-conclude-sweep': 900,
      'midwatch-api': 30,
    });
  });

  it('are four programs, and others with another configuration', () => {
    const file = { name: 'midwatch.yaml', content: Buffer.from('retention: 30d') };
    const programs = [template, hubTemplate('', anApp(), [file])].flatMap((one) =>
      Object.values(one.findResources('AWS::Lambda::Function')).map(({ Properties }) => Properties.Code.S3Key),
    );

    expect(new Set(programs).size).toBe(8);
  });

  it('run as the auditor where they audit', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'midwatch-audit-account',
      Role: { 'Fn::GetAtt': [Match.stringLikeRegexp('Auditor'), 'Arn'] },
    });
    template.hasResourceProperties('AWS::IAM::Role', { RoleName: 'midwatch-auditor' });
  });
});

describe('the API', () => {
  it('has a route for reading, of its one function, and none for anything else', () => {
    expect(propertiesOf('AWS::ApiGatewayV2::Route').map(({ RouteKey }) => RouteKey)).toEqual([
      'GET /{proxy+}',
      'HEAD /{proxy+}',
    ]);
    expect(propertiesOf('AWS::ApiGatewayV2::Integration')).toMatchObject([
      { IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' },
    ]);
    expect(propertiesOf('AWS::Lambda::Permission').map(({ Principal }) => Principal)).toEqual(
      Array(2).fill('apigateway.amazonaws.com'),
    );
  });

  it('takes no more than people ask, and logs who asked for what, and nothing of what was answered', () => {
    const [stage] = propertiesOf('AWS::ApiGatewayV2::Stage');

    expect(stage).toMatchObject({
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 100 },
    });
    const { Format, DestinationArn } = (stage?.AccessLogSettings ?? {}) as Record<string, string>;
    expect(Object.keys(JSON.parse(`${Format}`))).toEqual([
      'time',
      'requestId',
      'method',
      'path',
      'status',
      'bytes',
      'milliseconds',
      'caller',
      'subject',
      'error',
    ]);
    expect(DestinationArn).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^ApiLogs/), 'Arn'] });
  });

  it('is asked at the address that the hub tells', () => {
    expect(Object.keys(template.findOutputs('ApiUrl'))).toEqual(['ApiUrl']);
  });
});

describe('what is kept', () => {
  it('in logs expires, and goes with the stack', () => {
    template.allResources('AWS::Logs::LogGroup', {
      DeletionPolicy: 'Delete',
      Properties: Match.objectLike({ RetentionInDays: 90 }),
    });
    template.resourceCountIs('AWS::Logs::LogGroup', 6);
  });

  it('in dead-letter queues stays for two weeks', () => {
    template.allResourcesProperties('AWS::SQS::Queue', { MessageRetentionPeriod: 14 * 24 * 60 * 60 });
    template.resourceCountIs('AWS::SQS::Queue', 2);
  });
});

describe('the alarms', () => {
  const alarms = propertiesOf('AWS::CloudWatch::Alarm');
  const alarm = (name: string) => alarms.find(({ AlarmName }) => AlarmName === `midwatch-${name}`);

  it('are on the topic of the digests, each of them', () => {
    expect(alarms.map(({ AlarmActions }) => AlarmActions)).toEqual(
      alarms.map(() => [{ Ref: expect.stringMatching(/^Digests/) }]),
    );
  });

  it('speak when no sweep was concluded in 26 hours, also when nothing says so', () => {
    expect(alarm('no-sweep')).toMatchObject({
      Namespace: 'Midwatch',
      MetricName: 'SweepsConcluded',
      Dimensions: [{ Name: 'service', Value: 'midwatch' }],
      Statistic: 'Sum',
      Period: 3600,
      EvaluationPeriods: 26,
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      TreatMissingData: 'breaching',
    });
    expect(alarm('no-sweep')).not.toHaveProperty('DatapointsToAlarm'); // all of them
  });

  it.each([
    ['api-failed', 'AWS/ApiGateway', '5xx', 'Sum'],
    ['coverage-lost', 'Midwatch', 'CoverageLost', 'Sum'],
    ['digest-undelivered', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'Maximum'],
    ['start-undelivered', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'Maximum'],
    ['sweep-failed', 'AWS/States', 'ExecutionsFailed', 'Sum'],
    ['sweep-timed-out', 'AWS/States', 'ExecutionsTimedOut', 'Sum'],
    ['sweep-aborted', 'AWS/States', 'ExecutionsAborted', 'Sum'],
  ])('speak at once of %s', (name, Namespace, MetricName, Statistic) => {
    expect(alarm(name)).toMatchObject({
      Namespace,
      MetricName,
      Statistic,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 0,
      TreatMissingData: 'notBreaching',
    });
  });

  it('watch every dead-letter queue there is', () => {
    const watched = alarms.flatMap(({ Namespace, Dimensions }) =>
      Namespace === 'AWS/SQS' ? (Dimensions as { Value: { 'Fn::GetAtt': string[] } }[]) : [],
    );

    expect(watched.map(({ Value }) => Value['Fn::GetAtt'][0]).sort()).toEqual(
      Object.keys(template.findResources('AWS::SQS::Queue')).sort(),
    );
  });

  it('are of no kind that the local engine does not know', () => {
    template.resourceCountIs('AWS::CloudWatch::CompositeAlarm', 0);
  });
});

describe('the dashboard', () => {
  it('shows what the functions count', () => {
    const [dashboard] = propertiesOf('AWS::CloudWatch::Dashboard');

    const body = JSON.parse(textOf(dashboard?.DashboardBody)) as { widgets: { properties: { metrics: string[][] } }[] };
    const shown = body.widgets.flatMap(({ properties }) => properties.metrics.map(([, metric]) => metric));
    expect(shown).toEqual([
      'SweepsConcluded',
      'TargetsIncomplete',
      'CoverageLost',
      'OpenCritical',
      'OpenHigh',
      'OpenMedium',
      'OpenLow',
      'CallsMade',
      'CallsThrottled',
      'TargetsAudited',
      ...Array(4).fill('Errors'),
      ...Array(4).fill('Duration'),
    ]);
  });
});

it('is for any partition', () => {
  expect(JSON.stringify(template.toJSON())).not.toMatch(/arn:aws[a-z-]*:/);
});

describe('the outputs', () => {
  it('name the role to trust, the table, the topic and the state machine', () => {
    template.hasOutput('AuditorRoleArn', { Value: { 'Fn::GetAtt': [Match.stringLikeRegexp('Auditor'), 'Arn'] } });
    template.hasOutput('HistoryTableName', { Value: { Ref: Match.stringLikeRegexp('^History') } });
    template.hasOutput('DigestTopicArn', { Value: { Ref: Match.stringLikeRegexp('^Digests') } });
    template.hasOutput('SweepArn', { Value: { Ref: Match.stringLikeRegexp('^Sweep') } });
  });
});
