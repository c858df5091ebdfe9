import { expect, it } from 'vitest';
import { planSweep } from '#app/plan-sweep.ts';
import { fakeStore } from '../support/fake-store.ts';
import { aSweep } from '../support/sweeps.ts';

const clock = { now: () => '2026-03-02T02:00:00.123Z' };
const accounts = [{ account: '111122223333' }];

it('speaks of now, and is a baseline where nothing is known', async () => {
  const { sweep, accounts: planned } = await planSweep({ store: fakeStore(), clock }, accounts);

  expect(sweep).toMatchObject({ asOf: clock.now(), startedAt: clock.now(), baseline: true });
  expect(sweep.id).toMatch(/^20260302T020000Z-[0-9a-z]+$/);
  expect(planned).toEqual(accounts);
});

it('speaks of another instant when it is asked to, and is no baseline after a concluded sweep', async () => {
  const store = fakeStore();
  const sweep = aSweep();
  await store.saveSweep({ ...sweep, concludedAt: sweep.asOf, targets: 0, incompleteTargets: 0, clusters: 0 });

  const planned = await planSweep({ store, clock }, accounts, '2024-02-07T02:00:00.000Z');

  expect(planned.sweep).toMatchObject({ asOf: '2024-02-07T02:00:00.000Z', startedAt: clock.now(), baseline: false });
  expect(planned.sweep.id).toMatch(/^20240207T020000Z-/);
});
