import { expect, it } from 'vitest';
import type { BreakageSource } from '#app/known-breakages.ts';
import type { FileReading } from '#ports/file-reader.ts';
import { aCluster, accounts, coreAddons } from '../support/builders.ts';
import { deployedSweep } from '../support/deployed-sweep.ts';
import { fakeAws } from '../support/fake-reader.ts';
import { fakeStore } from '../support/fake-store.ts';

const fleet = [accounts.dev, accounts.prod];

/** Says that no coredns works from 1.34 on. */
function elsewhere() {
  const state: { reading: FileReading; reads: number } = { reading: { ok: true, text: 'a file' }, reads: 0 };
  const source: BreakageSource = {
    address: 'https://example.com/b.json',
    name: 'https://example.com/b.json',
    async read() {
      state.reads += 1;
      return state.reading;
    },
    parse: () => ({
      ok: true,
      breakages: [
        {
          id: 'no-coredns',
          rule: 'addon-version-compatibility',
          condition: { addon: 'coredns', kubernetes: { from: '1.34' } },
          consequence: 'Names are not resolved.',
          severity: 'CRITICAL',
          horizon: 'now',
          source: 'https://example.com/why',
          read: '2026-03-01',
        },
      ],
      notices: [],
    }),
  };
  return Object.assign(state, source);
}

it('are read once a sweep, and judged by in each function, on a night on which they cannot be read as well', async () => {
  const breakageSource = elsewhere();
  const prod = aCluster({ version: '1.33', addons: coreAddons({ 'kube-proxy': 'v1.33.5-eksbuild.2' }) });
  const dev = aCluster({ name: 'shop-dev', account: accounts.dev, version: '1.35' });
  let day = 1;
  const clock = { now: () => `2026-03-0${day}T02:00:00.000Z` };
  const store = fakeStore(clock);
  const night = async () => {
    const deployed = deployedSweep({ aws: fakeAws([prod, dev]), store, accounts: fleet, clock, breakageSource });
    await deployed.run(`night ${day}`);
    const findings = (await store.openFindings()).filter(({ cluster }) => cluster === prod.arn);
    const drift = findings.find(({ rule }) => rule === 'environment-drift-cluster-version');
    return {
      found: findings.filter(({ fault }) => fault === 'no-coredns').map(({ horizon }) => horizon),
      // What several clusters tell together is mended by no upgrade that is known to break.
      upgrades: drift?.remediation.some(({ command }) => command.includes('update-cluster-version')),
      notices: deployed.logged.filter(([, message]) => message === 'notice').length,
    };
  };

  expect(await night()).toEqual({ found: ['next-upgrade'], upgrades: false, notices: 0 });
  expect(breakageSource.reads).toBe(1);

  day = 2;
  breakageSource.reading = { ok: false, because: 'got the status 503, wanted 200' };

  expect(await night()).toEqual({ found: ['next-upgrade'], upgrades: false, notices: 1 });
  expect(breakageSource.reads).toBe(2);
});
