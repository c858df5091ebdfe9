import { Duration } from 'aws-cdk-lib';
import { Color, Dashboard, GraphWidget, type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { metricOf } from './metrics.ts';

export interface SweepsDashboardProps {
  readonly deployment: string;
  readonly functions: Readonly<Record<string, IFunction>>;
}

const height = 6;
const half = 12;

/** How the nights went: whether they were concluded, what they found, what they cost AWS, and how the functions did. */
export class SweepsDashboard extends Dashboard {
  constructor(scope: Construct, id: string, { deployment, functions }: SweepsDashboardProps) {
    super(scope, id, { dashboardName: deployment, defaultInterval: Duration.days(30) });
    const graph = (title: string, left: readonly IMetric[]) =>
      new GraphWidget({ title, left: [...left], width: half, height });
    const ofFunctions = (read: (one: IFunction) => { with(props: { label: string }): IMetric }) =>
      Object.entries(functions).map(([label, one]) => read(one).with({ label }));
    const open = (name: Parameters<typeof metricOf>[1], label: string, color: string) =>
      metricOf(deployment, name, Stats.MAXIMUM).with({ label, color });

    this.addWidgets(
      graph('Sweeps', [
        metricOf(deployment, 'SweepsConcluded').with({ label: 'concluded' }),
        metricOf(deployment, 'TargetsIncomplete').with({ label: 'targets incomplete' }),
        metricOf(deployment, 'CoverageLost').with({ label: 'coverage lost' }),
      ]),
      graph('Open findings', [
        open('OpenCritical', 'CRITICAL', Color.RED),
        open('OpenHigh', 'HIGH', Color.ORANGE),
        open('OpenMedium', 'MEDIUM', Color.BLUE),
        open('OpenLow', 'LOW', Color.GREY),
      ]),
      graph('Calls to AWS', [
        metricOf(deployment, 'CallsMade').with({ label: 'made' }),
        metricOf(deployment, 'CallsThrottled').with({ label: 'throttled' }),
      ]),
      graph('Targets audited', [metricOf(deployment, 'TargetsAudited')]),
      graph(
        'Function errors',
        ofFunctions((one) => one.metricErrors()),
      ),
      graph(
        'Function duration',
        ofFunctions((one) => one.metricDuration({ statistic: Stats.MAXIMUM })),
      ),
    );
  }
}
