import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { definitionIn, hubTemplate, statementsIn } from '../support/hub.ts';

const key = 'arn:aws:kms:eu-west-1:999988887777:key/01234567-89ab-cdef-0123-456789abcdef';

describe('of the configuration', () => {
  it('name begins the name of all that has one', () => {
    const template = hubTemplate('name: nightly');

    expect(namesIn(template)).toEqual([
      '/aws/vendedlogs/apis/nightly-api',
      '/aws/vendedlogs/states/nightly-sweep',
      'nightly',
      'nightly',
      'nightly-api',
      'nightly-api',
      'nightly-api-failed',
      'nightly-audit-account',
      'nightly-auditor',
      'nightly-conclude-sweep',
      'nightly-coverage-lost',
      'nightly-digest-undelivered',
      'nightly-no-sweep',
      'nightly-plan-sweep',
      'nightly-start-undelivered',
      'nightly-sweep',
      'nightly-sweep-aborted',
      'nightly-sweep-failed',
      'nightly-sweep-timed-out',
    ]);
    template.allResourcesProperties('AWS::Lambda::Function', {
      Environment: { Variables: { POWERTOOLS_SERVICE_NAME: 'nightly' } },
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'SweepsConcluded',
      Dimensions: [{ Name: 'service', Value: 'nightly' }],
    });
  });

  it('schedule says when the sweep starts', () => {
    hubTemplate('schedule: { cron: "30 3 ? * MON-FRI *", timezone: Europe/Vienna }').hasResourceProperties(
      'AWS::Scheduler::Schedule',
      { ScheduleExpression: 'cron(30 3 ? * MON-FRI *)', ScheduleExpressionTimezone: 'Europe/Vienna' },
    );
  });

  it('limits.accountsAtOnce says how many accounts are audited side by side', () => {
    const limited = hubTemplate('limits: { accountsAtOnce: 7 }');

    expect(definitionIn(limited).States.AuditAccounts?.MaxConcurrency).toBe(7);
    expect(definitionIn(hubTemplate()).States.AuditAccounts?.MaxConcurrency).toBe(20);
  });

  it('notify.emails are told, each once', () => {
    hubTemplate().resourceCountIs('AWS::SNS::Subscription', 0);
    hubTemplate('notify: { emails: [a@example.com, b@example.com, a@example.com] }').resourceCountIs(
      'AWS::SNS::Subscription',
      2,
    );
  });

  it('notify.routes are topics to which conclude-sweep may publish, and nobody else', () => {
    const topic = 'arn:aws:sns:eu-west-1:111122223333:prod';
    const template = hubTemplate(`notify: { routes: [{ topic: "${topic}" }] }`);

    const owners = statementsIn(template).filter(({ statement }) => [statement.Resource].flat().includes(topic));
    expect(owners.map(({ of, statement }) => [of.replace(/[0-9A-F]{8}$/, ''), statement.Action])).toEqual([
      ['FunctionsConcludeSweepRole', 'sns:Publish'],
    ]);
  });

  it('events.bus is where conclude-sweep may put events, and nobody else', () => {
    const bus = 'arn:aws:events:eu-west-1:111122223333:event-bus/midwatch';
    const putting = (yaml: string) =>
      statementsIn(hubTemplate(yaml)).filter(({ statement }) => statement.Action === 'events:PutEvents');

    expect(putting('')).toEqual([]);
    expect(putting(`events: { bus: "${bus}" }`)).toMatchObject([
      { of: expect.stringContaining('ConcludeSweepRole'), statement: { Resource: bus } },
    ]);
  });

  it('report.bucket is where conclude-sweep may put pages, in the account whose it is, and nobody else anything', () => {
    const onBuckets = (yaml: string) =>
      statementsIn(hubTemplate(yaml)).filter(({ statement }) =>
        [statement.Action].flat().some((a) => a.startsWith('s3:')),
      );

    expect(onBuckets('')).toEqual([]);
    expect(onBuckets('report: { bucket: reports, prefix: eks/, account: "111122223333" }')).toEqual([
      {
        of: expect.stringContaining('ConcludeSweepRole'),
        statement: {
          Effect: 'Allow',
          Action: 's3:PutObject',
          Resource: ['latest', '????-??-??'].map((name) => pageArn(`reports/eks/${name}.html`)),
          Condition: { StringEquals: { 'aws:ResourceAccount': '111122223333' } },
        },
      },
    ]);
    expect(onBuckets('report: { bucket: reports }')).toMatchObject([
      {
        statement: {
          Resource: [pageArn('reports/report/latest.html'), expect.anything()],
          Condition: { StringEquals: { 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      },
    ]);
    hubTemplate('report: { bucket: reports }').resourceCountIs('AWS::S3::Bucket', 0);
  });

  it('api is open to whom IAM allows it, to whom an issuer vouches for, or is not there', () => {
    const authorizers = (yaml: string) => propertiesOf(hubTemplate(yaml), 'AWS::ApiGatewayV2::Authorizer');
    const routes = (yaml: string) => propertiesOf(hubTemplate(yaml), 'AWS::ApiGatewayV2::Route');
    const jwt = 'api: { jwt: { issuer: "https://login.example.com/", audience: midwatch } }';

    expect([authorizers(''), routes('').map(({ AuthorizationType }) => AuthorizationType)]).toEqual([
      [],
      ['AWS_IAM', 'AWS_IAM'],
    ]);
    expect(authorizers(jwt)).toMatchObject([
      {
        AuthorizerType: 'JWT',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Issuer: 'https://login.example.com/', Audience: ['midwatch'] },
      },
    ]);
    expect(routes(jwt).map(({ AuthorizationType }) => AuthorizationType)).toEqual(['JWT', 'JWT']);
    const without = hubTemplate('api: off');
    expect(routes('api: off')).toEqual([]);
    without.resourceCountIs('AWS::ApiGatewayV2::Api', 0);
    without.resourceCountIs('AWS::Lambda::Function', 3);
    expect(Object.keys(without.findOutputs('ApiUrl'))).toEqual([]);
    without.resourcePropertiesCountIs('AWS::CloudWatch::Alarm', { Namespace: 'AWS/ApiGateway' }, 0);
  });

  it('api.origins are those whose pages may ask, and none where there are none', () => {
    const cors = (yaml: string) => propertiesOf(hubTemplate(yaml), 'AWS::ApiGatewayV2::Api')[0]?.CorsConfiguration;

    expect(cors('')).toBeUndefined();
    expect(cors('api: { origins: ["https://a.example", "https://b.example"] }')).toMatchObject({
      AllowOrigins: ['https://a.example', 'https://b.example'],
      AllowMethods: ['GET', 'HEAD'],
    });
  });

  it('network is where audit-account stands, and nobody else', () => {
    const template = hubTemplate(
      'network: { vpc: vpc-0123456789abcdef0, subnets: [subnet-0123456789abcdef0], securityGroups: [sg-0123456789abcdef0] }',
    );

    const standing = template.findResources('AWS::Lambda::Function', { Properties: { VpcConfig: Match.anyValue() } });
    expect(Object.values(standing).map(({ Properties }) => [Properties.FunctionName, Properties.VpcConfig])).toEqual([
      [
        'midwatch-audit-account',
        { SubnetIds: ['subnet-0123456789abcdef0'], SecurityGroupIds: ['sg-0123456789abcdef0'] },
      ],
    ]);
  });

  it('encryption.key encrypts the table, the topic and the queues, and no other key is made', () => {
    const template = hubTemplate(`encryption: { key: "${key}" }`);

    template.resourceCountIs('AWS::KMS::Key', 0);
    template.allResourcesProperties('AWS::SQS::Queue', { KmsMasterKeyId: key });
    template.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: key });
    template.allResourcesProperties('AWS::DynamoDB::Table', {
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: key },
    });
  });
});

/** In whatever partition the hub stands. */
function pageArn(path: string) {
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3:::${path}`]] };
}

function propertiesOf(template: Template, type: string): readonly Record<string, unknown>[] {
  return Object.values(template.findResources(type)).map(({ Properties }) => Properties);
}

/** What is called by a name of ours, and not by one that CloudFormation makes. */
function namesIn(template: Template): readonly string[] {
  const ours = /^(Name|(Role|Function|LogGroup|StateMachine|Alarm|Dashboard|Queue|Topic|Table)Name)$/;
  const { Resources } = template.toJSON() as { Resources: Record<string, { Properties?: object }> };
  return Object.values(Resources)
    .flatMap(({ Properties = {} }) => Object.entries(Properties))
    .flatMap(([property, name]) => (ours.test(property) && typeof name === 'string' ? [name] : []))
    .sort();
}
