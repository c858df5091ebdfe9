import { describe, expect, it } from 'vitest';
import { aCluster, accounts, refused } from '../support/builders.ts';
import { deployedSweep } from '../support/deployed-sweep.ts';
import { type FakeAws, fakeAws } from '../support/fake-reader.ts';
import { fakeStore } from '../support/fake-store.ts';

const account = accounts.prod;
const clock = { now: () => '2026-03-01T02:00:00.000Z' };

async function planned(aws: FakeAws) {
  const store = fakeStore(clock);
  const deployed = deployedSweep({ aws, store, accounts: [account], clock });
  const { sweep } = await deployed.plan({ execution: 'one', attempt: 0 });
  return { ...deployed, store, event: { sweep, work: { account } } };
}

describe('the audit of an account', () => {
  it('is done in one call where there is time, and counted', async () => {
    const { audit, event, store, counted } = await planned(fakeAws([aCluster()]));

    expect(await audit(event)).toEqual({ done: true, sweep: event.sweep, work: { account } });
    expect((await store.coverageOf(event.sweep.id as string)).map(({ status }) => status)).toEqual(['COVERED']);
    expect(counted).toMatchObject({ TargetsAudited: 1, CallsThrottled: 0 });
    expect(counted.CallsMade).toBeGreaterThan(2);
  });

  it('hands back what is left where time is short, and is called again with just that', async () => {
    const aws = fakeAws(['a', 'b', 'c'].map((name) => aCluster({ name })));
    const { audit, event, store } = await planned(aws);

    const first = await audit(event, 60_000);
    const second = await audit(first);

    expect(first).toEqual({
      done: false,
      sweep: event.sweep,
      work: { account, regions: ['eu-west-1'], listed: true, after: { 'eu-west-1': 'a' }, targets: 1 },
    });
    expect(second.done).toBe(true);
    expect(await store.coverageOf(event.sweep.id as string)).toMatchObject([{ status: 'COVERED', clusters: 3 }]);
  });

  it('ends where another sweep has taken over, and writes nothing', async () => {
    const { audit, event, store, logged } = await planned(fakeAws([aCluster()]));
    await store.releaseLease(event.sweep as never);
    await store.takeLease({
      holder: 'another',
      sweep: { ...(event.sweep as never as object), id: 'x' } as never,
      until: '2027',
    });
    const before = store.writes.length;

    expect(await audit(event)).toMatchObject({ done: true });
    expect(store.writes.slice(before)).toEqual([]);
    expect(logged.map(([, message]) => message)).toContain('another sweep has taken over');
  });

  it('that failed for good is told in its rows, by the name of the error', async () => {
    const aws = fakeAws([aCluster()]);
    const { audit, event, store } = await planned(aws);

    const result = await audit({ ...event, error: { Error: 'Lambda.Unknown', Cause: 'not for a log' } });

    expect(result.done).toBe(true);
    expect(await store.coverageOf(event.sweep.id as string)).toMatchObject([
      { region: '*', status: 'ERROR', because: { detail: 'the audit of the account failed: Lambda.Unknown' } },
    ]);
    expect(aws.asked).toEqual([]);
  });

  it('does not fail because AWS refused', async () => {
    const aws = fakeAws();
    aws.refusals = { [`listRegions ${account}`]: refused('account:ListRegions') };
    const { audit, event, store } = await planned(aws);

    expect((await audit(event)).done).toBe(true);
    expect(await store.coverageOf(event.sweep.id as string)).toMatchObject([{ region: '*', status: 'DENIED' }]);
  });

  it.each([
    [{ work: { account } }, 'sweep'],
    [{ work: { account: '12' } }, 'twelve digits'],
    [{ work: { account, unknown: 1 } }, 'unknown'],
  ])('takes no event that is none: %j', async (wrong, named) => {
    const { audit, event } = await planned(fakeAws());
    const whole = 'unknown' in wrong.work || wrong.work.account === '12' ? { ...event, ...wrong } : wrong;

    await expect(audit(whole)).rejects.toThrow(named);
  });
});
