import { describe, expect, it } from 'vitest';
import { LeaseHeldError } from '#app/lease.ts';
import { planSweep } from '#app/plan-sweep.ts';
import type { Sweep } from '#core/sweep.ts';
import { type FakeStore, fakeStore } from '../support/fake-store.ts';
import { aSweep } from '../support/sweeps.ts';

const now = '2026-03-02T02:00:00.123Z';
const at = (instant: string) => ({ now: () => instant });
const wish = { holder: 'one', leaseMinutes: 20 };

async function conclude(store: FakeStore, sweep: Sweep): Promise<void> {
  await store.saveSweep({ ...sweep, concludedAt: sweep.asOf, targets: 0, incompleteTargets: 0, clusters: 0 });
}

describe('a sweep that is planned', () => {
  it('speaks of now, and is a baseline where nothing is known', async () => {
    const sweep = await planSweep({ store: fakeStore(at(now)), clock: at(now) }, wish);

    expect(sweep).toEqual({ id: expect.any(String), asOf: now, startedAt: now, baseline: true });
    expect(sweep.id).toMatch(/^20260302T020000Z-[0-9a-z]+$/);
  });

  it('speaks of another instant when it is asked to, and names the configuration that it goes by', async () => {
    const other = { ...wish, asOf: '2024-02-07T02:00:00.000Z', configuration: 'abc' };

    const sweep = await planSweep({ store: fakeStore(at(now)), clock: at(now) }, other);

    expect(sweep).toMatchObject({ asOf: other.asOf, startedAt: now, configuration: 'abc' });
    expect(sweep.id).toMatch(/^20240207T020000Z-/);
  });

  it('says which regions it is narrowed to', async () => {
    const wanted = { ...wish, partial: true as const, regions: ['eu-west-1'] };

    const sweep = await planSweep({ store: fakeStore(at(now)), clock: at(now) }, wanted);

    expect(sweep.regions).toEqual(['eu-west-1']);
  });

  it('is compared with the last whole one, or with the last of any kind where it is a part itself', async () => {
    const store = fakeStore(at(now));
    await conclude(store, aSweep(0));
    await conclude(store, aSweep(1, { partial: true }));

    const part = await planSweep({ store, clock: at(now) }, { ...wish, partial: true });
    await store.releaseLease(part);
    const whole = await planSweep({ store, clock: at(now) }, { ...wish, holder: 'another' });

    expect(part).toMatchObject({ partial: true, baseline: false, since: aSweep(1).asOf });
    expect(whole).toMatchObject({ baseline: false, since: aSweep(0).asOf });
    expect(whole).not.toHaveProperty('partial');
  });

  it('is a baseline where only parts were looked at before', async () => {
    const store = fakeStore(at(now));
    await conclude(store, aSweep(0, { partial: true }));

    expect(await planSweep({ store, clock: at(now) }, wish)).toMatchObject({ baseline: true });
  });
});

describe('the lease', () => {
  it('is held for as long as was asked for, and names the sweep that holds it to the next', async () => {
    const store = fakeStore(at(now));
    const sweep = await planSweep({ store, clock: at(now) }, wish);

    const second = planSweep({ store, clock: at(now) }, { ...wish, holder: 'another' });

    await expect(second).rejects.toBeInstanceOf(LeaseHeldError);
    await expect(second).rejects.toMatchObject({ lease: { sweep, until: '2026-03-02T02:20:00.123Z' } });
    await expect(second).rejects.toThrow(sweep.id);
  });

  it('gives one who asks twice the same sweep', async () => {
    const store = fakeStore(at(now));
    const sweep = await planSweep({ store, clock: at(now) }, wish);

    expect(await planSweep({ store, clock: at('2026-03-02T02:10:00.000Z') }, wish)).toEqual(sweep);
  });

  it('goes to the next once the one that holds it has been silent for too long', async () => {
    let instant = now;
    const clock = { now: () => instant };
    const store = fakeStore(clock);
    const dead = await planSweep({ store, clock }, wish);
    instant = '2026-03-02T02:20:00.124Z';

    const next = await planSweep({ store, clock }, { ...wish, holder: 'another' });

    expect(next.id).not.toBe(dead.id);
    expect(await store.renewLease(dead, instant)).toBe(false);
  });
});
