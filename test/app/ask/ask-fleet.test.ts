import { describe, expect, it } from 'vitest';
import { askCluster } from '#app/ask/ask-cluster.ts';
import { askFleet } from '#app/ask/ask-fleet.ts';
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
import { aCluster, clusterArn, clusterVersions, refused } from '../../support/builders.ts';
import { anAskedWorld } from './asked-world.ts';

const [first, second] = [sweepOf(1), sweepOf(2)] as const;
const arn = clusterArn('shop-prod');
const prod = { ...openedBy(first), system: 'shop' };
const suppression = { rule: 'addon-*', resource: '*', reason: 'renovate', owner: 'platform', until: '2026-03-31' };

async function aFleet() {
  const world = await anAskedWorld({ suppressions: [suppression] });
  const clusters = [
    aKnownCluster(aCluster({ name: 'lonely', region: 'us-east-1' }), { placement: {} }),
    inSystem('shop', aCluster({ name: 'shop-dev' })),
    { ...inSystem('shop'), missingSince: second.asOf },
  ];
  for (const cluster of clusters) await world.store.saveCluster(first, cluster, undefined);
  await world.store.saveFindings(first, [
    openedBy(first, { rule: 'addon-health', severity: 'LOW', system: 'shop' }),
    { ...prod, id: 'later', horizon: 'next-upgrade' },
    prod,
    resolvedBy(first, { ...prod, id: 'over' }),
  ]);
  await world.store.saveSweep(concluded(first));
  return world;
}

describe('the fleet', () => {
  it('is its clusters by system, with what they run, what lies before them and what is wrong on them', async () => {
    const { clusters, ...rest } = await askFleet(await aFleet(), { size: 9 });

    expect(rest).toEqual({ asOf: first.asOf, environments: ['dev', 'test', 'prod'] });
    expect(clusters.map(({ name, faults }) => [name, faults.length])).toEqual([
      ['lonely', 0],
      ['shop-dev', 0],
      ['shop-prod', 3],
    ]);
    expect(clusters[2]).toMatchObject({
      version: '1.34',
      environment: { name: 'prod' },
      endOfStandardSupport: clusterVersions[4]?.endOfStandardSupport,
      changedAt: first.asOf,
      missingSince: second.asOf,
      calendar: { phase: 'STANDARD_SUPPORT', next: { version: '1.35' } },
    });
  });

  it('tells the worst faults of a cluster first, and which of them people accepted', async () => {
    const { clusters } = await askFleet(await aFleet(), { size: 9 });

    const { resource, rule } = prod;
    expect(clusters[2]?.faults).toEqual([
      { resource, rule, severity: 'HIGH', horizon: 'now', suppressed: false },
      { resource, rule, severity: 'HIGH', horizon: 'next-upgrade', suppressed: false },
      { resource, rule: 'addon-health', severity: 'LOW', horizon: 'now', suppressed: true },
    ]);
  });

  it('comes in parts', async () => {
    const world = await aFleet();

    const one = await askFleet(world, { size: 2 });
    const other = await askFleet(world, { size: 2, from: one.next ?? '' });

    expect(other.clusters.map(({ name }) => name)).toEqual(['shop-prod']);
    expect(other).not.toHaveProperty('next');
  });

  it('has no calendar where nobody knows what AWS publishes, or what a cluster runs', async () => {
    const world = await anAskedWorld();
    const { snapshot: _, ...never } = inSystem('shop');
    await world.store.saveCluster(first, never, undefined);
    await world.store.saveCluster(first, inSystem('a', aCluster({ name: 'a', region: 'us-east-1' })), undefined);
    const clusterVersions = { readable: false, because: refused('eks:DescribeClusterVersions') } as const;
    await world.store.saveCatalogue(first, { region: 'us-west-2', clusterVersions, addons: {}, images: {} });
    await world.store.saveCluster(first, inSystem('b', aCluster({ name: 'b', region: 'us-west-2' })), undefined);

    const { clusters, asOf } = await askFleet(world, { size: 9 });

    expect(asOf).toBeUndefined();
    expect(clusters.map(({ calendar }) => calendar)).toEqual([{}, {}, {}]);
  });
});

describe('one cluster', () => {
  it('is what it is in the fleet, with its findings, what could not be judged, and what was seen of its target', async () => {
    const world = await aFleet();
    await world.store.saveInsufficiencies(first, arn, 'cluster', [anInsufficiency('refused')]);
    await world.store.saveCoverage(first, aCoverage(first));
    const { clusters } = await askFleet(world, { size: 9 });

    const answer = await askCluster(world, arn);

    expect(answer?.asOf).toBe(first.asOf);
    expect(answer?.cluster).toEqual(clusters[2]);
    expect(
      answer?.findings.map(({ severity, horizon, suppression: accepted }) => [severity, horizon, accepted]),
    ).toEqual([
      ['HIGH', 'now', undefined],
      ['HIGH', 'next-upgrade', undefined],
      ['LOW', 'now', suppression],
    ]);
    expect(answer?.insufficientData).toMatchObject([{ cluster: arn, reason: 'refused' }]);
    expect(answer?.coverage).toEqual(aCoverage(first));
  });

  it('is known before the first audit was concluded, and without any coverage', async () => {
    const world = await anAskedWorld();
    await world.store.saveCluster(first, inSystem('shop'), undefined);

    const answer = await askCluster(world, arn);

    expect(answer).toMatchObject({ cluster: { name: 'shop-prod' }, findings: [] });
    expect(answer).not.toHaveProperty('asOf');
    expect(answer).not.toHaveProperty('coverage');
  });

  it('is not known where there is none of that name', async () => {
    expect(await askCluster(await aFleet(), clusterArn('shop'))).toBeUndefined();
  });
});
