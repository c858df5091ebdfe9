import type { Instant } from '#core/days.ts';
import type { Sweep } from '#core/sweep.ts';
import type { Clock } from '#ports/clock.ts';
import type { Store } from '#ports/store.ts';
import type { AccountAudit } from './audit-account.ts';

export interface SweepPlan {
  readonly sweep: Sweep;
  readonly accounts: readonly AccountAudit[];
}

/** Fixes a sweep's id and the instant that everything in it speaks of: now, unless another is asked for. */
export async function planSweep(
  { store, clock }: { readonly store: Pick<Store, 'latestSweep'>; readonly clock: Clock },
  accounts: readonly AccountAudit[],
  asOf?: Instant,
): Promise<SweepPlan> {
  const startedAt = clock.now();
  const instant = asOf ?? startedAt;
  const latest = await store.latestSweep();
  const sweep = { id: sweepId(instant, startedAt), asOf: instant, startedAt, baseline: latest === undefined };
  return { sweep, accounts };
}

/** Readable, in order of time, and different for each start: `20240207T020000Z-lsb1x2`. */
function sweepId(asOf: Instant, startedAt: Instant): string {
  const stamp = asOf.replace(/\.\d+/, '').replace(/[-:]/g, '');
  return `${stamp}-${Date.parse(startedAt).toString(36)}`;
}
