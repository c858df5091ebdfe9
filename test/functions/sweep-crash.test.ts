import { describe, expect, it } from 'vitest';
import type { Digest } from '#core/digest/digest.ts';
import type { ClusterSnapshot } from '#core/snapshot.ts';
import type { Store } from '#ports/store.ts';
import { openWatchedStore, type StoredItem } from '../adapters/dynamodb/watched-store.ts';
import { aCluster, accounts, coreAddons, refused } from '../support/builders.ts';
import { deployedSweep } from '../support/deployed-sweep.ts';
import { fakeAws } from '../support/fake-reader.ts';

const shop = (environment: 'dev' | 'prod', overrides = {}): ClusterSnapshot =>
  aCluster({ name: `shop-${environment}`, account: accounts[environment], ...overrides });
const fleet = [accounts.dev, accounts.prod];
const clock = (day: number) => ({ now: () => `2026-03-0${day}T02:00:00.000Z` });

/** Two nights: on the second, prod is upgraded and its add-on left behind, dev goes, and one region refuses. */
async function twoNights(run: (secondNight: () => Promise<void>, watched: Watched) => Promise<void>) {
  let day = 1;
  const watched = await openWatchedStore({ now: () => clock(day).now() });
  const sent: Digest[] = [];
  const aws = fakeAws([shop('dev'), shop('prod', { version: '1.33' })]);
  const night = (execution: string) =>
    deployedSweep({
      aws,
      store: watched.store as Store,
      accounts: fleet,
      clock: clock(day),
      notifier: { notify: async (digest) => void sent.push(digest) },
    }).run(execution);
  try {
    await night('first');
    day = 2;
    aws.clusters = [shop('prod', { addons: coreAddons({ 'vpc-cni': 'v1.18.6-eksbuild.1' }) })];
    aws.regions = ['eu-west-1', 'us-east-1'];
    aws.refusals = { 'listClusters us-east-1': refused('eks:ListClusters') };
    sent.length = 0;
    watched.forget();
    await run(() => night('second'), watched);
    return { items: readable(await watched.items()), writes: watched.writes(), sent };
  } finally {
    await watched.close();
  }
}

type Watched = Awaited<ReturnType<typeof openWatchedStore>>;

function readable(items: readonly StoredItem[]): unknown {
  return items.map(({ body, ...beside }) => ({ ...beside, body: typeof body === 'string' ? JSON.parse(body) : body }));
}

describe('a night of the deployed functions', () => {
  it('leaves the table as it would have been, wherever it was killed, once it is run again', async () => {
    const whole = await twoNights((night) => night());
    expect(whole.writes).toBeGreaterThan(15);
    expect(whole.sent).toHaveLength(1);

    for (let writes = 0; writes < whole.writes; writes++) {
      const again = await twoNights(async (night, watched) => {
        watched.failAfter(writes);
        await expect(night()).rejects.toThrow('cut short');
        watched.heal();
        await night();
      });

      expect([writes, again.items]).toEqual([writes, whole.items]);
      // Told at least once, and each time under the same id.
      expect(again.sent.length).toBeGreaterThanOrEqual(1);
      expect(new Set(again.sent.map(({ id }) => id)).size).toBe(1);
      expect(again.sent[0]).toEqual(whole.sent[0]);
    }
  });

  it('leaves the same when it is started twice by one execution', async () => {
    const once = await twoNights((night) => night());
    const twice = await twoNights(async (night) => {
      await night();
      await night();
    });

    expect(twice.items).toEqual(once.items);
  });

  it('leaves the same when every function of it runs twice at once', async () => {
    const once = await twoNights((night) => night());
    const both = await twoNights(async (night) => void (await Promise.all([night(), night()])));

    expect(both.items).toEqual(once.items);
  });
});
