import { expect, it } from 'vitest';
import type { Digest } from '#core/digest/digest.ts';
import { unreadable } from '#core/reading.ts';
import { aCluster, accounts, coreAddons, refused } from '../support/builders.ts';
import { deployedSweep } from '../support/deployed-sweep.ts';
import { fakeAws } from '../support/fake-reader.ts';
import { fakeStore } from '../support/fake-store.ts';
import { aSweep } from '../support/sweeps.ts';

const clock = { now: () => '2026-03-01T02:00:00.000Z' };
const fleet = [accounts.dev, accounts.prod];

async function audited() {
  const [bank, shop] = ['bank-prod', 'shop-prod'].map((name) => ({ name, version: '1.32' }));
  const aws = fakeAws([aCluster(bank), aCluster({ ...shop, addons: unreadable(refused('eks:ListAddons')) })]);
  aws.regions = ['eu-west-1', 'us-east-1'];
  aws.refusals = { 'listClusters us-east-1': refused('eks:ListClusters') };
  const store = fakeStore(clock);
  const sent: Digest[] = [];
  const notifier = { notify: async (digest: Digest) => void sent.push(digest) };
  const deployed = deployedSweep({ aws, store, accounts: fleet, clock, notifier });
  const { sweep, accounts: planned } = await deployed.plan({ execution: 'one', attempt: 0 });
  await deployed.audit({ sweep, work: { account: accounts.prod } });
  return { ...deployed, store, sent, event: { sweep, accounts: planned } };
}

it('tells people, and counts what alarms go by', async () => {
  const { conclude, event, sent, counted, store } = await audited();

  expect(await conclude(event)).toEqual({ done: true, ...event, after: '' });

  expect(sent).toHaveLength(1);
  const open = await store.openFindings();
  expect(counted).toMatchObject({
    SweepsConcluded: 1,
    // The region that refused, the one in which a call was refused, and the account of which nothing was heard.
    CoverageLost: 3,
    TargetsIncomplete: 3,
    OpenCritical: open.filter(({ severity }) => severity === 'CRITICAL').length,
    OpenHigh: open.filter(({ severity }) => severity === 'HIGH').length,
    OpenMedium: open.filter(({ severity }) => severity === 'MEDIUM').length,
    OpenLow: open.filter(({ severity }) => severity === 'LOW').length,
  });
  expect(open.length).toBeGreaterThan(0);
});

it('judges one system at least where time is short, and goes on after it', async () => {
  const { conclude, event, sent, counted, store } = await audited();

  const first = await conclude(event, 60_000);
  expect(first).toEqual({ done: false, ...event, after: 'bank' });
  expect(sent).toEqual([]);
  expect(counted.SweepsConcluded).toBeUndefined();
  const { until } = await store.takeLease({ holder: 'another', sweep: aSweep(), until: '' });
  expect(until).toBe('2026-03-01T02:20:00.000Z');

  expect((await conclude(first, 60_000)).done).toBe(true);
  expect(sent).toHaveLength(1);
});

it('fails where it cannot tell, so that it is tried again', async () => {
  const aws = fakeAws([aCluster({ version: '1.32' })]);
  const notifier = { notify: () => Promise.reject(new Error('SNS is away')) };
  const deployed = deployedSweep({ aws, store: fakeStore(clock), accounts: [accounts.prod], clock, notifier });

  await expect(deployed.run('one')).rejects.toThrow('SNS is away');
});

it('takes no event that is none', async () => {
  const { conclude, event } = await audited();

  await expect(conclude({ ...event, accounts: ['12'] })).rejects.toThrow('twelve digits');
});

it('lets go of an account that is not planned any more, since the history is of this fleet alone', async () => {
  const aws = fakeAws([aCluster({ version: '1.30', addons: coreAddons({ 'kube-proxy': 'v1.30.14-eksbuild.2' }) })]);
  let now = clock.now();
  const store = fakeStore({ now: () => now });
  const night = async (day: number, planned: readonly string[]) => {
    now = aSweep(day).asOf;
    await deployedSweep({ aws, store, accounts: planned, clock: { now: () => now } }).run(`night ${day}`);
  };
  await night(0, fleet);
  expect((await store.openFindings()).length).toBeGreaterThan(0);

  await night(1, [accounts.dev]);
  await night(2, [accounts.dev]);

  expect(await store.openFindings()).toEqual([]);
});
