/** What is counted of a run, for alarms and for the cost of it. */
export const metricNames = [
  'SweepsConcluded',
  'CoverageLost',
  'TargetsIncomplete',
  'TargetsAudited',
  'OpenCritical',
  'OpenHigh',
  'OpenMedium',
  'OpenLow',
  'CallsMade',
  'CallsThrottled',
] as const;
export type MetricName = (typeof metricNames)[number];

export interface Metrics {
  count(name: MetricName, value: number): void;
}
