import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  type IMetric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { metricOf } from './metrics.ts';

export interface WatchProps {
  readonly deployment: string;
  readonly topic: ITopic;
  readonly stateMachine: StateMachine;
  /** By what is in them. */
  readonly deadLetterQueues: Readonly<Record<string, IQueue>>;
  /** What answers questions, where anything does. */
  readonly api?: HttpApi | undefined;
}

/** A day, and two hours for a night that is slow. CloudWatch looks back a week where a period is an hour. */
const sweepWithinHours = 26;

/** Who watches the watch: alarms, on the topic of the digests. */
export class Watch extends Construct {
  private readonly props: WatchProps;

  constructor(scope: Construct, id: string, props: WatchProps) {
    super(scope, id);
    this.props = props;
    const { deployment, stateMachine, deadLetterQueues, api } = props;

    this.alarm('NoSweep', {
      alarmDescription: `No sweep was concluded in ${sweepWithinHours} hours: nobody looked at the clusters.`,
      metric: metricOf(deployment, 'SweepsConcluded'),
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      evaluationPeriods: sweepWithinHours,
      treatMissingData: TreatMissingData.BREACHING,
    });
    this.alarmAbove0(
      'CoverageLost',
      'A target, or a part of it, could not be looked at that was seen the last time, or never before: see the digest.',
      metricOf(deployment, 'CoverageLost'),
    );
    for (const [name, queue] of Object.entries(deadLetterQueues)) {
      const metric = queue.metricApproximateNumberOfMessagesVisible({
        statistic: Stats.MAXIMUM,
        period: Duration.minutes(5),
      });
      this.alarmAbove0(`${name}Undelivered`, `In ${queue.queueName} lies what could not be delivered.`, metric);
    }
    if (api) {
      this.alarmAbove0(
        'ApiFailed',
        'A question to the API was not answered, by no fault of who asked: the log of the function says why.',
        api.metricServerError({ period: Duration.minutes(5) }),
      );
    }
    for (const [name, metric] of [
      ['Failed', stateMachine.metricFailed()],
      ['TimedOut', stateMachine.metricTimedOut()],
      ['Aborted', stateMachine.metricAborted()],
    ] as const) {
      this.alarmAbove0(`Sweep${name}`, 'A sweep did not end well: what is untold waits for the next.', metric);
    }
  }

  private alarmAbove0(id: string, alarmDescription: string, metric: IMetric): void {
    this.alarm(id, {
      alarmDescription,
      metric,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 0,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  private alarm(id: string, props: AlarmProps): void {
    const { deployment, topic } = this.props;
    const name = id.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase();
    new Alarm(this, id, { alarmName: `${deployment}-${name}`, ...props }).addAlarmAction(new SnsAction(topic));
  }
}
