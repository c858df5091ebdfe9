import type { BreakageSource } from '#app/known-breakages.ts';
import type { Notifier } from '#ports/notifier.ts';
import type { Store } from '#ports/store.ts';
import { makeHandler as makeAudit } from '../../functions/audit-account/handler.ts';
import { makeHandler as makeConclude } from '../../functions/conclude-sweep/handler.ts';
import { makeHandler as makePlan } from '../../functions/plan-sweep/handler.ts';
import { type FakeAws, fakeReader } from './fake-reader.ts';
import { aWorld } from './sweeps.ts';

/** A night of the deployed functions over a fake AWS, each called as the state machine calls it. */
export interface DeployedSweep {
  readonly plan: (event: unknown) => ReturnType<ReturnType<typeof makePlan>>;
  readonly audit: (event: unknown, millis?: number) => ReturnType<ReturnType<typeof makeAudit>>;
  readonly conclude: (event: unknown, millis?: number) => ReturnType<ReturnType<typeof makeConclude>>;
  /** All of it: plan, each account to its end, conclude to its end. */
  readonly run: (execution: string) => Promise<void>;
  readonly logged: (readonly [level: string, message: string, facts: object | undefined])[];
  readonly counted: Record<string, number>;
}

export interface DeployedSweepOptions {
  readonly aws: FakeAws;
  readonly store: Store;
  readonly accounts: readonly string[];
  readonly notifier?: Notifier;
  readonly clock: { now: () => string };
  readonly breakageSource?: BreakageSource;
}

/** The whole time of a function, as long as nothing else is said. */
const quarterOfAnHour = 15 * 60_000;

export function deployedSweep(options: DeployedSweepOptions): DeployedSweep {
  const { aws, store, accounts, notifier, clock, breakageSource } = options;
  const logged: DeployedSweep['logged'] = [];
  const counted: Record<string, number> = {};
  const log = (level: string) => (message: string, facts?: object) => void logged.push([level, message, facts]);
  const reader = fakeReader(aws);
  const deps = {
    ...aWorld(aws),
    store,
    clock,
    log: { info: log('info'), warn: log('warn'), error: log('error') },
    metrics: {
      count: (name: string, value: number) => {
        counted[name] = (counted[name] ?? 0) + value;
      },
    },
    configured: { accounts: accounts.map((id) => ({ id })) },
    ...(notifier ? { notifier } : {}),
    ...(breakageSource ? { breakageSource } : {}),
  };
  const directory = { accountsIn: () => Promise.reject(new Error('there is no organization')) };
  const planner = makePlan({
    ...deps,
    reader,
    directory,
    notices: [],
    configuration: 'abc',
    caller: accounts[0] ?? '',
  });
  const auditor = makeAudit({ ...deps, homeRegion: undefined, readerFor: async () => reader });
  const concluder = makeConclude(deps);
  const lasting = (millis: number) => ({ getRemainingTimeInMillis: () => millis });

  const sweep: DeployedSweep = {
    plan: (event) => planner(event),
    audit: (event, millis = quarterOfAnHour) => auditor(event, lasting(millis)),
    conclude: (event, millis = quarterOfAnHour) => concluder(event, lasting(millis)),
    async run(execution) {
      const plan = await sweep.plan({ execution, attempt: 0 });
      for (const account of plan.accounts) {
        let state: unknown = { sweep: plan.sweep, work: { account } };
        for (let done = false; !done; ) {
          const result = await sweep.audit(state);
          ({ done } = result);
          state = result;
        }
      }
      let state: unknown = { sweep: plan.sweep, accounts: plan.accounts };
      for (let done = false; !done; ) {
        const result = await sweep.conclude(state);
        ({ done } = result);
        state = result;
      }
    },
    logged,
    counted,
  };
  return sweep;
}
