import { describe, expect, it } from 'vitest';
import type { Store } from '#ports/store.ts';
import { aCluster, clusterArn, releases } from '../../support/builders.ts';
import {
  aCatalogue,
  aCoverage,
  anInsufficiency,
  concluded,
  inSystem,
  openedBy,
  ran,
  resolvedBy,
  sweepOf,
  worsenedBy,
} from './store-builders.ts';
import { openWatchedStore, type StoredItem } from './watched-store.ts';

const [first, second, third] = [sweepOf(1), sweepOf(2), sweepOf(3)] as const;
const arn = clusterArn('shop-prod');
const opened = openedBy(first);
const other = openedBy(first, { rule: 'addon-health' });
const gone = inSystem('shop', aCluster({ name: 'shop-old' }));

const listed = (...versions: readonly string[]) => releases(Object.fromEntries(versions.map((one) => [one, ['1.34']])));

/** What the second sweep does: as the use cases do it, it saves only what is not stored as it is seen. */
async function secondSweep(store: Store): Promise<void> {
  await store.saveCatalogue(second, aCatalogue({ coredns: listed('v1.13.0'), 'vpc-cni': listed('v1.21.0') }));
  await store.saveCluster(second, inSystem('bank', aCluster({ version: '1.35' })), ran({ environment: 'live' }));
  const stored = new Map((await store.findingsOf(arn)).map((finding) => [finding.id, finding]));
  const changed = [worsenedBy(second, opened), resolvedBy(second, other)];
  await store.saveFindings(
    second,
    changed.filter(({ id, revision }) => stored.get(id)?.revision !== revision),
  );
  await store.saveInsufficiencies(second, arn, 'cluster', [anInsufficiency('refused')]);
  for (const cluster of await store.clustersOf(gone)) {
    if (cluster.arn === gone.arn) await store.removeCluster(second, cluster);
  }
  await store.saveCoverage(second, aCoverage(second));
  await store.markTold(second, await store.untoldFindings());
  await store.saveSweep(concluded(second));
}

async function tableAfter(run: (store: Store, failAfter: (writes: number) => void, heal: () => void) => Promise<void>) {
  const watched = await openWatchedStore();
  try {
    await watched.store.saveCatalogue(first, aCatalogue({ coredns: listed('v1.12.0'), 'vpc-cni': listed('v1.20.0') }));
    await watched.store.saveCluster(first, inSystem('shop'), ran());
    await watched.store.saveCluster(first, gone, undefined);
    await watched.store.saveFindings(first, [opened, other]);
    watched.forget();
    await run(watched.store, watched.failAfter, watched.heal);
    return { items: await watched.items(), writes: watched.writes() };
  } finally {
    await watched.close();
  }
}

/** The content of the table that two runs must have in common. */
function readable(items: readonly StoredItem[]): unknown {
  return items.map(({ body, ...beside }) => ({ ...beside, body: typeof body === 'string' ? JSON.parse(body) : body }));
}

describe('a sweep that was cut short', () => {
  it('leaves the table, once it is run again, as one that was not, wherever that was', async () => {
    const whole = await tableAfter(secondSweep);
    expect(whole.writes).toBeGreaterThan(12);

    for (let writes = 0; writes < whole.writes; writes++) {
      const again = await tableAfter(async (store, failAfter, heal) => {
        failAfter(writes);
        await expect(secondSweep(store)).rejects.toThrow('cut short');
        heal();
        await secondSweep(store);
      });

      expect([writes, readable(again.items)]).toEqual([writes, readable(whole.items)]);
    }
  });

  it('leaves nothing wrong behind where it is never run again, and the next one comes', async () => {
    const whole = await tableAfter(secondSweep);

    for (let writes = 0; writes < whole.writes; writes++) {
      await tableAfter(async (store, failAfter, heal) => {
        failAfter(writes);
        await expect(secondSweep(store)).rejects.toThrow('cut short');
        heal();
        const members = await Promise.all(['shop', 'bank'].map((system) => store.membersOf(system)));
        const known = await store.clustersOf(gone);

        expect(members.map((all) => all.map((one) => one.placement.system?.name))).toEqual([
          members[0]?.map(() => 'shop'),
          members[1]?.map(() => 'bank'),
        ]);
        // No system shows a cluster that is not known so, nor twice.
        expect(known).toEqual(expect.arrayContaining(members.flat()));
        expect(new Set(members.flat().map((one) => one.arn)).size).toBe(members.flat().length);

        await store.saveCluster(third, inSystem('bank'), undefined);

        expect((await store.membersOf('bank')).map((one) => one.arn)).toEqual([arn]);
        expect((await store.membersOf('shop')).every((one) => one.arn === gone.arn)).toBe(true);
      });
    }
  });

  it('changes nothing when it is run twice', async () => {
    const once = await tableAfter(secondSweep);
    const twice = await tableAfter(async (store) => {
      await secondSweep(store);
      await secondSweep(store);
    });

    expect(readable(twice.items)).toEqual(readable(once.items));
  });

  it('changes nothing when it wakes up after the next', async () => {
    const after = async (store: Store) => {
      await secondSweep(store);
      await store.saveCluster(third, inSystem('third'), undefined);
      await store.saveFindings(third, [worsenedBy(third, { ...opened, revision: 5 })]);
      await store.saveInsufficiencies(third, arn, 'cluster', []);
    };
    const once = await tableAfter(after);
    const twice = await tableAfter(async (store) => {
      await after(store);
      await store.saveCluster(second, inSystem('bank', aCluster({ version: '1.35' })), ran({ environment: 'live' }));
      await store.saveFindings(second, [worsenedBy(second, opened)]);
      await store.saveInsufficiencies(second, arn, 'cluster', [anInsufficiency('refused')]);
      await store.markTold(second, [worsenedBy(second, opened)]);
    });

    expect(readable(twice.items)).toEqual(readable(once.items));
  });
});
