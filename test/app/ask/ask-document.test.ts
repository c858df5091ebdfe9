import { describe, expect, it } from 'vitest';
import { askDocument } from '#app/ask/ask-document.ts';
import type { KnownCluster } from '#core/history/known-cluster.ts';
import type { Severity } from '#core/severity.ts';
import {
  aCoverage,
  aKnownCluster,
  anInsufficiency,
  concluded,
  inSystem,
  openedBy,
  resolvedBy,
  sweepOf,
} from '../../adapters/dynamodb/store-builders.ts';
import { aCluster, clusterArn } from '../../support/builders.ts';
import { anAskedWorld } from './asked-world.ts';

const [first, second] = [sweepOf(1), sweepOf(2)] as const;
const lacking = anInsufficiency('nobody knows');
const whole = { part: 1, size: 9 };

const on = (cluster: KnownCluster, severity: Severity, rule = 'cluster-health') =>
  openedBy(first, {
    ...{ id: `${cluster.name} ${rule}`, cluster: cluster.arn, resource: cluster.arn },
    ...{ rule, severity, system: cluster.placement.system?.name ?? '' },
  });

describe('the document of the fleet', () => {
  it('is none before the first whole sweep', async () => {
    const world = await anAskedWorld();
    await world.store.saveSweep(concluded({ ...first, partial: true }));

    expect(await askDocument(world, whole)).toBeUndefined();
  });

  it('is by the last whole sweep, with what that could see and what was not as it should be', async () => {
    const world = await anAskedWorld();
    const { store } = world;
    const notice = { kind: 'SETTING_UNUSED', subject: 'report', detail: '' } as const;
    const cluster = inSystem('shop');
    await store.saveCluster(first, cluster, undefined);
    await store.saveFindings(first, [openedBy(first, { rule: 'cluster-health' })]);
    await store.saveInsufficiencies(first, cluster.arn, 'cluster', [lacking]);
    await store.saveCoverage(first, aCoverage(first));
    await store.saveNotices(first, 'PLAN', [notice]);
    await store.saveSweep(concluded(first));
    await store.saveSweep(concluded({ ...second, partial: true }));

    const fleet = await askDocument(world, whole);

    expect(fleet?.cut).toBeUndefined();
    expect(fleet?.document).toMatchObject({
      audit: { id: first.id, asOf: first.asOf, notices: [notice] },
      coverage: [aCoverage(first)],
      clusters: [{ name: 'shop-prod', calendar: { phase: 'STANDARD_SUPPORT' } }],
      findings: [{ rule: 'cluster-health' }],
      insufficientData: [{ ...lacking, cluster: cluster.arn, account: cluster.account, region: cluster.region }],
    });
  });

  it('tells what ended in that sweep and in none before, also on clusters that are gone', async () => {
    const world = await anAskedWorld();
    const { store } = world;
    await store.saveCluster(first, inSystem('shop'), undefined);
    const gone = { cluster: clusterArn('gone'), resource: clusterArn('gone') };
    const over = [
      openedBy(first),
      openedBy(first, { ...gone, rule: 'cluster-health' }),
      openedBy(first, { fault: 'old' }),
    ];
    await store.saveFindings(first, over);
    await store.saveFindings(
      first,
      over.slice(2).map((one) => resolvedBy(first, one)),
    );
    await store.saveFindings(
      second,
      over.slice(0, 2).map((one) => resolvedBy(second, one)),
    );
    await store.saveSweep(concluded({ ...second, since: first.asOf }));

    const fleet = await askDocument(world, whole);

    expect(fleet?.document.findings.map(({ rule, status }) => [rule, status])).toEqual([
      ['cluster-health', 'RESOLVED'],
      ['kube-proxy-version-skew', 'RESOLVED'],
    ]);
  });

  it('is empty where the fleet is', async () => {
    const world = await anAskedWorld();
    await world.store.saveSweep(concluded(first));

    const fleet = await askDocument(world, whole);

    expect(fleet).not.toHaveProperty('cut');
    expect(fleet?.document).toMatchObject({ clusters: [], findings: [] });
  });

  it('tells all that ended in one sweep, however much', async () => {
    const world = await anAskedWorld();
    const many = Array.from({ length: 101 }, (_, index) => openedBy(first, { fault: `fault-${index}` }));
    await world.store.saveCluster(first, inSystem('shop'), undefined);
    await world.store.saveFindings(first, many);
    await world.store.saveFindings(
      second,
      many.map((one) => resolvedBy(second, one)),
    );
    await world.store.saveSweep(concluded({ ...second, since: first.asOf }));

    expect((await askDocument(world, whole))?.document.findings).toHaveLength(101);
  });

  describe('that is large', () => {
    const named = (system: string, environment: string) =>
      inSystem(system, aCluster({ name: `${system}-${environment}` }));
    const fine = named('fine', 'prod');
    const bad = named('bad', 'prod');
    const badDev = named('bad', 'dev');
    const worst = named('worst', 'prod');
    const lonely = aKnownCluster(aCluster({ name: 'lonely' }), { placement: {} });
    const accepted = { rule: 'addon-health', resource: '*', reason: 'so', owner: 'me', until: '2027-01-01' };
    const expired = { rule: 'cluster-health', resource: '*fine*', reason: 'so', owner: 'me', until: '2020-01-01' };

    async function aLargeFleet() {
      const world = await anAskedWorld({ suppressions: [accepted, expired] });
      for (const cluster of [fine, bad, badDev, worst, lonely])
        await world.store.saveCluster(first, cluster, undefined);
      await world.store.saveFindings(first, [
        on(fine, 'INFORMATIONAL'),
        on(fine, 'CRITICAL', 'addon-health'),
        on(bad, 'LOW'),
        on(badDev, 'HIGH', 'nodegroup-health'),
        on(badDev, 'LOW'),
        on(worst, 'CRITICAL'),
        on(lonely, 'MEDIUM'),
      ]);
      await world.store.saveSweep(concluded(first));
      return world;
    }
    const namesIn = async (part: number, size: number) => {
      const fleet = await askDocument(await aLargeFleet(), { part, size });
      return [fleet?.document.clusters.map(({ name }) => name), fleet?.cut?.part];
    };

    it('comes in parts of whole systems, those with the worst that counts first', async () => {
      expect(await namesIn(1, 1)).toEqual([['worst-prod'], 1]);
      expect(await namesIn(2, 1)).toEqual([['bad-dev', 'bad-prod'], 2]);
      expect(await namesIn(3, 1)).toEqual([['lonely'], 3]);
      expect(await namesIn(4, 1)).toEqual([['fine-prod'], 4]);
      expect(await namesIn(9, 1)).toEqual([['fine-prod'], 4]);
      expect(await namesIn(1, 3)).toEqual([['worst-prod', 'bad-dev', 'bad-prod'], 1]);
      expect(await namesIn(2, 3)).toEqual([['lonely', 'fine-prod'], 2]);
    });

    it('says with each part how many clusters there are, and what is the worst of how many', async () => {
      const fleet = await askDocument(await aLargeFleet(), { part: 2, size: 2 });

      expect(fleet?.cut).toEqual({
        ...{ part: 2, parts: 3, shown: 2, clusters: 5 },
        worst: [
          { severity: 'CRITICAL', clusters: 1 },
          { severity: 'HIGH', clusters: 1 },
          { severity: 'MEDIUM', clusters: 1 },
          { severity: 'LOW', clusters: 1 },
        ],
      });
      expect(fleet?.document.findings.map(({ rule }) => rule)).toEqual([
        'nodegroup-health',
        'cluster-health',
        'cluster-health',
      ]);
    });

    it('says of no suppression that it matches nothing, or less, because a part does not show what it matches', async () => {
      const fleet = await askDocument(await aLargeFleet(), { part: 1, size: 1 });

      expect(fleet?.document.audit.notices).toEqual([
        expect.objectContaining({ kind: 'SUPPRESSION_EXPIRED', detail: expect.stringContaining('matches 1 ') }),
      ]);
    });

    it('tells what is over on clusters that are gone with its first part alone', async () => {
      const world = await aLargeFleet();
      const gone = openedBy(first, { id: 'gone', cluster: clusterArn('gone'), resource: clusterArn('gone') });
      await world.store.saveFindings(first, [gone, on(bad, 'LOW', 'addon-management')]);
      await world.store.saveFindings(first, [
        { ...resolvedBy(first, gone), revision: 2 },
        { ...resolvedBy(first, on(bad, 'LOW', 'addon-management')), revision: 2 },
      ]);

      const over = async (part: number) => {
        const fleet = await askDocument(world, { part, size: 1 });
        return fleet?.document.findings.flatMap(({ status, rule }) => (status === 'RESOLVED' ? [rule] : []));
      };

      expect([await over(1), await over(2), await over(3)]).toEqual([
        ['kube-proxy-version-skew'],
        ['addon-management'],
        [],
      ]);
    });
  });
});
