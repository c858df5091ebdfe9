import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { clientConfig, type LocalAccount } from './aws-environment.ts';

/** Creates a stack of a template that holds no assets, as one would in an account that is only audited. */
export async function createStack(
  local: LocalAccount,
  stack: string,
  template: string,
  parameters: Readonly<Record<string, string>>,
): Promise<void> {
  const client = new CloudFormationClient(clientConfig(local));
  const Parameters = Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
    ParameterKey,
    ParameterValue,
  }));
  await client.send(
    new CreateStackCommand({
      StackName: stack,
      TemplateBody: template,
      Parameters,
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
  );
  await waitUntilStackCreateComplete({ client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { StackName: stack });
}

/** The names that AWS gave to a stack's resources of one type. */
export async function namesOf(local: LocalAccount, stack: string, type: string): Promise<readonly string[]> {
  const client = new CloudFormationClient(clientConfig(local));
  const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName: stack }));
  return StackResources.filter(({ ResourceType }) => ResourceType === type).map((one) => `${one.PhysicalResourceId}`);
}

/** The names of all stacks that stand. */
export async function stacksOf(local: LocalAccount): Promise<readonly string[]> {
  const { Stacks = [] } = await new CloudFormationClient(clientConfig(local)).send(new DescribeStacksCommand({}));
  return Stacks.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE').map(({ StackName }) => `${StackName}`);
}
