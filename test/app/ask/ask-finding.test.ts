import { describe, expect, it } from 'vitest';
import { askFinding } from '#app/ask/ask-finding.ts';
import type { Finding } from '#core/finding.ts';
import { concluded, openedBy, resolvedBy, sweepOf, worsenedBy } from '../../adapters/dynamodb/store-builders.ts';
import { clusterArn } from '../../support/builders.ts';
import { anAskedWorld } from './asked-world.ts';

const [first, second] = [sweepOf(1), sweepOf(2)] as const;
const arn = clusterArn('shop-prod');
const now = openedBy(first);
const later = { ...openedBy(second), id: 'later', horizon: 'next-upgrade' } as const;
const other = openedBy(first, { rule: 'addon-health' });

async function aWorldOf(...findings: readonly Finding[]) {
  const suppression = { rule: 'kube-*', resource: '*', reason: 'so', owner: 'me', until: '2027-01-01' };
  const world = await anAskedWorld({ suppressions: [suppression] });
  for (const finding of findings) await world.store.saveFindings(first, [finding]);
  return world;
}

describe('one finding', () => {
  it('is none where none of that id is kept', async () => {
    expect(await askFinding(await aWorldOf(now), arn, 'another')).toBeUndefined();
    expect(await askFinding(await aWorldOf(now), clusterArn('another'), now.id)).toBeUndefined();
  });

  it('comes with what it is at its other horizons, the earliest first, and with its rule', async () => {
    const world = await aWorldOf(later, other, now);
    await world.store.saveSweep(concluded(first));

    const answer = await askFinding(world, arn, later.id);

    expect(answer).toMatchObject({
      asOf: first.asOf,
      findings: [{ horizon: 'now', suppression: { owner: 'me' } }, { horizon: 'next-upgrade' }],
      rule: { id: 'kube-proxy-version-skew' },
      isWhole: true,
    });
    expect(answer?.findings).toHaveLength(2);
  });

  it('comes with what happened to it, the last first, and to no other', async () => {
    const world = await aWorldOf(now, other);
    await world.store.saveFindings(second, [worsenedBy(second, now)]);

    const answer = await askFinding(world, arn, now.id);

    expect(answer?.happened.map(({ at, transition, title }) => [at, transition, title])).toEqual([
      [second.asOf, 'WORSENED', expect.stringContaining('version skew')],
      [first.asOf, 'OPENED', expect.stringContaining('version skew')],
    ]);
    expect(answer).not.toHaveProperty('asOf');
  });

  it('that is over stands apart from what is open again at another horizon', async () => {
    const world = await aWorldOf(resolvedBy(second, now), later);

    expect((await askFinding(world, arn, now.id))?.findings.map(({ status }) => status)).toEqual(['RESOLVED']);
  });

  it('of a rule that is no more has none, and bears its name', async () => {
    const world = await aWorldOf(openedBy(first, { rule: 'gone' }));

    const answer = await askFinding(world, arn, openedBy(first, { rule: 'gone' }).id);

    expect(answer).not.toHaveProperty('rule');
    expect(answer?.happened[0]?.title).toBe('gone');
  });

  it('says where more happened to its cluster since than is looked through', async () => {
    const world = await aWorldOf(now);
    const asked: unknown[] = [];
    const endless = {
      ...world.store,
      historyPage: async (...question: unknown[]) => {
        asked.push(question);
        return { items: [], next: 'more' };
      },
    };

    const answer = await askFinding({ ...world, store: endless }, arn, now.id);

    expect(answer).toMatchObject({ happened: [], isWhole: false });
    expect(asked).toHaveLength(4);
    expect(asked[1]).toEqual([arn, { from: first.asOf, to: '~' }, { size: 200, from: 'more' }]);
  });
});
