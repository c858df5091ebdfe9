import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { iamActions } from '#adapters/aws/iam-actions.ts';
import { MemberRoleStack, type MemberRoleStackProps } from '../../infra/member-role-stack.ts';
import { actionsOf, anApp, type Statement, statementsIn } from '../support/hub.ts';

function memberTemplate(props: Partial<MemberRoleStackProps> = {}): Template {
  return Template.fromStack(new MemberRoleStack(anApp(), 'midwatch-member', { roleName: 'midwatch-member', ...props }));
}

const template = memberTemplate();

/** As IAM gets it, once CloudFormation has looked at the parameters. */
function trustGiven(parameters: Readonly<Record<string, string>>, of = template): unknown {
  const { Conditions } = of.toJSON() as { Conditions: Record<string, unknown> };
  const holds = (condition: unknown): boolean => {
    const { Condition, ...functions } = condition as { Condition?: string } & Record<string, unknown[]>;
    if (Condition !== undefined) return holds(Conditions[Condition]);
    if (functions['Fn::Not']) return !holds(functions['Fn::Not'][0]);
    if (functions['Fn::Or']) return functions['Fn::Or'].some(holds);
    return settle(functions['Fn::Equals']?.[0]) === functions['Fn::Equals']?.[1];
  };
  const settle = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(settle);
    if (typeof value !== 'object' || value === null) return value;
    const { Ref, 'Fn::If': choice } = value as { Ref?: string; 'Fn::If'?: [string, unknown, unknown] };
    if (Ref === 'AWS::NoValue') return undefined;
    if (Ref !== undefined) return parameters[Ref] ?? '';
    if (choice) return settle(holds(Conditions[choice[0]]) ? choice[1] : choice[2]);
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, settle(one)]));
  };
  const [role] = Object.values(of.findResources('AWS::IAM::Role'));
  return settle(role?.Properties.AssumeRolePolicyDocument.Statement);
}

const auditor = 'arn:aws:iam::999988887777:role/midwatch-auditor';

describe('the template', () => {
  it('is one role and needs nothing else: no assets, no bootstrap, nothing of CDK', () => {
    const { Resources, Parameters, Rules } = template.toJSON();

    expect(Object.values<{ Type: string }>(Resources).map(({ Type }) => Type)).toEqual(['AWS::IAM::Role']);
    expect(Object.keys(Parameters)).toEqual(['AuditorRoleArn', 'ExternalId', 'OrganizationId', 'RoleName']);
    expect(Rules).toBeUndefined();
    expect(JSON.stringify(template.toJSON())).not.toMatch(/Fn::Sub|cdk-|arn:aws:/);
  });

  it('asks for nothing but the auditor', () => {
    const { Parameters } = template.toJSON() as { Parameters: Record<string, { Default?: string }> };

    expect(Object.entries(Parameters).flatMap(([name, { Default }]) => (Default === undefined ? [name] : []))).toEqual([
      'AuditorRoleArn',
    ]);
  });

  it.each([
    [
      'AuditorRoleArn',
      [auditor, 'arn:aws-cn:iam::999988887777:role/ops/auditor'],
      ['', '*', 'arn:aws:iam::999988887777:root'],
    ],
    ['ExternalId', ['', 'midwatch-7f3a'], ['x', 'a b']],
    ['OrganizationId', ['', 'o-ab12cd34ef'], ['*', 'ab12cd34ef']],
    ['RoleName', ['midwatch-member'], ['', 'ops/midwatch-member', 'a*']],
  ])('takes no %s that cannot be one', (name, right, wrong) => {
    const pattern = new RegExp(template.toJSON().Parameters[name].AllowedPattern);

    expect(right.filter((value) => !pattern.test(value))).toEqual([]);
    expect(wrong.filter((value) => pattern.test(value))).toEqual([]);
  });

  it('tells the ARN of the role', () => {
    template.hasOutput('MemberRoleArn', { Value: { 'Fn::GetAtt': [Match.stringLikeRegexp('Role'), 'Arn'] } });
  });
});

describe('the member role', () => {
  it('may do what the collector asks, and nothing else', () => {
    expect(actionsOf(template, /./)).toEqual([...iamActions.member].sort());
  });

  it('only lists, describes and gets', () => {
    expect(actionsOf(template, /./).filter((action) => !/:(List|Describe|Get)[A-Z]/.test(action))).toEqual([]);
  });

  it('names its account wherever an action can be allowed on less than everything', () => {
    const onEverything = statementsIn(template)
      .map(({ statement }) => statement)
      .filter(({ Resource }) => JSON.stringify(Resource)?.includes('"*"'))
      .flatMap(({ Action }) => Action);

    expect(onEverything.filter((action) => !withoutResourceLevel.includes(action))).toEqual([]);
  });

  const trusted = (Condition?: unknown): Statement[] => [
    { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: auditor }, Condition },
  ];

  it.each<[string, Record<string, string>, unknown]>([
    ['the auditor alone', {}, undefined],
    [
      'who knows the external id',
      { ExternalId: 'midwatch-7f3a' },
      { StringEquals: { 'sts:ExternalId': 'midwatch-7f3a', 'aws:PrincipalOrgID': undefined } },
    ],
    [
      'who belongs to the organization',
      { OrganizationId: 'o-ab12cd34ef' },
      { StringEquals: { 'sts:ExternalId': undefined, 'aws:PrincipalOrgID': 'o-ab12cd34ef' } },
    ],
    [
      'who does both',
      { ExternalId: 'midwatch-7f3a', OrganizationId: 'o-ab12cd34ef' },
      { StringEquals: { 'sts:ExternalId': 'midwatch-7f3a', 'aws:PrincipalOrgID': 'o-ab12cd34ef' } },
    ],
  ])('trusts %s', (_, parameters, condition) => {
    expect(trustGiven({ AuditorRoleArn: auditor, ...parameters })).toEqual(trusted(condition));
  });

  it.each([
    ['midwatch-member', 'midwatch-member', '/'],
    ['ops/audit/reader', 'reader', '/ops/audit/'],
  ])('is called %s as the configuration says', (roleName, name, Path) => {
    const named = memberTemplate({ roleName, externalId: 'midwatch-7f3a' });

    named.hasParameter('RoleName', { Default: name });
    named.hasParameter('ExternalId', { Default: 'midwatch-7f3a' });
    named.hasResourceProperties('AWS::IAM::Role', { RoleName: { Ref: 'RoleName' }, Path });
  });
});

/** By the Service Authorization Reference. */
const withoutResourceLevel = [
  'ec2:DescribeImages',
  'ec2:DescribeInstances',
  'ec2:DescribeKeyPairs',
  'ec2:DescribeLaunchTemplateVersions',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'eks:DescribeAddonVersions',
  'eks:DescribeClusterVersions',
  'eks:ListClusters',
];
