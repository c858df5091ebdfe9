import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { systemClock } from '#adapters/system-clock.ts';
import type { RunSweepDeps } from '#app/run-sweep.ts';
import { placeCluster } from '#core/fleet/placement.ts';
import { fleetRules } from '#core/fleet/rules/index.ts';
import { clusterRules } from '#core/rules/index.ts';
import type { AwsReader } from '#ports/aws-reader.ts';
import type { Progress } from '#ports/progress.ts';
import type { Store } from '#ports/store.ts';
import type { Config } from '#shared/config.ts';
import type { Judging } from './knowledge.ts';

/** What a sweep on this machine needs. Who asked for it is told by the answer: nobody else is. */
export function sweepDeps(
  { knowledge }: Judging,
  { notify }: Config,
  around: { readonly reader: AwsReader; readonly store: Store; readonly progress: Progress },
): RunSweepDeps {
  return {
    ...around,
    clock: systemClock,
    holder: `process ${process.pid} on ${hostname()}, ${randomUUID()}`,
    rules: clusterRules,
    fleetRules,
    knowledge,
    place: (facts) => placeCluster(facts, knowledge.siblings),
    notifier: { notify: async () => undefined },
    notify: { minimumSeverity: notify.minimumSeverity, repeatCriticalEveryDays: notify.repeatCriticalEvery },
  };
}
