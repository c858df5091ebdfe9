import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readConfiguration } from './configuration.ts';
import { HubStack } from './hub-stack.ts';
import { MemberRoleStack } from './member-role-stack.ts';

const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

const configuration = readConfiguration(app.node.tryGetContext('config'));
const { name, memberRole } = configuration.config;
new HubStack(app, `${name}-hub`, configuration);
new MemberRoleStack(app, `${name}-member`, { roleName: memberRole.name, externalId: memberRole.externalId });
