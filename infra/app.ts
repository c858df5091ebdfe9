import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ConfigurationError, readConfiguration } from './configuration.ts';
import { HubStack } from './hub-stack.ts';
import { MemberRoleStack } from './member-role-stack.ts';

const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

try {
  const configuration = readConfiguration(app.node.tryGetContext('config'));
  const { name, memberRole } = configuration.config;
  new HubStack(app, `${name}-hub`, configuration);
  new MemberRoleStack(app, `${name}-member`, { roleName: memberRole.name, externalId: memberRole.externalId });
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  console.error(error.message);
  process.exit(1);
}
