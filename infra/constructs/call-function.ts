import { Aws } from 'aws-cdk-lib';

/** Lambda's own names for trouble that passes by itself. */
const lambdaErrors = [
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
];

export interface Patience {
  readonly firstWaitSeconds: number;
  readonly attempts: number;
}

/** A state that gives a function its whole input and goes on with its answer. */
export function callFunction(functionArn: string, { firstWaitSeconds, attempts }: Patience) {
  return {
    Type: 'Task',
    Resource: `arn:${Aws.PARTITION}:states:::lambda:invoke`,
    Parameters: { FunctionName: functionArn, 'Payload.$': '$' },
    OutputPath: '$.Payload',
    Retry: [
      // Shared by the whole account: others may be using it up for minutes.
      { ErrorEquals: lambdaErrors, IntervalSeconds: 2, MaxAttempts: 8, ...backOff },
      // What the function itself threw. Its own names are left out: not every engine keeps them.
      { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: firstWaitSeconds, MaxAttempts: attempts, ...backOff },
    ],
  };
}

const backOff = { BackoffRate: 2, JitterStrategy: 'FULL', MaxDelaySeconds: 600 };
