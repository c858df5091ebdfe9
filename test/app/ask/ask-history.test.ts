import { describe, expect, it } from 'vitest';
import { askHistory } from '#app/ask/ask-history.ts';
import { askSweep, askSweeps } from '#app/ask/ask-sweeps.ts';
import type { PageWish } from '#ports/paged-store.ts';
import {
  aCoverage,
  concluded,
  everyFinding,
  everyTransition,
  inSystem,
  openedBy,
  sweepOf,
  worsenedBy,
} from '../../adapters/dynamodb/store-builders.ts';
import { aCluster, clusterArn } from '../../support/builders.ts';
import { anAskedWorld } from './asked-world.ts';

const [first, second, third] = [sweepOf(1), sweepOf(2), sweepOf(3)] as const;
const arn = clusterArn('shop-prod');
const always = { from: '0000-01-01T00:00:00.000Z', to: '9999-12-31T23:59:59.999Z' };
const at = (version: string, changedAt: string) => ({ ...inSystem('shop', aCluster({ version })), changedAt });

/** Three versions in three nights, and a finding that got worse in the second. */
async function aHistory() {
  const world = await anAskedWorld();
  await world.store.saveCluster(first, at('1.33', first.asOf), undefined);
  await world.store.saveCluster(second, at('1.34', second.asOf), undefined);
  await world.store.saveCluster(third, at('1.35', third.asOf), undefined);
  await world.store.saveFindings(first, [openedBy(first)]);
  await world.store.saveFindings(second, [worsenedBy(second, openedBy(first))]);
  return world;
}

const upgrade = (from: string, to: string) => ({ component: 'cluster', kind: 'CHANGED', field: 'version', from, to });

describe('the history of a cluster', () => {
  const ask = async (period = always, wish: PageWish = { size: 9 }) => askHistory(await aHistory(), arn, period, wish);

  it('is what it ran and what changed, and what happened to its findings, the last first', async () => {
    const answer = await ask();

    expect(answer).toMatchObject({ cluster: arn, state: { since: third.asOf, version: '1.35' } });
    expect(answer?.entries).toMatchObject([
      { kind: 'REVISION', at: third.asOf, sweep: third.id, version: '1.35', changes: [upgrade('1.34', '1.35')] },
      { kind: 'TRANSITION', transition: 'WORSENED', severity: 'CRITICAL', previousSeverity: 'HIGH' },
      { kind: 'REVISION', at: second.asOf, changes: [upgrade('1.33', '1.34')] },
      { kind: 'TRANSITION', transition: 'OPENED', title: expect.stringContaining('version skew') },
      { kind: 'REVISION', at: first.asOf },
    ]);
    expect(answer?.entries[4]).not.toHaveProperty('changes');
  });

  it('compares a revision with one that is beyond the part, and one that is before the period', async () => {
    const part = await ask(always, { size: 1 });
    const period = await ask({ from: second.asOf, to: second.asOf });

    expect(part?.entries).toMatchObject([{ at: third.asOf, changes: [upgrade('1.34', '1.35')] }]);
    expect(part?.next).toBeDefined();
    expect(period?.entries.at(-1)).toMatchObject({ at: second.asOf, changes: [upgrade('1.33', '1.34')] });
    expect(period?.state).toMatchObject({ since: second.asOf, version: '1.34' });
  });

  it('says what it was in a period in which nothing happened', async () => {
    const quiet = await ask({ from: '2026-03-02T03:00:00.000Z', to: '2026-03-02T04:00:00.000Z' });

    expect(quiet).toMatchObject({ state: { since: second.asOf, version: '1.34' }, entries: [] });
  });

  it('does not know what it was before it was first seen', async () => {
    const early = await ask({ from: always.from, to: '2026-02-01T00:00:00.000Z' });

    expect(early).toEqual({ cluster: arn, entries: [] });
  });

  it('knows since when it is as it is, where the revision is not kept any more', async () => {
    const world = await anAskedWorld();
    const unkept = { ...world.store, revisionUpTo: async () => undefined };
    await world.store.saveCluster(second, at('1.34', first.asOf), undefined);
    await world.store.saveSweep(concluded(third));
    const state = async (to: string) =>
      (await askHistory({ ...world, store: unkept }, arn, { ...always, to }, { size: 9 }))?.state;

    expect(await state(first.asOf)).toMatchObject({ since: first.asOf, version: '1.34' });
    expect(await state('2026-02-28T00:00:00.000Z')).toBeUndefined();
  });

  it('has no state of one that could never be described', async () => {
    const world = await anAskedWorld();
    const { snapshot: _, ...never } = inSystem('shop');
    await world.store.saveCluster(first, never, undefined);
    await world.store.saveSweep(concluded(first));

    expect(await askHistory(world, arn, always, { size: 9 })).toEqual({ asOf: first.asOf, cluster: arn, entries: [] });
  });

  it('goes on being known of one that is gone, also in a period of which nothing is', async () => {
    const world = await aHistory();
    await world.store.removeCluster(third, at('1.35', third.asOf));
    const before = { from: always.from, to: '2026-02-01T00:00:00.000Z' };

    expect((await askHistory(world, arn, always, { size: 9 }))?.entries).toHaveLength(5);
    expect(await askHistory(world, arn, before, { size: 9 })).toEqual({ cluster: arn, entries: [] });
  });

  it('is not known of one that nobody has heard of', async () => {
    expect(await askHistory(await aHistory(), clusterArn('shop'), always, { size: 9 })).toBeUndefined();
  });

  it('has every field of what happened to a finding, of a rule that is no more too', async () => {
    const world = await anAskedWorld();
    await world.store.saveFindings(first, [{ ...everyFinding, rule: 'gone' }]);

    const { rule: _, ...event } = everyFinding;
    expect((await askHistory(world, arn, always, { size: 9 }))?.entries).toEqual([
      {
        kind: 'TRANSITION',
        at: everyTransition.at,
        sweep: everyTransition.sweep,
        transition: everyTransition.kind,
        finding: event.id,
        rule: 'gone',
        title: 'gone',
        resource: event.resource,
        fault: event.fault,
        horizon: event.horizon,
        severity: everyTransition.severity,
        previousSeverity: everyTransition.previousSeverity,
        cause: everyTransition.cause,
      },
    ]);
  });
});

describe('sweeps', () => {
  it('are those that were concluded, the last first, in parts', async () => {
    const world = await anAskedWorld();
    expect(await askSweeps(world, { size: 9 })).toEqual({ sweeps: [] });
    for (const sweep of [first, second, third]) await world.store.saveSweep(concluded(sweep));

    const one = await askSweeps(world, { size: 2 });
    const other = await askSweeps(world, { size: 2, from: one.next ?? '' });

    expect(one).toMatchObject({ asOf: third.asOf, sweeps: [{ id: third.id }, { id: second.id }] });
    expect(other).toEqual({ asOf: third.asOf, sweeps: [concluded(first)] });
  });

  it('tell what they could see, in parts, and what else they met', async () => {
    const world = await anAskedWorld();
    const notice = { kind: 'SETTING_UNUSED', subject: 'report', detail: '' } as const;
    const rows = ['eu-west-1', 'us-east-1'].map((region) => aCoverage(first, { region }));
    for (const row of rows) await world.store.saveCoverage(first, row);
    await world.store.saveNotices(first, 'PLAN', [notice]);
    await world.store.saveSweep(concluded(first));

    const answer = await askSweep(world, first.id, { size: 1 });

    expect(answer).toEqual({
      asOf: first.asOf,
      sweep: concluded(first),
      notices: [notice],
      coverage: rows.slice(0, 1),
      next: expect.any(String),
    });
    expect(await askSweep(world, second.id, { size: 1 })).toBeUndefined();
  });
});
