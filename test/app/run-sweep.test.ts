import { describe, expect, it } from 'vitest';
import { LeaseHeldError } from '#app/lease.ts';
import { runSweep, SweepInterruptedError, type SweepScope } from '#app/run-sweep.ts';
import { readable, unreadable } from '#core/reading.ts';
import { aCluster, accounts, aNodegroup, anAddon, anInsight, coreAddons, refused } from '../support/builders.ts';
import { fakeAws } from '../support/fake-reader.ts';
import { aSweep, aWorld, knowledge, type World } from '../support/sweeps.ts';

const members = (['dev', 'test', 'prod'] as const).map((environment) => ({
  account: accounts[environment],
  regions: ['eu-west-1'],
}));
const shop = (environment: 'dev' | 'test' | 'prod', overrides = {}) =>
  aCluster({ name: `shop-${environment}`, account: accounts[environment], ...overrides });
const at = (world: World, daysLater: number) => {
  world.time.now = aSweep(daysLater).asOf;
  return { accounts: members, asOf: aSweep(daysLater).asOf };
};

describe('a sweep over several accounts', () => {
  it('finds nothing in a fleet that is well kept', async () => {
    const world = aWorld(fakeAws([shop('dev'), shop('test'), shop('prod')]));

    const { document } = await runSweep(world, at(world, 0));

    expect(document.findings).toEqual([]);
    expect(document.clusters.map(({ name }) => name).sort()).toEqual(['shop-dev', 'shop-prod', 'shop-test']);
    expect(document.audit).toMatchObject({ asOf: aSweep().asOf, baseline: true, durationSeconds: 0, notices: [] });
    expect(document.audit.calls).toBeGreaterThan(0);
  });

  it('says how long it took, to the tenth of a second', async () => {
    const world = aWorld(fakeAws([shop('prod')]));
    const start = [aSweep().asOf];
    const clock = { now: () => start.pop() ?? new Date(Date.parse(aSweep().asOf) + 1260).toISOString() };

    const { document } = await runSweep({ ...world, clock }, at(world, 0));

    expect(document.audit.durationSeconds).toBe(1.3);
  });

  it('says what only the siblings together can tell', async () => {
    const old = shop('prod', { addons: coreAddons({ 'vpc-cni': 'v1.18.6-eksbuild.1' }) });
    const world = aWorld(fakeAws([shop('dev'), shop('test'), old]));

    const { document } = await runSweep(world, at(world, 0));

    const drift = document.findings.filter(({ rule }) => rule === 'environment-drift-addon');
    expect(drift).toMatchObject([
      { resource: `${old.arn}/addon/vpc-cni`, environment: 'prod', system: 'shop', transition: 'OPENED' },
    ]);
  });

  it('writes a coverage row a target, which lists were read, and its own end on a night on which nothing changed', async () => {
    const old = shop('prod', { version: '1.32', addons: coreAddons({ 'vpc-cni': 'v1.18.6-eksbuild.1' }) });
    const world = aWorld(fakeAws([shop('dev'), shop('test'), old]));
    await runSweep(world, at(world, 0));
    const before = world.store.writes.length;

    await runSweep(world, at(world, 1));

    expect(world.store.writes.slice(before).sort()).toEqual([
      'catalogue read',
      'coverage',
      'coverage',
      'coverage',
      'sweep',
    ]);
  });

  it('says nothing new of siblings that it does not look at', async () => {
    const world = aWorld(
      fakeAws([shop('dev'), shop('test'), shop('prod', { addons: coreAddons({ 'vpc-cni': 'v1.18.6-eksbuild.1' }) })]),
    );
    const prodOnly = { ...at(world, 0), accounts: members.slice(2), partial: true };
    await runSweep(world, at(world, 0));
    const before = world.store.writes.length;

    const { document } = await runSweep(world, { ...prodOnly, asOf: aSweep(1).asOf });

    expect(document.clusters.map(({ name }) => name)).toEqual(['shop-prod']);
    expect(document.findings.map(({ rule }) => rule)).toContain('environment-drift-addon');
    expect(world.store.writes.slice(before).sort()).toEqual(['catalogue read', 'coverage', 'sweep']);
  });

  it.each([
    ['a region', { 'listClusters eu-west-1': refused('eks:ListClusters') }, ['eu-west-1']],
    ['the regions of an account', { [`listRegions ${accounts.prod}`]: refused('account:ListRegions') }, undefined],
  ])('judges nobody by what was seen of them before %s could not be listed', async (_what, refusals, regions) => {
    const aws = fakeAws([shop('dev'), shop('prod', { addons: coreAddons({ 'vpc-cni': 'v1.18.6-eksbuild.1' }) })]);
    const world = aWorld(aws);
    await runSweep(world, at(world, 0));
    // dev goes back to what prod has, on the night on which nobody sees prod.
    aws.clusters = [shop('dev', { addons: coreAddons({ 'vpc-cni': 'v1.18.6-eksbuild.1' }) })];
    const devOnly = { account: accounts.dev, regions: ['eu-west-1'] };
    await runSweep(world, { accounts: [devOnly], asOf: aSweep(1).asOf });
    aws.refusals = refusals;
    const prodOnly = { account: accounts.prod, ...(regions === undefined ? {} : { regions }) };

    await runSweep({ ...world, clock: { now: () => aSweep(2).asOf } }, { accounts: [prodOnly], asOf: aSweep(2).asOf });
    await runSweep({ ...world, clock: { now: () => aSweep(3).asOf } }, { accounts: [prodOnly], asOf: aSweep(3).asOf });

    const [drift] = (await world.store.findingsOf(shop('prod').arn)).filter(({ fault }) => fault === 'version');
    expect(drift?.status).toBe('OPEN');
  });

  it('says since when a cluster was unread, not since when its region was', async () => {
    const aws = fakeAws([shop('dev'), shop('prod', { addons: coreAddons({ 'vpc-cni': 'v1.18.6-eksbuild.1' }) })]);
    const world = aWorld(aws);
    await runSweep(world, at(world, 0));
    aws.refusals = { 'readCluster shop-dev': refused('eks:DescribeCluster') };
    await runSweep(world, at(world, 1));
    aws.refusals = { 'listClusters eu-west-1': refused('eks:ListClusters') };

    await runSweep(world, at(world, 2));

    const known = await world.store.knownCluster(shop('dev').arn);
    expect(known?.unread).toEqual([
      { facet: 'cluster', because: refused('eks:DescribeCluster'), lastReadAt: aSweep().asOf },
    ]);
    const [drift] = (await world.store.findingsOf(shop('prod').arn)).filter(({ fault }) => fault === 'version');
    expect(drift?.status).toBe('OPEN');
  });

  describe('of which a cluster is gone', () => {
    const till = aCluster({ name: 'till-prod', account: accounts.prod, version: '1.30' });

    /** On the second night without it it is gone, of which nobody hears; on the third, this part is looked at. */
    async function nightOn(part: object) {
      const aws = fakeAws([shop('prod'), till]);
      const world = aWorld(aws);
      await runSweep(world, at(world, 0));
      aws.clusters = [shop('prod')];
      await runSweep(world, at(world, 1));
      const away = { ...world, holder: 'away', notifier: { notify: () => Promise.reject(new Error('SNS is away')) } };
      await expect(runSweep(away, at(world, 2))).rejects.toThrow('SNS is away');
      const { document } = await runSweep(world, { ...at(world, 3), ...part });
      return document.findings.filter(({ cluster }) => cluster === till.arn);
    }

    it('tells what is over with it, be it that an audit which ended midway found it gone', async () => {
      const findings = await nightOn({});

      expect(findings.length).toBeGreaterThan(0);
      for (const finding of findings) {
        expect(finding).toMatchObject({ status: 'RESOLVED', transition: 'RESOLVED', cause: 'GONE' });
      }
    });

    it.each([
      ['another account', { accounts: members.slice(0, 1), partial: true }],
      ['another cluster', { onlyCluster: 'shop-prod' }],
    ])('tells nothing of it where %s is looked at', async (_, part) => {
      expect(await nightOn(part)).toEqual([]);
    });
  });

  it('looks at one cluster, and tells of it alone', async () => {
    const world = aWorld(fakeAws([shop('prod'), aCluster({ name: 'till-prod', version: '1.30' })]));

    const { document } = await runSweep(world, { ...at(world, 0), onlyCluster: 'shop-prod' });

    expect(document.clusters.map(({ name }) => name)).toEqual(['shop-prod']);
    expect(document.findings).toEqual([]);
  });

  it('judges a cluster that never could be described by nothing', async () => {
    const aws = fakeAws([shop('dev'), shop('prod')]);
    aws.refusals = { 'readCluster shop-prod': refused('eks:DescribeCluster') };
    const world = aWorld(aws);

    const { document } = await runSweep(world, at(world, 0));

    expect(document.findings).toEqual([]);
    expect(document.clusters.find(({ name }) => name === 'shop-prod')).not.toHaveProperty('version');
    expect(document.insufficientData.length).toBeGreaterThan(0);
  });

  it('needs no catalogue of a region in which no cluster could be described', async () => {
    const aws = fakeAws([shop('prod')]);
    aws.refusals = { 'readCluster shop-prod': refused('eks:DescribeCluster') };
    const world = aWorld(aws);

    const { document } = await runSweep(world, at(world, 0));

    expect(document.coverage.map(({ status }) => status)).toEqual(['EMPTY', 'EMPTY', 'DENIED']);
    expect(await world.store.catalogueOf('eu-west-1')).toBeUndefined();
  });

  it('says that a combination which nobody had tested was entered, and does not call it mended', async () => {
    const addons = coreAddons({ 'vpc-cni': 'v1.19.6-eksbuild.1' });
    const aws = fakeAws([
      shop('dev', { version: '1.35' }),
      shop('test', { version: '1.35' }),
      shop('prod', { addons }),
    ]);
    const world = aWorld(aws);
    await runSweep(world, at(world, 0));
    aws.clusters = aws.clusters.map((cluster) => ({ ...cluster, version: '1.35' }));

    const { document } = await runSweep(world, at(world, 1));

    expect(document.findings.find(({ rule }) => rule === 'untested-combination')).toMatchObject({
      status: 'RESOLVED',
      cause: 'UPGRADED_UNTESTED',
    });
  });

  it('knows a release of images that a lower environment ran before it took the next, and what nobody ever ran', async () => {
    const nodes = (releaseVersion: string, modifiedAt: string) => ({
      nodegroups: [aNodegroup({ releaseVersion, modifiedAt })],
    });
    const first = nodes('1.34.2-20260219', '2026-02-20T09:00:00.000Z');
    const second = nodes('1.34.3-20260305', '2026-03-05T09:00:00.000Z');
    const third = nodes('1.34.3-20260312', '2026-03-12T09:00:00.000Z');
    const aws = fakeAws([shop('dev', first), shop('prod', first)]);
    const world = aWorld(aws);
    const untested = async (daysLater: number) => {
      const { document } = await runSweep(world, at(world, daysLater));
      return document.findings.flatMap(({ rule, status }) => (rule === 'untested-image' ? [status] : []));
    };

    expect(await untested(0)).toEqual([]);
    aws.clusters = [shop('dev', second), shop('prod', first)];
    expect(await untested(5)).toEqual([]);
    aws.clusters = [shop('dev', second), shop('prod', third)];
    expect(await untested(12)).toEqual(['OPEN']);
    aws.clusters = [shop('dev', third), shop('prod', second)];
    expect(await untested(13)).toEqual(['RESOLVED']);
    expect((await world.store.knownCluster(shop('dev').arn))?.images).toMatchObject([
      { release: '20260219', since: '2026-02-20T09:00:00.000Z', until: aSweep(5).asOf },
      { release: '20260305', since: '2026-03-05T09:00:00.000Z', until: aSweep(13).asOf },
      { release: '20260312' },
    ]);
  });

  it('says of an insight that EKS took back after the upgrade that it no longer applies, not that it was mended', async () => {
    const failing = anInsight({ status: 'ERROR' });
    const aws = fakeAws([shop('prod', { insights: [failing] })]);
    const world = aWorld(aws);
    await runSweep(world, at(world, 0));
    aws.clusters = [shop('prod', { version: '1.35', insights: [anInsight({ kubernetesVersion: '1.36' })] })];

    const { document } = await runSweep(world, at(world, 1));

    expect(document.findings.find(({ rule }) => rule === 'cluster-upgrade-insights')).toMatchObject({
      status: 'RESOLVED',
      cause: 'NO_LONGER_APPLIES',
    });
  });

  it('leaves the siblings out of a cluster that has no environment', async () => {
    const override = { cluster: '*odd*', system: 'shop' };
    const odd = aCluster({ name: 'odd' });
    const world = aWorld(fakeAws([shop('dev'), odd]));
    const siblings = { ...world.knowledge.siblings, overrides: [override] };
    const { placeCluster } = await import('#core/fleet/placement.ts');

    const { document } = await runSweep(
      { ...world, knowledge: knowledge({ siblings }), place: (facts) => placeCluster(facts, siblings) },
      at(world, 0),
    );

    expect(document.clusters.find(({ name }) => name === 'odd')).toMatchObject({ system: { name: 'shop' } });
    expect(document.audit.notices).toEqual([{ kind: 'NO_ENVIRONMENT', subject: 'odd', detail: '' }]);
  });
});

describe('the document', () => {
  it('shows each cluster with its place, its dates and what is in it', async () => {
    const world = aWorld(fakeAws([shop('prod')]));

    const { document } = await runSweep(world, at(world, 0));

    expect(document.clusters).toEqual([
      {
        arn: shop('prod').arn,
        name: 'shop-prod',
        account: accounts.prod,
        region: 'eu-west-1',
        environment: { name: 'prod', from: 'name' },
        system: { name: 'shop', from: 'name' },
        version: '1.34',
        platformVersion: 'eks.10',
        endOfStandardSupport: '2026-12-02T00:00:00.000Z',
        endOfExtendedSupport: '2027-12-02T00:00:00.000Z',
        calendar: expect.objectContaining({ awsUpgradesFrom: '2027-12-02T00:00:00.000Z' }),
        addons: coreAddons().map(({ name, version }) => ({ name, version, managed: true })),
        nodegroups: [
          { name: 'workers', version: '1.34', releaseVersion: '1.34.2-20260219', amiType: 'AL2023_x86_64_STANDARD' },
        ],
        unread: [],
        firstObservedAt: aSweep().asOf,
      },
    ]);
  });

  it('leaves out what could not be read, and what AWS did not say', async () => {
    const { platformVersion: _, ...cluster } = shop('prod', { version: '1.99' });
    const bare = { name: 'bare', detail: readable({ name: 'bare', healthIssues: [], isScaledToZero: false }) };
    const hidden = { name: 'hidden', detail: unreadable(refused('eks:DescribeNodegroup')) };
    const world = aWorld(
      fakeAws([
        { ...cluster, addons: unreadable(refused('eks:ListAddons')), nodegroups: readable([bare, hidden]) },
        aCluster({
          name: 'till-prod',
          nodegroups: unreadable(refused('eks:ListNodegroups')),
          addons: readable([{ name: 'coredns', detail: unreadable(refused()) }]),
        }),
      ]),
    );

    const { document } = await runSweep(world, at(world, 0));

    const [first, second] = [...document.clusters].sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(first).toMatchObject({ nodegroups: [{ name: 'bare' }, { name: 'hidden' }] });
    for (const key of ['platformVersion', 'addons', 'endOfStandardSupport', 'endOfExtendedSupport']) {
      expect(first).not.toHaveProperty(key);
    }
    // What is there beside EKS add-ons was not seen either.
    const unseen = ['vpc-cni', 'kube-proxy'].map((name) => ({ name, managed: false }));
    expect(second?.addons).toEqual([{ name: 'coredns' }, ...unseen]);
    expect(second).not.toHaveProperty('nodegroups');
    expect(second?.unread.map(({ facet }) => facet)).toEqual(['addons', 'nodegroups']);
  });

  it('shows no dates where no versions could be read', async () => {
    const aws = fakeAws([shop('prod')]);
    aws.refusals = { catalogue: refused('eks:DescribeClusterVersions') };
    const world = aWorld(aws);

    const { document } = await runSweep(world, at(world, 0));

    expect(document.clusters[0]).not.toHaveProperty('endOfStandardSupport');
  });

  it('shows a finding as last observed tonight, though an unchanged night is not written', async () => {
    const sick = shop('prod', { version: '1.31', nodegroups: [] });
    const aws = fakeAws([sick]);
    const world = aWorld(aws);
    await runSweep(world, at(world, 0));

    const unchanged = await runSweep(world, at(world, 3));
    expect(unchanged.document.findings[0]).toMatchObject({
      firstObservedAt: aSweep().asOf,
      lastObservedAt: aSweep(3).asOf,
      title: expect.any(String),
      reference: expect.stringMatching(/^https:/),
    });
    expect(unchanged.document.findings[0]).not.toHaveProperty('transition');
    for (const inner of ['untold', 'revision', 'lastTransition', 'lastToldAt']) {
      expect(unchanged.document.findings[0]).not.toHaveProperty(inner);
    }

    aws.refusals = { 'readCluster shop-prod': refused('eks:DescribeCluster') };
    const unseen = await runSweep(world, at(world, 4));
    expect(unseen.document.findings[0]).toMatchObject({
      status: 'OPEN',
      lastObservedAt: aSweep(3).asOf,
      unreadableSince: aSweep(4).asOf,
    });
  });

  it('shows what was resolved tonight, and no more tomorrow', async () => {
    const aws = fakeAws([shop('prod', { version: '1.31', nodegroups: [] })]);
    const world = aWorld(aws);
    await runSweep(world, at(world, 0));
    aws.clusters = [shop('prod')];

    const tonight = await runSweep(world, at(world, 1));
    const tomorrow = await runSweep(world, at(world, 2));

    expect(tonight.document.findings.map(({ status }) => status)).toContain('RESOLVED');
    expect(tonight.document.findings.find(({ status }) => status === 'RESOLVED')).toMatchObject({
      transition: 'RESOLVED',
    });
    expect(tomorrow.document.findings).toEqual([]);
  });

  it('keeps what is suppressed apart, and says what is wrong with suppressions', async () => {
    const until = { reason: 'known', owner: 'platform', until: '2026-12-31' };
    const suppressions = [
      { rule: 'cluster-version-support', resource: '*', ...until },
      { rule: 'kube-*', resource: '*', ...until },
    ];
    const sick = shop('prod', {
      version: '1.30',
      nodegroups: [],
      addons: [anAddon('kube-proxy', 'v1.30.0-eksbuild.1')],
    });
    const world = aWorld(fakeAws([sick]), { knowledge: knowledge({ suppressions }) });

    const { document } = await runSweep(world, {
      ...at(world, 0),
      notices: [{ kind: 'NOT_STORED', subject: 'x', detail: 'y' }],
    });

    expect(document.suppressed).toMatchObject([
      { rule: 'cluster-version-support', suppression: { reason: 'known', owner: 'platform' } },
    ]);
    expect(document.findings.map(({ rule }) => rule)).not.toContain('cluster-version-support');
    expect(document.audit.notices.map(({ kind }) => kind)).toEqual(['NOT_STORED', 'SUPPRESSION_UNUSED']);
  });

  it('clears no known breakage on a night on which a file of them could not be read', async () => {
    const old = shop('prod', { addons: coreAddons({ 'vpc-cni': 'v1.15.0-eksbuild.1' }) });
    const aws = fakeAws([old]);
    const world = aWorld(aws);
    await runSweep(world, at(world, 0));
    aws.clusters = [shop('prod')];
    const breakages = async () =>
      (await world.store.findingsOf(old.arn))
        .filter(({ fault }) => fault === 'vpc-cni-al2023')
        .map(({ status }) => status);

    await runSweep({ ...world, knowledge: knowledge({ breakagesUnread: true }) }, at(world, 1));
    expect(await breakages()).toEqual(['OPEN', 'OPEN']);
    await runSweep(world, at(world, 2));

    expect(await breakages()).toEqual(['RESOLVED', 'RESOLVED']);
  });

  it('says of which clusters drift is off, since their environment is not configured', async () => {
    const world = aWorld(
      fakeAws([aCluster({ tags: { Environment: 'Lab' } }), aCluster({ name: 'till', tags: { Environment: 'lab' } })]),
    );

    const { document } = await runSweep(world, at(world, 0));

    expect(document.audit.notices).toEqual([
      { kind: 'UNKNOWN_ENVIRONMENT', subject: 'lab', detail: 'shop-prod, till' },
    ]);
  });

  it('shows the id of a rule that it does not know, which was in an earlier release', async () => {
    const sick = shop('prod', { nodegroups: [aNodegroup({ version: '1.33' })] });
    const world = aWorld(fakeAws([sick]));
    await runSweep(world, at(world, 0));

    const { document } = await runSweep({ ...world, rules: [] }, at(world, 1));

    expect(document.findings[0]).toMatchObject({ title: 'nodegroup-version-skew', reference: '' });
  });
});

describe('two sweeps', () => {
  it('never overlap: the second is told who is at work, and the first goes on', async () => {
    const world = aWorld(fakeAws([shop('prod')]));
    let second: Promise<unknown> | undefined;
    const progress = {
      report: () => {
        second ??= runSweep({ ...world, holder: 'the second' }, at(world, 0));
      },
    };

    const { document } = await runSweep({ ...world, progress }, at(world, 0));

    await expect(second).rejects.toBeInstanceOf(LeaseHeldError);
    expect(document.clusters).toHaveLength(1);
  });

  it('follow each other at once, also where the first failed', async () => {
    const world = aWorld(fakeAws([shop('prod')]));
    const failing = { ...world, store: { ...world.store, saveSweep: () => Promise.reject(new Error('full')) } };
    await expect(runSweep(failing, at(world, 0))).rejects.toThrow('full');

    const { document } = await runSweep({ ...world, holder: 'the second' }, { accounts: members });

    expect(document.clusters).toHaveLength(1);
    expect(document.audit.asOf).toBe(world.time.now);
  });
});

it('begins no further account once one has failed, and gives the lease back when nothing is at work any more', async () => {
  const aws = fakeAws();
  const world = aWorld(aws);
  const many = Array.from({ length: 30 }, (_, i) => ({ account: String(100_000_000_000 + i), regions: ['eu-west-1'] }));
  const store = { ...world.store, saveCoverage: () => Promise.reject(new Error('full')) };

  await expect(runSweep({ ...world, store, accountsAtOnce: 2 }, { accounts: many })).rejects.toThrow('full');
  const asked = aws.asked.length;
  await new Promise((resolve) => setTimeout(resolve, 20));

  expect(aws.asked.length).toBe(asked);
  expect(asked).toBeLessThan(5);
});

describe('a sweep that is ended before it is done', () => {
  const old = shop('prod', { addons: coreAddons({ 'vpc-cni': 'v1.18.6-eksbuild.1' }) });

  it('begins nothing any more, gives its lease back, and says that it was ended', async () => {
    const aws = fakeAws([shop('dev'), shop('test'), old]);
    const world = aWorld(aws);
    const isInterrupted = () => aws.asked.length > 2;

    const ended = runSweep({ ...world, accountsAtOnce: 1, isInterrupted }, at(world, 0));

    await expect(ended).rejects.toBeInstanceOf(SweepInterruptedError);
    expect(aws.asked.filter((call) => call.startsWith('listClusters'))).toHaveLength(1);
    expect((await world.store.takeLease({ holder: 'next', sweep: aSweep(1), until: '2027' })).holder).toBe('next');
  });

  it('loses none of its news: the next one tells what changed since the last that was done', async () => {
    const aws = fakeAws([shop('dev'), shop('test'), shop('prod')]);
    const world = aWorld(aws);
    await runSweep(world, at(world, 0));
    aws.clusters = [shop('dev'), shop('test'), old];
    const failing = { ...world, store: { ...world.store, saveSweep: () => Promise.reject(new Error('killed')) } };
    await expect(runSweep(failing, at(world, 1))).rejects.toThrow('killed');

    const { document } = await runSweep(world, at(world, 2));

    expect(document.findings.map(({ rule, transition }) => [rule, transition])).toContainEqual([
      'environment-drift-addon',
      'OPENED',
    ]);
    const { document: next } = await runSweep(world, at(world, 3));
    expect(next.findings.filter(({ transition }) => transition)).toEqual([]);
  });
});

it('is no baseline that looks at one cluster, nor what the next is compared with', async () => {
  const world = aWorld(fakeAws([shop('dev'), shop('prod', { version: '1.32' })]));

  await runSweep(world, { ...at(world, 0), onlyCluster: 'shop-prod' });
  const { document } = await runSweep(world, at(world, 1));

  expect(document.audit.baseline).toBe(true);
  expect(document.findings.every(({ transition }) => transition === 'OPENED')).toBe(true);
});

describe('an account whose regions are not listed', () => {
  const account = accounts.prod;
  const old = shop('prod', { addons: coreAddons({ 'vpc-cni': 'v1.18.6-eksbuild.1' }) });
  const drift = async (scope: Partial<SweepScope>) => {
    const aws = fakeAws([shop('dev'), shop('test'), old]);
    const world = aWorld(aws);
    await runSweep(world, at(world, 0));
    aws.refusals = { [`listRegions ${account}`]: refused('account:ListRegions') };
    const audits = [{ account }, ...members.filter((one) => one.account !== account)];
    const { document } = await runSweep(world, { ...at(world, 1), ...scope, accounts: audits });
    return (await world.store.openFindings()).find(({ rule }) => rule === 'environment-drift-addon' && document);
  };

  it('is one whose clusters nobody saw: what is open on them is told as that', async () => {
    expect(await drift({})).toMatchObject({ resource: `${old.arn}/addon/vpc-cni`, unreadableSince: aSweep(1).asOf });
  });

  it('leaves what is open in a region that was not to be looked at as it is', async () => {
    const finding = await drift({ partial: true, regions: ['us-east-1'] });

    expect(finding).toMatchObject({ resource: `${old.arn}/addon/vpc-cni` });
    expect(finding).not.toHaveProperty('unreadableSince');
  });

  it('is one whose clusters nobody saw also where that region alone was to be looked at', async () => {
    expect(await drift({ partial: true, regions: ['eu-west-1'] })).toMatchObject({ unreadableSince: aSweep(1).asOf });
  });
});
