import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aCluster, anAddon, clusterArn } from '../../support/builders.ts';
import { aCoverage, concluded, inSystem, openedBy, resolvedBy, sweepOf } from './store-builders.ts';
import { openWatchedStore, type StoredItem, type WatchedStore } from './watched-store.ts';

let watched: WatchedStore;

beforeEach(async () => {
  watched = await openWatchedStore();
});
afterEach(() => watched.close());

const sweep = sweepOf(1);
const arn = clusterArn('shop-prod');

function withConfiguration(configuration: string) {
  return inSystem('shop', aCluster({ addons: [anAddon('coredns', { configuration })] }));
}

describe('a large item', () => {
  it('is compressed, and comes back as it was', async () => {
    const cluster = withConfiguration('replicas: 2 # ★\n'.repeat(60_000));
    await watched.store.saveCluster(sweep, cluster, undefined);

    const bodies = (await watched.items()).filter(({ sk }) => /CLUSTER|SNAPSHOT/.test(sk)).map(({ body }) => body);

    expect(await watched.store.knownCluster(arn)).toEqual(cluster);
    expect(bodies).toEqual([expect.any(Uint8Array), expect.any(Uint8Array)]);
  });

  it('that is too large even so is refused by its name before anything is sent', async () => {
    const noise = Array.from({ length: 20_000 }, () => crypto.randomUUID()).join();

    await expect(watched.store.saveCluster(sweep, withConfiguration(noise), undefined)).rejects.toThrow(
      expect.objectContaining({
        name: 'ItemTooLargeError',
        message: expect.stringMatching(
          /^item .*arn:aws:eks:.*shop-prod.* is too large .*: \d+ bytes .*wanted at most 399360$/,
        ),
      }),
    );
    expect(await watched.items()).toEqual([]);
  });

  it('just below the limit is taken', async () => {
    const configuration = Buffer.from(Array.from({ length: 380 * 1024 }, () => Math.random() * 256)).toString('base64');
    const cluster = withConfiguration(configuration.slice(0, 500_000));
    await watched.store.saveCluster(sweep, cluster, undefined);

    expect(await watched.store.knownCluster(arn)).toEqual(cluster);
  });
});

describe('an item that is not as this release writes it', () => {
  /** Saves one of everything, and breaks the item whose key matches. */
  async function damage(which: RegExp, how: (item: StoredItem) => Record<string, unknown>): Promise<StoredItem> {
    await watched.store.saveCluster(sweep, inSystem('shop'), undefined);
    await watched.store.saveFindings(sweep, [openedBy(sweep)]);
    await watched.store.saveSweep(concluded(sweep));
    await watched.store.saveCoverage(sweep, aCoverage(sweep));
    const item = (await watched.items()).find(({ pk, sk }) => which.test(`${pk} ${sk}`))!;
    await watched.put({ ...item, ...how(item) });
    return item;
  }

  const parsed = ({ body }: StoredItem) => JSON.parse(body as string);

  it.each([
    ['a newer schema', () => ({ schema: 2 }), 'schema: got schema 2, wanted 1'],
    ['no schema', () => ({ schema: null }), 'schema: got schema null, wanted 1'],
    ['a body that is no JSON', () => ({ body: '{"rule":' }), 'JSON'],
    ['a body that is not compressed', () => ({ body: new Uint8Array([1, 2, 3]) }), 'incorrect header check'],
    ['no body', () => ({ body: 7 }), 'body: '],
    [
      'a field of another kind',
      (item: StoredItem) => ({ body: JSON.stringify({ ...parsed(item), revision: 'x' }) }),
      'revision: ',
    ],
    [
      'a field we do not know',
      (item: StoredItem) => ({ body: JSON.stringify({ ...parsed(item), next: 1 }) }),
      '"next"',
    ],
  ])('is an error that names it: %s', async (_, how, reason) => {
    const { pk, sk } = await damage(/FINDING/, how);

    const reading = watched.store.findingsOf(arn);

    await expect(reading).rejects.toThrow(`item ${pk} / ${sk} of the store cannot be read: `);
    await expect(reading).rejects.toThrow(reason);
    await expect(reading).rejects.toHaveProperty('name', 'UnreadableItemError');
  });

  it.each([
    ['sweep', /^SWEEPS/, () => watched.store.latestSweep()],
    ['coverage', /^SWEEP#.* COVERAGE/, () => watched.store.coverageOf(sweep.id)],
    ['cluster', /^TARGET#/, () => watched.store.knownCluster(arn)],
    ['member', /^ROSTER/, () => watched.store.systems()],
  ] as const)('is found out in a %s as well', async (_, which, read) => {
    await damage(which, () => ({ body: '{}' }));

    await expect(read()).rejects.toHaveProperty('name', 'UnreadableItemError');
  });

  it('is not written over by the next save', async () => {
    await damage(/^TARGET#/, () => ({ body: '{}' }));

    await expect(watched.store.saveCluster(sweepOf(2), inSystem('shop'), undefined)).rejects.toHaveProperty(
      'name',
      'UnreadableItemError',
    );
  });
});

describe('a cluster', () => {
  it.each(['shop-prod', 'arn:aws:eks:eu-west-1:333344445555:nodegroup/a/b/c', 'arn:aws:eks::333344445555:cluster/a'])(
    'is not asked for by what is no ARN of one: %s',
    async (text) => {
      await expect(watched.store.knownCluster(text)).rejects.toThrow(`got ${text}, wanted the ARN of a cluster`);
    },
  );

  it('may lie in any partition of AWS', async () => {
    const cluster = inSystem('shop', {
      ...aCluster(),
      region: 'cn-north-1',
      arn: 'arn:aws-cn:eks:cn-north-1:333344445555:cluster/a',
    });
    await watched.store.saveCluster(sweep, cluster, undefined);

    expect(await watched.store.clustersOf({ account: '333344445555', region: 'cn-north-1' })).toEqual([cluster]);
  });
});

describe('what points to something that has changed since', () => {
  const itemLike = async (which: RegExp) => (await watched.items()).find(({ pk, sk }) => which.test(`${pk} ${sk}`))!;

  it('is no member of a system: a cluster that is gone', async () => {
    await watched.store.saveCluster(sweep, inSystem('shop'), undefined);
    const pointer = await itemLike(/^ROSTER/);
    await watched.store.removeCluster(sweepOf(2), inSystem('shop'));
    await watched.put(pointer);

    expect(await watched.store.membersOf('shop')).toEqual([]);
  });

  it('is neither open nor untold: a finding of which an index does not know yet', async () => {
    const { findingShard, findingOrder, untoldShard } = await (async () => {
      await watched.store.saveFindings(sweep, [openedBy(sweep)]);
      return itemLike(/FINDING/);
    })();
    await watched.store.saveFindings(sweepOf(2), [{ ...resolvedBy(sweepOf(2), openedBy(sweep)), untold: [] }]);
    await watched.put({ ...(await itemLike(/FINDING/)), findingShard, findingOrder, untoldShard });

    expect(await watched.store.openFindings()).toEqual([]);
    expect(await watched.store.untoldFindings()).toEqual([]);
  });
});
