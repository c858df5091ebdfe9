import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { clientConfig, type LocalAccount } from './aws-environment.ts';
import { until } from './until.ts';

/** An execution that ended. */
export interface Execution {
  readonly status: string;
  /** What came of it: its output, or why it failed. */
  readonly outcome: string;
}

/** Waits for a state machine to be started by whoever starts it. */
export async function firstExecution(local: LocalAccount, stateMachineArn: string): Promise<Execution> {
  const client = new SFNClient(clientConfig(local));
  const executionArn = await until('an execution of the state machine', 90, async () => {
    const { executions } = await client.send(new ListExecutionsCommand({ stateMachineArn }));
    return executions?.[0]?.executionArn;
  });
  return ended(client, executionArn);
}

/** Starts a state machine as one would by hand. */
export async function oneMoreExecution(local: LocalAccount, stateMachineArn: string): Promise<Execution> {
  const client = new SFNClient(clientConfig(local));
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
  return ended(client, `${executionArn}`);
}

async function ended(client: SFNClient, executionArn: string): Promise<Execution> {
  return until('the execution to end', 120, async () => {
    const { status = '', output, error, cause } = await client.send(new DescribeExecutionCommand({ executionArn }));
    return status === 'RUNNING' ? undefined : { status, outcome: output ?? `${error}: ${cause}` };
  });
}
