import { describe, expect, it } from 'vitest';
import { iamActions } from '#adapters/aws/iam-actions.ts';
import { tableActions, tableReadActions } from '#adapters/dynamodb/iam-actions.ts';
import { tableDefinition } from '#adapters/dynamodb/tables.ts';
import { actionsOf, definitionIn, hubTemplate, statementsIn, textOf } from '../support/hub.ts';

const template = hubTemplate();

/** What every function does: write its log and its traces. */
const running = ['logs:CreateLogStream', 'logs:PutLogEvents', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'];
const messages = ['kms:Decrypt', 'kms:GenerateDataKey'];
const inVpc = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];
const roles: Readonly<Record<string, readonly string[]>> = {
  PlanSweepRole: [
    ...running,
    ...tableActions,
    ...iamActions.directory,
    'eks:DescribeAddonVersions',
    'eks:DescribeClusterVersions',
  ],
  Auditor: [...running, ...tableActions, ...iamActions.auditor, ...iamActions.member, ...iamActions.directory],
  ConcludeSweepRole: [...running, ...tableActions, ...iamActions.notifier, ...messages],
  AnswersRole: [...running, ...tableReadActions],
  NightlyRole: [...messages, 'sqs:SendMessage', 'states:StartExecution'],
  SweepRole: [
    'lambda:InvokeFunction',
    'logs:CreateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:DescribeLogGroups',
    'logs:DescribeResourcePolicies',
    'logs:GetLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:UpdateLogDelivery',
    'states:DescribeExecution',
    'states:RedriveExecution',
    'states:StartExecution',
    'states:StopExecution',
    'xray:GetSamplingRules',
    'xray:GetSamplingTargets',
    'xray:PutTelemetryRecords',
    'xray:PutTraceSegments',
  ],
};

/** Where a role may do something. */
function resourcesOf(role: RegExp, action: string, of = template): readonly string[] {
  return statementsIn(of)
    .filter(({ of: owner, statement }) => role.test(owner) && [statement.Action].flat().includes(action))
    .flatMap(({ statement }) => [statement.Resource ?? []].flat())
    .map((resource) => textOf(resource));
}

/** `SweepRole` and not `ConcludeSweepRole`. */
const named = (role: string) => new RegExp(`^(Functions)?${role}[0-9A-F]{8}$`);

describe('what each role may do', () => {
  it.each(Object.entries(roles))('%s: what it does, and nothing else', (role, actions) => {
    expect(actionsOf(template, named(role))).toEqual([...new Set(actions)].sort());
  });

  it('is said of every role there is', () => {
    const all = Object.keys(template.findResources('AWS::IAM::Role'));

    expect(all.filter((id) => !Object.keys(roles).some((role) => named(role).test(id)))).toEqual([]);
  });

  it.each([
    ['as it is', ''],
    ['in a VPC', networkYaml()],
    ['with a key', keyYaml()],
  ])('names each action, %s', (_, yaml) => {
    const allowed = statementsIn(hubTemplate(yaml)).filter(({ statement }) => statement.Effect === 'Allow');

    expect(allowed.flatMap(({ statement }) => statement.Action).filter((action) => action.includes('*'))).toEqual([]);
  });

  it('comes from no policy that AWS manages', () => {
    expect(JSON.stringify(template.findResources('AWS::IAM::Role'))).not.toContain('ManagedPolicyArns');
  });
});

describe('where it may', () => {
  it('the auditor becomes the member role and no other', () => {
    expect(resourcesOf(named('Auditor'), 'sts:AssumeRole')).toEqual(['arn:aws:iam::*:role/midwatch-member']);

    const other = hubTemplate('memberRole: { name: ops/reader }');
    expect(resourcesOf(named('Auditor'), 'sts:AssumeRole', other)).toEqual(['arn:aws:iam::*:role/ops/reader']);
  });

  it.each(['PlanSweepRole', 'Auditor', 'ConcludeSweepRole', 'AnswersRole'])(
    '%s uses the table and its indexes',
    (role) => {
      const resources = resourcesOf(named(role), 'dynamodb:Query');

      expect(resources).toHaveLength(1 + tableDefinition.indexes.length);
      expect(resources.filter((resource) => !resource.includes('History') || resource.includes('*'))).toEqual([]);
      for (const { name } of tableDefinition.indexes) {
        expect(resources.filter((resource) => resource.endsWith(`/index/${name}`))).toHaveLength(1);
      }
    },
  );

  it('the digest goes to its topic', () => {
    expect(resourcesOf(named('ConcludeSweepRole'), 'sns:Publish')).toEqual([expect.stringMatching(/^Digests/)]);
  });

  it('the state machine starts itself, for its accounts, and calls three functions', () => {
    const machine = 'arn:aws:states:eu-west-1:999988887777:stateMachine:midwatch-sweep';

    expect(resourcesOf(named('SweepRole'), 'states:StartExecution')).toEqual([machine]);
    expect(resourcesOf(named('SweepRole'), 'lambda:InvokeFunction')).toHaveLength(3);
  });

  it('the state machine ends its own children and nothing else, by the label that they are called by', () => {
    const { Label } = definitionIn(template).States.AuditAccounts ?? {};
    const executions = 'arn:aws:states:eu-west-1:999988887777:execution:midwatch-sweep';

    expect(resourcesOf(named('SweepRole'), 'states:StopExecution')).toEqual([
      `${executions}:*`,
      `${executions}/${Label}:*`,
    ]);
  });
});

describe('who may become it', () => {
  const trust = (role: string) =>
    statementsIn(template).flatMap(({ of, statement }) =>
      named(role).test(of) && statement.Action === 'sts:AssumeRole' && statement.Principal !== undefined
        ? [statement.Principal]
        : [],
    );

  it.each([
    ['PlanSweepRole', 'lambda'],
    ['ConcludeSweepRole', 'lambda'],
    ['AnswersRole', 'lambda'],
    ['NightlyRole', 'scheduler'],
    ['SweepRole', 'states'],
  ])('%s: %s alone', (role, service) => {
    expect(trust(role)).toEqual([{ Service: `${service}.amazonaws.com` }]);
  });

  it('Auditor: its function, and who may in the account of the hub', () => {
    const [service, operators] = trust('Auditor') as [unknown, { AWS: unknown }];

    expect(service).toEqual({ Service: 'lambda.amazonaws.com' });
    expect(textOf(operators.AWS)).toBe('arn:aws:iam::999988887777:root');
  });
});

describe('with a key of its own', () => {
  const withKey = hubTemplate(keyYaml());

  it.each(['PlanSweepRole', 'Auditor', 'ConcludeSweepRole'])('%s uses the table by that key', (role) => {
    const onKey = statementsIn(withKey)
      .filter(({ of, statement }) => named(role).test(of) && String(statement.Resource).includes(':key/'))
      .flatMap(({ statement }) => statement.Action);

    expect(onKey).toEqual(expect.arrayContaining(['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt']));
  });
});

it('who only reads is given no key to write with', () => {
  expect(actionsOf(hubTemplate(keyYaml()), named('AnswersRole')).filter((action) => action.startsWith('kms:'))).toEqual(
    ['kms:Decrypt', 'kms:DescribeKey'],
  );
});

describe('in a VPC', () => {
  const inNetwork = hubTemplate(networkYaml());

  it('Lambda may make the interfaces of audit-account, in the subnets and groups that are named', () => {
    expect(actionsOf(inNetwork, named('Auditor'))).toEqual(
      [...new Set([...actionsOf(template, named('Auditor')), ...inVpc])].sort(),
    );
    expect(resourcesOf(named('Auditor'), 'ec2:CreateNetworkInterface', inNetwork)).toEqual(
      expect.arrayContaining([
        'arn:aws:ec2:eu-west-1:999988887777:subnet/subnet-0123456789abcdef0',
        'arn:aws:ec2:eu-west-1:999988887777:security-group/sg-0123456789abcdef0',
      ]),
    );
  });

  it('the program itself may not', () => {
    const denied = statementsIn(inNetwork).filter(
      ({ of, statement }) => named('Auditor').test(of) && statement.Effect === 'Deny',
    );

    expect(denied.map(({ statement }) => statement.Action)).toEqual([
      expect.arrayContaining(inVpc.filter((action) => !action.includes('Describe'))),
    ]);
    expect(textOf(conditionOf(denied[0]?.statement.Condition))).toBe(
      'arn:aws:lambda:eu-west-1:999988887777:function:midwatch-audit-account',
    );
  });
});

function conditionOf(condition: unknown): unknown {
  return (condition as { ArnEquals: Record<string, unknown> }).ArnEquals['lambda:SourceFunctionArn'];
}

function networkYaml(): string {
  return `network: { vpc: vpc-0123456789abcdef0, subnets: [subnet-0123456789abcdef0], securityGroups: [sg-0123456789abcdef0] }`;
}

function keyYaml(): string {
  return 'encryption: { key: "arn:aws:kms:eu-west-1:999988887777:key/01234567-89ab-cdef-0123-456789abcdef" }';
}
