import { Duration, TimeZone } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Schedule, ScheduleExpression, TimeWindow } from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { allow } from './allow.ts';
import { messageKeyActions } from './key-actions.ts';

export interface NightlyScheduleProps {
  readonly name: string;
  readonly stateMachine: IStateMachine;
  readonly cron: string;
  readonly timezone: string;
  /** Where a start goes that could not be made, and its key. */
  readonly missed: IQueue;
  readonly key: IKey;
}

/** Starts the sweep. A start that cannot be made is tried again for an hour, and then stays where an alarm sees it. */
export class NightlySchedule extends Schedule {
  constructor(scope: Construct, id: string, props: NightlyScheduleProps) {
    const { name, stateMachine, cron, timezone, missed, key } = props;
    const role = new Role(scope, `${id}Role`, {
      description: 'Starts the sweep',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com'),
    });
    role.addToPolicy(allow(messageKeyActions, [key.keyArn]));
    super(scope, id, {
      scheduleName: name,
      description: 'When Midwatch sweeps',
      schedule: ScheduleExpression.expression(`cron(${cron})`, TimeZone.of(timezone)),
      timeWindow: TimeWindow.off(),
      target: new StepFunctionsStartExecution(stateMachine, {
        role,
        deadLetterQueue: missed,
        retryAttempts: 10,
        maxEventAge: Duration.hours(1),
      }),
    });
  }
}
