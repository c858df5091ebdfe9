import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { metricsNamespace } from './hub-function.ts';

/** What the functions count. */
export type MetricName =
  | 'SweepsConcluded'
  | 'CoverageLost'
  | 'TargetsAudited'
  | 'TargetsIncomplete'
  | 'OpenCritical'
  | 'OpenHigh'
  | 'OpenMedium'
  | 'OpenLow'
  | 'CallsMade'
  | 'CallsThrottled';

/** A metric of one deployment: Powertools gives each the name of its service. */
export function metricOf(deployment: string, metricName: MetricName, statistic: string = Stats.SUM): Metric {
  return new Metric({
    namespace: metricsNamespace,
    metricName,
    dimensionsMap: { service: deployment },
    statistic,
    period: Duration.hours(1),
  });
}
