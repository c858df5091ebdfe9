import type { SweepAnswer, SweepsAnswer } from '#core/answer.ts';
import type { PageWish } from '#ports/paged-store.ts';
import type { AskDeps } from './ask-deps.ts';

/** The sweeps that were concluded, the last first. */
export async function askSweeps({ store }: AskDeps, wish: PageWish): Promise<SweepsAnswer> {
  const latest = await store.latestSweep();
  const { items, ...rest } = await store.sweepsPage(wish);
  return { ...(latest ? { asOf: latest.asOf } : {}), sweeps: items, ...rest };
}

/** What one sweep could see; undefined where none of that id is kept. */
export async function askSweep({ store }: AskDeps, id: string, wish: PageWish): Promise<SweepAnswer | undefined> {
  const sweep = await store.concludedSweep(id);
  if (!sweep) return undefined;
  const { items, ...rest } = await store.coveragePage(id, wish);
  return { asOf: sweep.asOf, sweep, notices: await store.noticesOf(id), coverage: items, ...rest };
}
