import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aCluster, clusterArn, published } from '../../support/builders.ts';
import {
  aCatalogue,
  aCoverage,
  anInsufficiency,
  inSystem,
  openedBy,
  ran,
  resolvedBy,
  sweepOf,
  worsenedBy,
} from './store-builders.ts';
import { now, openWatchedStore, type WatchedStore } from './watched-store.ts';

let watched: WatchedStore;

beforeEach(async () => {
  watched = await openWatchedStore();
});
afterEach(() => watched.close());

const [first, second, third] = [sweepOf(1), sweepOf(2), sweepOf(3)] as const;
const arn = clusterArn('shop-prod');

describe('a night on which nothing changed', () => {
  it('writes one row a target, and nothing else', async () => {
    const { store } = watched;
    const catalogue = aCatalogue();
    const night = async (sweep: typeof first) => {
      await store.saveCluster(sweep, inSystem('shop'), ran({ firstObservedAt: sweep.asOf }));
      await store.saveInsufficiencies(sweep, arn, 'cluster', [anInsufficiency('refused')]);
      await store.saveInsufficiencies(sweep, arn, 'fleet', []);
      await store.saveCatalogue(sweep, { ...catalogue, clusterVersions: published([], sweep.asOf) });
      await store.saveCoverage(sweep, aCoverage(sweep));
    };
    await night(first);
    watched.forget();
    await night(second);

    expect(watched.writes()).toBe(1);
  });

  it('writes nothing for a cluster whose combination was not looked at', async () => {
    await watched.store.saveCluster(first, inSystem('shop'), ran());
    watched.forget();
    await watched.store.saveCluster(second, inSystem('shop'), undefined);
    await watched.store.saveCluster(third, inSystem('shop'), ran());

    expect(watched.writes()).toBe(0);
  });
});

describe('a save', () => {
  it('takes few round trips for a cluster with ten findings', async () => {
    const findings = Array.from({ length: 10 }, (_, i) => openedBy(first, { fault: `fault-${i}` }));
    await watched.store.saveCluster(first, inSystem('shop'), ran());
    await watched.store.saveFindings(first, findings);

    // The cluster, its revision, its place in the roster and its combination; ten findings; their transitions at once.
    expect(watched.writes()).toBe(4 + 10 + 1);
  });

  it('writes a cluster and its revision, where nothing else of it changed', async () => {
    await watched.store.saveCluster(first, inSystem('shop'), ran());
    watched.forget();
    await watched.store.saveCluster(second, inSystem('shop', aCluster({ version: '1.35' })), ran());

    expect(watched.writes()).toBe(2);
  });

  it('puts into the indexes what they are for, and takes it out again', async () => {
    const indexKeysOf = async () => {
      const [item] = await watched.query(`CLUSTER#${arn}`, 'FINDING#', 'FINDING#~');
      return Object.keys(item ?? {}).filter((name) => /^(finding|environment|open|untold)/.test(name));
    };
    const always = ['findingOrder', 'findingShard'];
    const open = ['openPlace', 'openShard'];
    await watched.store.saveFindings(first, [openedBy(first)]);

    expect((await indexKeysOf()).sort()).toEqual([...always, ...open, 'untoldShard']);

    await watched.store.markTold(first, [openedBy(first)]);

    expect((await indexKeysOf()).sort()).toEqual([...always, ...open]);

    const unpublished = [openedBy(first).lastTransition];
    await watched.store.markPublished(first, [{ ...openedBy(first), untold: [], unpublished }]);

    expect((await indexKeysOf()).sort()).toEqual([...always, ...open, 'untoldShard']);

    const placed = { ...openedBy(first), environment: 'prod' };
    await watched.store.saveFindings(second, [resolvedBy(second, placed)]);

    expect((await indexKeysOf()).sort()).toEqual(['environmentShard', ...always, 'untoldShard']);
  });

  it('looks at one row of coverage alone for the last one', async () => {
    for (const sweep of [first, second, third]) await watched.store.saveCoverage(sweep, aCoverage(sweep));
    watched.forget();
    await watched.store.coverageBefore(aCoverage(first), sweepOf(4).asOf);

    expect(watched.sent).toEqual(['QueryCommand']);
  });

  it('never scans, and needs nothing but what every such database has', async () => {
    const { store } = watched;
    await store.saveCluster(first, inSystem('shop'), ran());
    await store.saveFindings(first, [openedBy(first)]);
    await store.markTold(first, await store.untoldFindings());
    await store.openFindings();
    await store.membersOf('shop');
    await store.removeCluster(second, inSystem('shop'));

    const allowed = ['PutCommand', 'BatchWriteCommand', 'GetCommand', 'BatchGetCommand', 'QueryCommand'];
    expect(watched.sent.filter((name) => !allowed.includes(name))).toEqual([]);
  });

  it('reads all pages of a target whose clusters fill more than one', async () => {
    const clusters = Array.from({ length: 36 }, (_, i) => {
      const tags = Object.fromEntries(
        Array.from({ length: 1500 }, (_, tag) => [`tag-${i}-${tag}`, crypto.randomUUID()]),
      );
      return inSystem('shop', aCluster({ name: `cluster-${String(i).padStart(3, '0')}`, tags }));
    });
    await Promise.all(clusters.map((cluster) => watched.store.saveCluster(first, cluster, undefined)));
    watched.forget();

    expect(await watched.store.clustersOf({ account: '333344445555', region: 'eu-west-1' })).toEqual(clusters);
    expect(watched.sent.length).toBeGreaterThan(1);
    expect(await watched.store.membersOf('shop')).toEqual(clusters);
  });
});

describe('the history of a cluster', () => {
  it('holds a revision for each snapshot that differs, and each transition once, in one Query', async () => {
    const { store } = watched;
    const opened = openedBy(first);
    const worsened = worsenedBy(second, { ...opened, untold: [], lastToldAt: first.asOf });
    await store.saveCluster(first, inSystem('shop'), undefined);
    await store.saveFindings(first, [opened]);
    await store.markTold(first, [opened]);
    await store.saveCluster(second, { ...inSystem('bank'), missingSince: second.asOf }, undefined);
    await store.saveFindings(second, [worsened]);
    await store.saveFindings(second, [worsened]);
    await store.markTold(second, [worsened]);
    await store.saveCluster(third, inSystem('bank', aCluster({ version: '1.35' })), undefined);

    const history = await watched.query(`CLUSTER#${arn}`, 'HISTORY#', 'HISTORY#~');

    expect(history.map(({ sk }) => sk.split('#').slice(1, 3))).toEqual([
      [first.asOf, 'SNAPSHOT'],
      [first.asOf, 'TRANSITION'],
      [second.asOf, 'TRANSITION'],
      [third.asOf, 'SNAPSHOT'],
    ]);
    expect(JSON.parse(history[2]?.body as string)).toMatchObject({
      finding: opened.id,
      rule: opened.rule,
      resource: opened.resource,
      transition: worsened.lastTransition,
    });
  });

  it('holds no transition that a younger sweep kept out', async () => {
    const { store } = watched;
    await store.saveFindings(second, [openedBy(second)]);
    await store.saveFindings(first, [openedBy(first)]);

    expect(await watched.query(`CLUSTER#${arn}`, 'HISTORY#', `HISTORY#${first.asOf}~`)).toEqual([]);
  });

  it('holds a transition once the save that was cut short before it is done again', async () => {
    watched.failAfter(1);
    await expect(watched.store.saveFindings(first, [openedBy(first)])).rejects.toThrow('cut short');
    watched.heal();
    await watched.store.saveFindings(first, [openedBy(first)]);

    expect(await watched.query(`CLUSTER#${arn}`, 'HISTORY#', 'HISTORY#~')).toHaveLength(1);
  });

  it('holds a transition that nobody need be told of, and none that is not new', async () => {
    const quiet = { ...openedBy(first), untold: [] };
    await watched.store.saveFindings(first, [quiet]);
    await watched.store.saveFindings(second, [
      { ...quiet, revision: 2, lastTransition: { ...quiet.lastTransition, at: second.asOf } },
    ]);

    const history = await watched.query(`CLUSTER#${arn}`, 'HISTORY#', 'HISTORY#~');
    expect(history.map(({ body }) => JSON.parse(body as string).transition)).toEqual([quiet.lastTransition]);
  });

  it('holds what is untold before it is cleared', async () => {
    const finding = openedBy(first);
    await watched.store.saveFindings(first, [finding]);
    watched.failAfter(1);

    await expect(watched.store.markTold(second, [{ ...finding, revision: 1 }])).rejects.toThrow('cut short');
    expect(await watched.store.untoldFindings()).toEqual([finding]);
    expect(await watched.query(`CLUSTER#${arn}`, 'HISTORY#', 'HISTORY#~')).toHaveLength(1);
  });
});

describe('expiry', () => {
  const expiring = /^(SWEEP#|CLUSTER#.* HISTORY#)/;

  it('is 400 days from the real clock for history, and never for what is current', async () => {
    const { store } = watched;
    await store.saveCluster(first, inSystem('shop'), ran());
    await store.saveFindings(first, [openedBy(first)]);
    await store.saveInsufficiencies(first, arn, 'cluster', [anInsufficiency('refused')]);
    await store.saveCatalogue(first, aCatalogue());
    await store.saveCoverage(first, aCoverage(first));

    const items = await watched.items();
    const inSeconds = Date.parse(now) / 1000 + 400 * 86_400;

    expect(items.length).toBeGreaterThan(7);
    for (const { pk, sk, expiresAt } of items) {
      expect([pk, sk, expiresAt]).toEqual([pk, sk, expiring.test(`${pk} ${sk}`) ? inSeconds : undefined]);
    }
  });

  it('hides what should have been deleted, and is not yet', async () => {
    let clock = now;
    const aged = await openWatchedStore({ now: () => clock });
    await aged.store.saveCoverage(first, aCoverage(first));
    const seen = await aged.store.coverageOf(first.id);
    clock = '2027-05-06T00:00:00.000Z';

    expect(seen).toHaveLength(1);
    expect(await aged.store.coverageOf(first.id)).toEqual([]);
    expect(await aged.store.coverageBefore(aCoverage(first), third.asOf)).toBeUndefined();
    await aged.close();
  });
});
