import type { RunningSweep, SweepAnswer, SweepsAnswer } from '#core/answer.ts';
import type { PageWish } from '#ports/paged-store.ts';
import type { AskDeps } from './ask-deps.ts';

/** The sweeps that were concluded, the last first, and the one that is running. */
export async function askSweeps({ store }: AskDeps, wish: PageWish): Promise<SweepsAnswer> {
  const latest = await store.latestSweep();
  const running = await runningSweep(store);
  const { items, ...rest } = await store.sweepsPage(wish);
  return { ...(latest ? { asOf: latest.asOf } : {}), ...(running ? { running } : {}), sweeps: items, ...rest };
}

/** The sweep that is running; undefined where none is. */
export async function runningSweep(store: Pick<AskDeps['store'], 'standingLease'>): Promise<RunningSweep | undefined> {
  const lease = await store.standingLease();
  return lease && { ...lease.sweep, leasedUntil: lease.until };
}

/** What one sweep could see; undefined where none of that id is kept. */
export async function askSweep({ store }: AskDeps, id: string, wish: PageWish): Promise<SweepAnswer | undefined> {
  const sweep = await store.concludedSweep(id);
  if (!sweep) return undefined;
  const { items, ...rest } = await store.coveragePage(id, wish);
  return { asOf: sweep.asOf, sweep, notices: await store.noticesOf(id), coverage: items, ...rest };
}
