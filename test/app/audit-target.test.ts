import { describe, expect, it } from 'vitest';
import { auditTarget } from '#app/audit-target.ts';
import { makeRegionCatalogues } from '#app/region-catalogues.ts';
import type { Unreadable } from '#core/reading.ts';
import { readable, unreadable } from '#core/reading.ts';
import { clusterRules } from '#core/rules/index.ts';
import type { Sweep } from '#core/sweep.ts';
import type { AwsReader } from '#ports/aws-reader.ts';
import {
  aCatalogue,
  aCluster,
  accounts,
  aNodegroup,
  anAddon,
  anUpdate,
  clusterArn,
  coreAddons,
  refused,
  region,
} from '../support/builders.ts';
import { fakeAws, fakeReader } from '../support/fake-reader.ts';
import { aSweep, aWorld, type World } from '../support/sweeps.ts';

const target = { account: accounts.prod, region };
const cluster = aCluster();
/** A cluster that is out of support, whose kube-proxy is too old: three findings and more. */
const sick = aCluster({ version: '1.31', addons: coreAddons({ 'kube-proxy': 'v1.27.0-eksbuild.1' }) });

async function night(world: World, sweep: Sweep, only: { onlyCluster?: string } = {}) {
  const deps = { ...world, ...only, catalogues: makeRegionCatalogues(world, sweep) };
  return (await auditTarget(deps, sweep, target, { isLate: () => false })).coverage;
}

async function openRules({ store }: World, arn = cluster.arn): Promise<string[]> {
  const open = (await store.findingsOf(arn)).filter(({ status }) => status === 'OPEN');
  return [...new Set(open.map(({ rule }) => rule))].sort();
}

describe('a target that can be seen', () => {
  it('is COVERED, and its cluster known with its place', async () => {
    const world = aWorld(fakeAws([cluster]));

    const coverage = await night(world, aSweep());

    expect(coverage).toEqual({ ...target, asOf: aSweep().asOf, status: 'COVERED', clusters: 1, unreadable: [] });
    expect(await world.store.coverageOf('sweep-0')).toEqual([coverage]);
    expect(await world.store.knownCluster(cluster.arn)).toMatchObject({
      snapshot: cluster,
      firstObservedAt: aSweep().asOf,
      changedAt: aSweep().asOf,
      placement: { environment: { name: 'prod', from: 'name' }, system: { name: 'shop', from: 'name' } },
    });
    expect(await world.store.combinationsOf('shop')).toMatchObject([{ environment: 'prod', cluster: cluster.arn }]);
  });

  it('is EMPTY without clusters, and asks for no catalogue', async () => {
    const aws = fakeAws();

    const coverage = await night(aWorld(aws), aSweep());

    expect(coverage).toMatchObject({ status: 'EMPTY', clusters: 0 });
    expect(aws.asked).toEqual(['listClusters eu-west-1']);
  });

  it('without clusters costs one read of what was known there, and one row', async () => {
    const world = aWorld(fakeAws());
    const asked: string[] = [];
    const store = new Proxy(world.store, {
      get: (inner, name, receiver) => {
        asked.push(String(name));
        return Reflect.get(inner, name, receiver);
      },
    });

    await night({ ...world, store }, aSweep());

    expect(asked).toEqual(['clustersOf', 'saveCoverage']);
  });

  it('is read in the light of what was stored of its clusters', async () => {
    const known: (string | undefined)[] = [];
    const aws = fakeAws([cluster]);
    const { readCluster, ...others } = fakeReader(aws);
    const reader: AwsReader = {
      ...others,
      readCluster: (of, name, at, stored) => {
        known.push(stored?.changedAt);
        return readCluster(of, name, at, stored);
      },
    };
    const world = aWorld(aws, { reader });

    await night(world, aSweep());
    await night(world, aSweep(1));

    expect(known).toEqual([undefined, aSweep().asOf]);
  });

  it('judges a cluster by the environment that it is in', async () => {
    const failed = { updates: [anUpdate({ status: 'Failed' })] };
    const world = aWorld(fakeAws([aCluster(failed), aCluster({ ...failed, name: 'lonely', tags: {} })]));

    await night(world, aSweep());

    const severityOf = async (arn: string) => (await world.store.findingsOf(arn)).map(({ severity }) => severity);
    expect(await severityOf(cluster.arn)).toEqual(['HIGH']);
    expect(await severityOf(clusterArn('lonely'))).toEqual(['MEDIUM']);
  });

  it('names the role by which it was read', async () => {
    const aws = { ...fakeAws(), role: 'arn:aws:iam::333344445555:role/midwatch-member' };

    expect(await night(aWorld(aws), aSweep())).toMatchObject({ role: aws.role });
  });

  it('says what is wrong in it, and tells of its progress', async () => {
    const world = aWorld(fakeAws([sick]));

    await night(world, aSweep());

    expect(await openRules(world)).toContain('kube-proxy-version-skew');
    expect(world.steps.map(({ step }) => step)).toEqual([
      'target-started',
      'clusters-listed',
      'cluster-read',
      'target-ended',
    ]);
  });

  it('writes its coverage row and nothing of its cluster on a night on which nothing changed', async () => {
    const world = aWorld(fakeAws([sick]));
    await night(world, aSweep());
    const before = world.store.writes.length;

    await night(world, aSweep(1));

    expect(world.store.writes.slice(before)).toEqual(['catalogue read', 'coverage']);
  });

  it('is left by two runs of one sweep as by one', async () => {
    const world = aWorld(fakeAws([sick]));
    await night(world, aSweep());
    const before = world.store.writes.length;

    await night(world, aSweep());

    expect(world.store.writes.slice(before)).toEqual(['coverage']);
    expect(await world.store.coverageOf('sweep-0')).toHaveLength(1);
  });

  it('keeps since when a cluster is as it is, and notes when it changes', async () => {
    const aws = fakeAws([cluster]);
    const world = aWorld(aws);
    await night(world, aSweep());
    await night(world, aSweep(1));
    expect((await world.store.knownCluster(cluster.arn))?.changedAt).toBe(aSweep().asOf);

    aws.clusters = [aCluster({ version: '1.35' })];
    await night(world, aSweep(2));

    expect(await world.store.knownCluster(cluster.arn)).toMatchObject({
      changedAt: aSweep(2).asOf,
      firstObservedAt: aSweep().asOf,
    });
    expect(world.store.snapshotsOf(cluster.arn)).toHaveLength(2);
  });

  it('has no combination of a cluster without an environment', async () => {
    const plain = aCluster({ name: 'blue' });
    const world = aWorld(fakeAws([plain]));

    await night(world, aSweep());

    expect((await world.store.knownCluster(plain.arn))?.placement).toEqual({});
    expect(await world.store.systems()).toEqual([]);
  });
});

describe('a target that cannot be listed', () => {
  it.each([
    ['DENIED', 'DENIED'],
    ['DENIED_BY_SCP', 'DENIED_BY_SCP'],
    ['REGION_DISABLED', 'REGION_DISABLED'],
    ['THROTTLED', 'THROTTLED'],
    ['UNREACHABLE', 'UNREACHABLE'],
    ['NOT_CONFIGURED', 'ERROR'],
    ['NOT_READ_YET', 'ERROR'],
    ['ERROR', 'ERROR'],
  ] as const)('is told as it is: %s', async (obstacle, status) => {
    const aws = fakeAws([cluster]);
    const because: Unreadable = { call: 'eks:ListClusters', obstacle, detail: 'no' };
    aws.refusals = { 'listClusters eu-west-1': because };

    expect(await night(aWorld(aws), aSweep())).toMatchObject({ status, because, clusters: 0 });
  });

  it.each([
    [[cluster], 'where a cluster was seen before'],
    [[cluster, aCluster({ name: 'shop-two' })], 'where 2 clusters were seen before'],
  ])('is no region that is switched off where clusters were seen before', async (clusters, words) => {
    const aws = fakeAws(clusters);
    const world = aWorld(aws);
    await night(world, aSweep());
    const because = { call: 'eks:ListClusters', obstacle: 'REGION_DISABLED', detail: 'no' } as const;
    aws.refusals = { 'listClusters eu-west-1': because };

    const coverage = await night(world, aSweep(1));

    expect(coverage).toMatchObject({ status: 'ERROR', because: { obstacle: 'ERROR' } });
    expect(coverage.because?.detail).toContain(words);
  });

  it('takes nothing out of what is known', async () => {
    const aws = fakeAws([sick]);
    const world = aWorld(aws);
    await night(world, aSweep());
    const [known, findings] = [await world.store.knownCluster(sick.arn), await world.store.findingsOf(sick.arn)];
    aws.refusals = { 'listClusters eu-west-1': refused('eks:ListClusters') };

    for (const day of [1, 2, 3]) await night(world, aSweep(day));

    expect(await world.store.knownCluster(sick.arn)).toEqual(known);
    expect(await world.store.findingsOf(sick.arn)).toEqual(findings);
  });
});

describe('a cluster that cannot be described', () => {
  const because = refused('eks:DescribeCluster');

  it('keeps its findings open, and each rule says why it is silent', async () => {
    const aws = fakeAws([sick]);
    const world = aWorld(aws);
    await night(world, aSweep());
    const open = await openRules(world);
    aws.refusals = { 'readCluster shop-prod': because };

    const coverage = await night(world, aSweep(1));

    expect(coverage).toMatchObject({
      status: 'DENIED',
      clusters: 1,
      because,
      unreadable: [{ call: 'eks:DescribeCluster', resource: 'shop-prod' }],
    });
    expect(await openRules(world)).toEqual(open);
    for (const finding of await world.store.findingsOf(sick.arn)) {
      expect(finding).toMatchObject({ unreadableSince: aSweep(1).asOf, lastObservedAt: aSweep().asOf });
    }
    expect(await world.store.knownCluster(sick.arn)).toMatchObject({
      snapshot: sick,
      unread: [{ facet: 'cluster', because, lastReadAt: aSweep().asOf }],
    });
    const insufficient = await world.store.insufficienciesOf(sick.arn, 'cluster');
    expect(insufficient.map(({ rule }) => rule)).toEqual(clusterRules.map(({ id }) => id));
    expect(insufficient[0]).toMatchObject({
      since: aSweep(1).asOf,
      reason: expect.stringContaining('DescribeCluster'),
    });
  });

  it('writes no more on the second such night than its coverage row', async () => {
    const aws = fakeAws([sick]);
    const world = aWorld(aws);
    await night(world, aSweep());
    aws.refusals = { 'readCluster shop-prod': because };
    await night(world, aSweep(1));
    const before = world.store.writes.length;

    await night(world, aSweep(2));

    expect(world.store.writes.slice(before)).toEqual(['coverage']);
  });

  it('is known by its name alone where it never could be', async () => {
    const aws = fakeAws([cluster]);
    aws.refusals = { 'readCluster shop-prod': because };
    const world = aWorld(aws);

    await night(world, aSweep());

    const known = await world.store.knownCluster(cluster.arn);
    expect(known).toMatchObject({ name: 'shop-prod', unread: [{ facet: 'cluster', because }] });
    expect(known).not.toHaveProperty('snapshot');
    expect(known?.placement.environment?.name).toBe('prod');
    expect(await world.store.insufficienciesOf(cluster.arn, 'cluster')).toHaveLength(clusterRules.length);
  });

  it('does not count as missing, and no longer as such where it was', async () => {
    const aws = fakeAws([cluster]);
    const world = aWorld(aws);
    await night(world, aSweep());
    aws.clusters = [];
    await night(world, aSweep(1));
    aws.clusters = [cluster];
    aws.refusals = { 'readCluster shop-prod': because };

    await night(world, aSweep(2));

    expect(await world.store.knownCluster(cluster.arn)).not.toHaveProperty('missingSince');
  });

  it('is seen again with the findings that it had', async () => {
    const aws = fakeAws([sick]);
    const world = aWorld(aws);
    await night(world, aSweep());
    aws.refusals = { 'readCluster shop-prod': because };
    await night(world, aSweep(1));
    aws.refusals = {};

    await night(world, aSweep(2));

    const findings = await world.store.findingsOf(sick.arn);
    expect(findings.filter(({ unreadableSince }) => unreadableSince !== undefined)).toEqual([]);
    expect((await world.store.knownCluster(sick.arn))?.unread).toEqual([]);
    expect(await world.store.insufficienciesOf(sick.arn, 'cluster')).not.toContainEqual(
      expect.objectContaining({ resource: sick.arn }),
    );
  });
});

describe('what is refused inside a cluster', () => {
  it('is named in the coverage row, and does not make the region uncovered', async () => {
    const hidden = aCluster({
      addons: readable([{ name: 'coredns', detail: unreadable(refused()) }]),
      nodegroups: unreadable(refused('eks:ListNodegroups')),
    });

    const coverage = await night(aWorld(fakeAws([hidden])), aSweep());

    expect(coverage).toMatchObject({
      status: 'COVERED',
      unreadable: [
        { call: 'eks:DescribeAddon', resource: 'shop-prod/coredns' },
        { call: 'eks:ListNodegroups', resource: 'shop-prod' },
      ],
    });
  });

  it('keeps the last reading in the history', async () => {
    const aws = fakeAws([cluster]);
    const world = aWorld(aws);
    await night(world, aSweep());
    aws.clusters = [aCluster({ addons: unreadable(refused('eks:ListAddons')) })];

    await night(world, aSweep(1));

    expect(await world.store.knownCluster(cluster.arn)).toMatchObject({
      snapshot: cluster,
      changedAt: aSweep().asOf,
      unread: [{ facet: 'addons', lastReadAt: aSweep().asOf }],
    });
    expect(world.store.snapshotsOf(cluster.arn)).toHaveLength(1);
  });

  it('is no change once it can be read', async () => {
    const aws = fakeAws([aCluster({ addons: unreadable(refused('eks:ListAddons')) })]);
    const world = aWorld(aws);
    await night(world, aSweep());
    aws.clusters = [cluster];

    await night(world, aSweep(1));

    expect(await world.store.knownCluster(cluster.arn)).toMatchObject({
      snapshot: cluster,
      changedAt: aSweep().asOf,
      unread: [],
    });
  });
});

describe('a catalogue that cannot be read', () => {
  const noVersions = refused('eks:DescribeClusterVersions');
  const noCoredns = refused('eks:DescribeAddonVersions');

  it('is named in the coverage row', async () => {
    const aws = fakeAws([cluster]);
    aws.refusals = { catalogue: noVersions, 'addon coredns': noCoredns };

    const { unreadable: rows } = await night(aWorld(aws), aSweep());

    expect(rows).toEqual([
      { ...noVersions, resource: 'cluster versions in eu-west-1' },
      { ...noCoredns, resource: 'coredns in eu-west-1' },
    ]);
  });

  it('leaves the last list in force also where the first that asked did not need it', async () => {
    const blind = aCluster({ name: 'a', addons: unreadable(refused('eks:ListAddons')) });
    const aws = fakeAws([cluster]);
    const world = aWorld(aws);
    await night(world, aSweep());
    aws.clusters = [blind, cluster];
    aws.refusals = { 'addon coredns': noCoredns };

    await night(world, aSweep(1));

    expect(await world.store.insufficienciesOf(cluster.arn, 'cluster')).toEqual([]);
  });

  it('is named by its lists in one order, whatever order they were asked for in', async () => {
    const aws = fakeAws([cluster]);
    const world = aWorld(aws);
    const read = { region: 'eu-west-1', sweep: 'earlier', addons: ['vpc-cni', 'coredns'], images: [] };
    await world.store.saveCatalogueRead(aSweep(), read);
    aws.refusals = { 'addon vpc-cni': noCoredns, 'addon coredns': noCoredns };

    const { unreadable: rows } = await night(world, aSweep(1));

    expect(rows.map(({ resource }) => resource)).toEqual(['coredns in eu-west-1', 'vpc-cni in eu-west-1']);
  });

  it('leaves the last one in force, which every finding then says', async () => {
    const aws = fakeAws([sick]);
    const world = aWorld(aws);
    await night(world, aSweep());
    aws.refusals = { catalogue: noVersions, 'addon coredns': noCoredns };

    const { unreadable: rows } = await night(world, aSweep(1));

    expect(rows.map(({ resource }) => resource)).toEqual(['cluster versions in eu-west-1', 'coredns in eu-west-1']);
    const findings = await world.store.findingsOf(sick.arn);
    expect(findings.length).toBeGreaterThan(0);
    for (const { status, evidence } of findings) {
      expect(status).toBe('OPEN');
      expect(evidence).toHaveProperty('catalogueReadAt');
    }
  });

  it('is nothing that the findings of a cluster tell which runs nothing of it', async () => {
    const bare = aCluster({
      name: 'z',
      addons: [],
      selfManagedAddons: [],
      nodegroups: [aNodegroup({ version: '1.33' })],
    });
    const aws = fakeAws([cluster, bare]);
    const world = aWorld(aws);
    await night(world, aSweep());
    aws.refusals = { 'addon coredns': noCoredns };

    await night(world, aSweep(1));

    const findings = await world.store.findingsOf(bare.arn);
    expect(findings.length).toBeGreaterThan(0);
    for (const { evidence } of findings) expect(evidence).not.toHaveProperty('catalogueReadAt');
  });
});

describe('a cluster that is no longer listed', () => {
  it('is gone only when its region was covered twice without it', async () => {
    const aws = fakeAws([sick]);
    const world = aWorld(aws);
    await night(world, aSweep());
    const open = await openRules(world);
    aws.clusters = [];

    await night(world, aSweep(1));
    expect(await world.store.knownCluster(sick.arn)).toMatchObject({ missingSince: aSweep(1).asOf });
    expect(await openRules(world)).toEqual(open);
    await night(world, aSweep(1));
    expect(await openRules(world)).toEqual(open);

    await night(world, aSweep(2));
    expect(await world.store.clustersOf(target)).toEqual([]);
    const findings = await world.store.findingsOf(sick.arn);
    expect(findings.every(({ status, cause }) => status === 'RESOLVED' && cause === 'GONE')).toBe(true);
  });

  it('does not count the nights on which the region could not be listed', async () => {
    const aws = fakeAws([sick]);
    const world = aWorld(aws);
    await night(world, aSweep());
    aws.clusters = [];
    await night(world, aSweep(1));
    aws.refusals = { 'listClusters eu-west-1': refused('eks:ListClusters') };

    await night(world, aSweep(2));

    expect(await world.store.clustersOf(target)).toHaveLength(1);
  });

  it('was never gone when it is back', async () => {
    const aws = fakeAws([sick]);
    const world = aWorld(aws);
    await night(world, aSweep());
    aws.clusters = [];
    await night(world, aSweep(1));
    aws.clusters = [sick];

    await night(world, aSweep(2));

    expect(await world.store.knownCluster(sick.arn)).not.toHaveProperty('missingSince');
    expect((await openRules(world)).length).toBeGreaterThan(0);
  });

  it('counts as missing when it was deleted between the list and its description', async () => {
    const aws = fakeAws([cluster]);
    const world = aWorld(aws);
    await night(world, aSweep());
    aws.clusters = [];
    aws.vanished = ['shop-prod'];

    const coverage = await night(world, aSweep(1));

    expect(coverage).toMatchObject({ status: 'COVERED', unreadable: [] });
    expect(await world.store.knownCluster(cluster.arn)).toMatchObject({ missingSince: aSweep(1).asOf });
  });
});

describe('a look at one cluster', () => {
  const other = aCluster({ name: 'till-prod' });

  it('reads no other, and says nothing of the region', async () => {
    const aws = fakeAws([cluster, other]);
    const world = aWorld(aws);

    const coverage = await night(world, aSweep(), { onlyCluster: 'till-prod' });

    expect(coverage).toMatchObject({ status: 'COVERED', clusters: 1 });
    expect(aws.asked).not.toContain('readCluster shop-prod');
    expect(await world.store.coverageOf('sweep-0')).toEqual([]);
  });

  it('misses no other', async () => {
    const aws = fakeAws([cluster, other]);
    const world = aWorld(aws);
    await night(world, aSweep());
    aws.clusters = [other];

    await night(world, aSweep(1), { onlyCluster: 'till-prod' });

    expect(await world.store.knownCluster(cluster.arn)).not.toHaveProperty('missingSince');
  });
});

it('looks up what runs, each once, in the catalogue', async () => {
  const aws = fakeAws([
    aCluster({ addons: [anAddon('coredns'), anAddon('adot')] }),
    aCluster({ name: 'till-prod', addons: [anAddon('coredns')] }),
    aCluster({
      name: 'dark-prod',
      addons: unreadable(refused('eks:ListAddons')),
      selfManagedAddons: [anAddon('cilium'), anAddon('kube-proxy')],
    }),
  ]);
  aws.catalogue = aCatalogue();

  await night(aWorld(aws), aSweep());

  expect(aws.asked.filter((call) => call.startsWith('addon')).sort()).toEqual([
    'addon adot eu-west-1',
    'addon coredns eu-west-1',
    'addon kube-proxy eu-west-1',
  ]);
});
