import { MetricUnit, type Metrics as Powertools } from '@aws-lambda-powertools/metrics';
import type { Metrics } from '#ports/metrics.ts';

/** Counts in CloudWatch's embedded metric format: a line of the log, which costs no call. */
export function makePowertoolsMetrics(metrics: Pick<Powertools, 'addMetric'>): Metrics {
  return { count: (name, value) => void metrics.addMetric(name, MetricUnit.Count, value) };
}
