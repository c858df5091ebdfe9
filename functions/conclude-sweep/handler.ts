import { type Concluded, type ConcludeSweepDeps, concludeSweep } from '#app/conclude-sweep.ts';
import { type BreakagesDeps, knowledgeWithBreakages } from '#app/known-breakages.ts';
import { keepLease } from '#app/lease.ts';
import type { Severity } from '#core/severity.ts';
import type { Log } from '#ports/log.ts';
import type { MetricName, Metrics } from '#ports/metrics.ts';
import { parseEvent } from '../lambda/event-error.ts';
import type { Invocation } from '../lambda/invocation.ts';
import { deployedLeaseMinutes } from '../lambda/lease.ts';
import { ConcludeSweepEvent, type ConcludeSweepResult } from './event.ts';

export interface ConcludeSweepHandlerDeps
  extends Omit<ConcludeSweepDeps, 'lease' | 'isWithin'>,
    Pick<BreakagesDeps, 'breakageSource'> {
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Kept for the telling: reading what is open, sending it, and marking it as told. */
export const reservedMs = 180_000;

const openMetrics: Partial<Record<Severity, MetricName>> = {
  CRITICAL: 'OpenCritical',
  HIGH: 'OpenHigh',
  MEDIUM: 'OpenMedium',
  LOW: 'OpenLow',
};

/** Judges what several clusters tell together, tells people what is new, and ends the sweep. */
export function makeHandler(deps: ConcludeSweepHandlerDeps) {
  return async (input: unknown, invocation: Invocation): Promise<ConcludeSweepResult> => {
    const { sweep, accounts, after } = parseEvent(ConcludeSweepEvent, input);
    const lease = keepLease(deps, sweep, deployedLeaseMinutes);
    const left = invocation.getRemainingTimeInMillis() - reservedMs;
    const deadline = new Date(Date.parse(deps.clock.now()) + left).toISOString();
    const work = { accounts, ...(after === '' ? {} : { after }) };
    const knowledge = await knowledgeWithBreakages(deps);
    const conclusion = await concludeSweep({ ...deps, knowledge, lease, ownsHistory: true }, sweep, work, deadline);
    if (!conclusion.done) return { done: false, sweep, accounts, after: conclusion.after };
    measure(deps, conclusion);
    return { done: true, sweep, accounts, after: '' };
  };
}

function measure({ log, metrics }: ConcludeSweepHandlerDeps, { sweep, digest }: Concluded): void {
  const { id, targets, incompleteTargets, clusters } = sweep;
  log.info('sweep concluded', { sweep: id, targets, incompleteTargets, clusters, open: digest.open.length });
  metrics.count('SweepsConcluded', 1);
  metrics.count('TargetsIncomplete', incompleteTargets);
  metrics.count('CoverageLost', digest.coverageLost.length);
  for (const [severity, name] of Object.entries(openMetrics)) {
    metrics.count(name, digest.open.filter((finding) => finding.severity === severity).length);
  }
}
