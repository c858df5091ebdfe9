import { describe, expect, it } from 'vitest';
import { askDocument } from '#app/ask/ask-document.ts';
import { aCoverage, concluded, inSystem, openedBy, sweepOf } from '../../adapters/dynamodb/store-builders.ts';
import { anAskedWorld } from './asked-world.ts';

const [first, second] = [sweepOf(1), sweepOf(2)] as const;

describe('the document of the whole fleet', () => {
  it('is none before the first whole sweep', async () => {
    const world = await anAskedWorld();
    await world.store.saveSweep(concluded({ ...first, partial: true }));

    expect(await askDocument(world)).toBeUndefined();
  });

  it('is by the last whole sweep, with what that could see and what was not as it should be', async () => {
    const world = await anAskedWorld();
    const { store } = world;
    const notice = { kind: 'SETTING_UNUSED', subject: 'report', detail: '' } as const;
    await store.saveCluster(first, inSystem('shop'), undefined);
    await store.saveFindings(first, [openedBy(first, { rule: 'cluster-health' })]);
    await store.saveCoverage(first, aCoverage(first));
    await store.saveNotices(first, 'PLAN', [notice]);
    await store.saveSweep(concluded(first));
    await store.saveSweep(concluded({ ...second, partial: true }));

    expect(await askDocument(world)).toMatchObject({
      audit: { id: first.id, asOf: first.asOf, notices: [notice] },
      coverage: [aCoverage(first)],
      clusters: [{ name: 'shop-prod' }],
      findings: [{ rule: 'cluster-health' }],
    });
  });
});
