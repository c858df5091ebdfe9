import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { clientConfig, type LocalAccount } from './aws-environment.ts';
import { until } from './until.ts';

export interface Execution {
  readonly status: string;
  readonly input: string;
  /** What came of it: its output, or why it failed. */
  readonly outcome: string;
}

/** Waits for the first execution of a state machine to start, and to end. */
export async function firstExecution(local: LocalAccount, stateMachineArn: string): Promise<Execution> {
  const client = new SFNClient(clientConfig(local));
  const executionArn = await until('an execution of the state machine', 90, async () => {
    const { executions } = await client.send(new ListExecutionsCommand({ stateMachineArn }));
    return executions?.[0]?.executionArn;
  });
  return until('the execution to end', 120, async () => {
    const {
      status = '',
      input = '',
      output,
      error,
      cause,
    } = await client.send(new DescribeExecutionCommand({ executionArn }));
    return status === 'RUNNING' ? undefined : { status, input, outcome: output ?? `${error}: ${cause}` };
  });
}
