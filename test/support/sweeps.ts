import type { Knowledge } from '#app/knowledge.ts';
import type { LeaseKeeper } from '#app/lease.ts';
import type { RunSweepDeps } from '#app/run-sweep.ts';
import type { Digest } from '#core/digest/digest.ts';
import { defaultSiblingRules, placeCluster } from '#core/fleet/placement.ts';
import { fleetRules } from '#core/fleet/rules/index.ts';
import { clusterRules } from '#core/rules/index.ts';
import type { Sweep } from '#core/sweep.ts';
import type { ProgressStep } from '#ports/progress.ts';
import { aContext, asOf } from './builders.ts';
import { type FakeAws, fakeReader } from './fake-reader.ts';
import { type FakeStore, fakeStore } from './fake-store.ts';

/** A sweep in the night of the builders, or some days after it. */
export function aSweep(daysLater = 0, overrides: Partial<Sweep> = {}): Sweep {
  const at = new Date(Date.parse(asOf) + daysLater * 86_400_000).toISOString();
  return { id: `sweep-${daysLater}`, asOf: at, startedAt: at, baseline: daysLater === 0, ...overrides };
}

export function knowledge(overrides: Partial<Knowledge> = {}): Knowledge {
  const { asOf: _, catalogue: _catalogue, ...judged } = aContext();
  return { ...judged, siblings: defaultSiblingRules, suppressions: [], ...overrides };
}

let holders = 0;

export interface World extends RunSweepDeps {
  readonly lease: LeaseKeeper;
  readonly store: FakeStore;
  readonly sent: Digest[];
  readonly steps: ProgressStep[];
  /** What the clock says next. */
  time: { now: string };
}

/** Everything a sweep needs, over a fake AWS and a store in memory. */
export function aWorld(aws: FakeAws, overrides: Partial<RunSweepDeps> = {}): World {
  const sent: Digest[] = [];
  const steps: ProgressStep[] = [];
  const time = { now: asOf };
  const store = fakeStore({ now: () => time.now });
  return {
    reader: fakeReader(aws),
    clock: { now: () => time.now },
    progress: { report: (step) => void steps.push(step) },
    rules: clusterRules,
    fleetRules,
    knowledge: knowledge(),
    place: (facts) => placeCluster(facts, defaultSiblingRules),
    lease: { renew: async () => undefined },
    notifier: { notify: async (digest) => void sent.push(digest) },
    notify: { minimumSeverity: 'MEDIUM', repeatCriticalEveryDays: 7 },
    ...overrides,
    // Each run is somebody else's.
    get holder() {
      return `process ${holders++}`;
    },
    store,
    sent,
    steps,
    time,
  };
}
