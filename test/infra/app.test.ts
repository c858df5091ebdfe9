import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, it } from 'vitest';
import { MemberRoleStack } from '../../infra/member-role-stack.ts';
import { anApp, hubTemplate } from '../support/hub.ts';

const everything = `
  name: nightly
  accounts: [{ id: "111122223333", environment: prod }]
  memberRole: { name: ops/midwatch-member, externalId: midwatch-7f3a }
  notify: { emails: [oncall@example.com] }
  network: { vpc: vpc-0123456789abcdef0, subnets: [subnet-0123456789abcdef0], securityGroups: [sg-0123456789abcdef0] }
  encryption: { key: "arn:aws:kms:eu-west-1:999988887777:key/01234567-89ab-cdef-0123-456789abcdef" }
`;

it.each([
  ['as it is', ''],
  ['with every setting', everything],
  [
    'with an issuer of tokens',
    'api: { jwt: { issuer: "https://login.example.com", audience: m }, origins: ["https://a.example"] }',
  ],
])('cdk-nag has nothing to say that was not answered, %s', (_, yaml) => {
  const app = anApp();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  new MemberRoleStack(app, 'midwatch-member', { roleName: 'midwatch-member' });

  expect(() => hubTemplate(yaml, app)).not.toThrow();
});
