import { systemClock } from '#adapters/system-clock.ts';
import type { ConcludeSweepDeps } from '#app/conclude-sweep.ts';
import type { RunSweepDeps } from '#app/run-sweep.ts';
import { placeCluster } from '#core/fleet/placement.ts';
import { fleetRules } from '#core/fleet/rules/index.ts';
import { clusterRules } from '#core/rules/index.ts';
import type { AwsReader } from '#ports/aws-reader.ts';
import type { Progress } from '#ports/progress.ts';
import type { Store } from '#ports/store.ts';
import type { Config } from '#shared/config.ts';
import { thisProcess } from './holder.ts';
import type { Judging } from './judging.ts';

/** All that is judged by, wherever a sweep runs. */
export function judgingDeps({ knowledge, breakageSource }: Judging) {
  const place: RunSweepDeps['place'] = (facts) => placeCluster(facts, knowledge.siblings);
  const source = breakageSource ? { breakageSource } : {};
  return { clock: systemClock, rules: clusterRules, fleetRules, knowledge, ...source, place };
}

/** What people want to hear of. */
export function notifyDeps({ notify }: Config): ConcludeSweepDeps['notify'] {
  return { minimumSeverity: notify.minimumSeverity, repeatCriticalEveryDays: notify.repeatCriticalEvery };
}

/** What a sweep on this machine needs, but for who is told. */
export function sweepDeps(
  judging: Judging,
  config: Config,
  around: { readonly reader: AwsReader; readonly store: Store; readonly progress: Progress },
): RunSweepDeps {
  return {
    ...around,
    ...judgingDeps(judging),
    holder: thisProcess(),
    accountsAtOnce: config.limits.accountsAtOnce,
    notify: notifyDeps(config),
  };
}
