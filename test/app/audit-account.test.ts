import { describe, expect, it } from 'vitest';
import { type AccountAudit, auditAccount, giveUpAccount } from '#app/audit-account.ts';
import { keepLease, LeaseLostError } from '#app/lease.ts';
import { makeRegionCatalogues } from '#app/region-catalogues.ts';
import { unfinished } from '#app/target-coverage.ts';
import { aCluster, accounts, anAddon, refused } from '../support/builders.ts';
import { fakeAws } from '../support/fake-reader.ts';
import { aSweep, aWorld, type World } from '../support/sweeps.ts';

const account = accounts.prod;
const deps = (world: World) => ({ ...world, catalogues: makeRegionCatalogues(world, aSweep()) });

it('audits every region that is enabled in the account', async () => {
  const aws = { ...fakeAws([aCluster()]), regions: ['eu-west-1', 'us-east-1'] };

  const { coverage, remaining } = await auditAccount(deps(aWorld(aws)), aSweep(), { account });

  expect(coverage.map(({ region, status }) => [region, status])).toEqual([
    ['eu-west-1', 'COVERED'],
    ['us-east-1', 'EMPTY'],
  ]);
  expect(remaining).toBeUndefined();
});

it('audits the regions that were asked for, without asking which are enabled', async () => {
  const aws = fakeAws();

  const { coverage } = await auditAccount(deps(aWorld(aws)), aSweep(), { account, regions: ['eu-north-1'] });

  expect(coverage.map(({ region }) => region)).toEqual(['eu-north-1']);
  expect(aws.asked).toEqual(['listClusters eu-north-1']);
});

it.each([[undefined], ['arn:aws:iam::333344445555:role/midwatch-member']])(
  'says in one row for all regions that they could not be listed (role: %s)',
  async (role) => {
    const aws = { ...fakeAws(), role };
    aws.refusals = { [`listRegions ${account}`]: refused('account:ListRegions') };
    const world = aWorld(aws);

    const { coverage } = await auditAccount(deps(world), aSweep(), { account });

    expect(coverage).toEqual([
      {
        account,
        region: '*',
        asOf: aSweep().asOf,
        status: 'DENIED',
        clusters: 0,
        because: refused('account:ListRegions'),
        ...(role === undefined ? {} : { role }),
        unreadable: [],
      },
    ]);
    expect(await world.store.coverageOf('sweep-0')).toEqual(coverage);
  },
);

it('looks at the home region all the same, beside that row', async () => {
  const aws = fakeAws([aCluster()]);
  aws.refusals = { [`listRegions ${account}`]: refused('account:ListRegions') };

  const { coverage } = await auditAccount(deps(aWorld(aws)), aSweep(), { account, homeRegion: 'eu-west-1' });

  expect(coverage.map(({ region, status }) => [region, status])).toEqual([
    ['*', 'DENIED'],
    ['eu-west-1', 'COVERED'],
  ]);
});

describe('a region that is excluded', () => {
  it('is not looked at though it is enabled', async () => {
    const aws = { ...fakeAws(), regions: ['eu-west-1', 'us-east-1'] };

    const { coverage } = await auditAccount(deps(aWorld(aws)), aSweep(), { account, excludeRegions: ['us-east-1'] });

    expect(coverage.map(({ region }) => region)).toEqual(['eu-west-1']);
  });

  it('is not looked at though it is asked for', async () => {
    const audit = { account, regions: ['eu-west-1', 'us-east-1'], excludeRegions: ['eu-west-1'] };

    const { coverage } = await auditAccount(deps(aWorld(fakeAws())), aSweep(), audit);

    expect(coverage.map(({ region }) => region)).toEqual(['us-east-1']);
  });

  it('is not looked at as the home region', async () => {
    const aws = fakeAws([aCluster()]);
    aws.refusals = { [`listRegions ${account}`]: refused('account:ListRegions') };
    const audit = { account, homeRegion: 'eu-west-1', excludeRegions: ['eu-west-1'] };

    const { coverage } = await auditAccount(deps(aWorld(aws)), aSweep(), audit);

    expect(coverage.map(({ region }) => region)).toEqual(['*']);
  });

  it.each([[{}], [{ regions: ['eu-west-1'] }]])(
    'leaves nothing of the account, which is said in one row: %j',
    async (where) => {
      const world = aWorld(fakeAws([aCluster()]));
      const audit = { account, ...where, homeRegion: 'eu-north-1', excludeRegions: ['eu-west-1', 'us-east-1'] };

      const { coverage } = await auditAccount(deps(world), aSweep(), audit);

      expect(coverage).toMatchObject([
        {
          region: '*',
          status: 'ERROR',
          because: { obstacle: 'NOT_CONFIGURED', detail: 'each of its regions is excluded: eu-west-1' },
        },
      ]);
      expect(await world.store.coverageOf('sweep-0')).toEqual(coverage);
    },
  );
});

it.each([
  ['whose role cannot be assumed', refused('sts:AssumeRole')],
  ['by no role', { ...refused('sts:AssumeRole'), obstacle: 'NOT_CONFIGURED' as const }],
])('has one row for an account that can be read %s, and none for its home region', async (_how, because) => {
  const aws = fakeAws([aCluster()]);
  aws.refusals = { [`listRegions ${account}`]: because };

  const { coverage } = await auditAccount(deps(aWorld(aws)), aSweep(), { account, homeRegion: 'eu-west-1' });

  expect(coverage.map(({ region }) => region)).toEqual(['*']);
});

describe('an audit that runs out of time', () => {
  const begin = '2026-03-01T02:00:00.000Z';
  const deadline = '2026-03-01T02:10:00.000Z';
  /** A clock by which the deadline has passed once something was done. */
  const hasty = (world: World, isDone: () => boolean) => ({
    ...deps(world),
    clock: { now: () => (isDone() ? deadline : begin) },
  });

  it('begins no region any more, and hands back what is left', async () => {
    const world = aWorld(fakeAws());
    const regions = Array.from({ length: 12 }, (_, index) => `eu-west-${index}`);

    const first = await auditAccount(
      hasty(world, () => world.steps.length > 0),
      aSweep(),
      { account, regions },
      deadline,
    );
    const rows = await world.store.coverageOf('sweep-0');
    const second = await auditAccount(deps(world), aSweep(), first.remaining ?? { account, regions: [] });

    expect(first.remaining?.regions?.length).toBeGreaterThan(0);
    expect(second.coverage.map((row) => row.region)).toEqual(first.remaining?.regions);
    expect(second.remaining).toBeUndefined();
    // Should nobody come back, what was not looked at is not called seen.
    const left = rows.filter((row) => first.remaining?.regions?.includes(row.region));
    expect(left.map((row) => [row.status, row.because?.obstacle])).toEqual(left.map(() => ['ERROR', 'UNFINISHED']));
    expect(rows).toHaveLength(regions.length);
    expect((await world.store.coverageOf('sweep-0')).every((row) => row.status === 'EMPTY')).toBe(true);
  });

  it('stops within a region, and goes on after the cluster that it looked at last', async () => {
    const clusters = Array.from({ length: 30 }, (_, i) => aCluster({ name: `shop-${String(i).padStart(2, '0')}` }));
    const aws = fakeAws(clusters);
    const world = aWorld(aws);
    const readFirst = () => aws.asked.filter((call) => call.startsWith('readCluster')).length >= 3;

    const first = await auditAccount(hasty(world, readFirst), aSweep(), { account, regions: ['eu-west-1'] }, deadline);
    const halfway = await world.store.coverageOf('sweep-0');
    const second = await auditAccount(deps(world), aSweep(), first.remaining ?? { account, regions: [] });

    expect(first.remaining).toEqual({
      account,
      regions: ['eu-west-1'],
      after: { 'eu-west-1': expect.stringMatching(/^shop-0\d$/) },
      targets: 1,
    });
    expect(halfway).toMatchObject([{ status: 'ERROR', clusters: 30, because: { obstacle: 'UNFINISHED' } }]);
    expect(halfway[0]?.because?.detail).toMatch(/^2\d of 30 clusters/);
    const read = aws.asked.filter((call) => call.startsWith('readCluster'));
    expect(read.sort()).toEqual(clusters.map(({ name }) => `readCluster ${name}`));
    expect(second.remaining).toBeUndefined();
    expect(await world.store.coverageOf('sweep-0')).toMatchObject([
      { status: 'COVERED', clusters: 30, unreadable: [] },
    ]);
    expect(await world.store.clustersOf({ account, region: 'eu-west-1' })).toHaveLength(30);
  });

  it('carries over what was refused in the first part, and calls no cluster missing that was seen there', async () => {
    const clusters = Array.from({ length: 20 }, (_, i) => aCluster({ name: `shop-${String(i).padStart(2, '0')}` }));
    const aws = fakeAws(clusters);
    aws.refusals = { 'readCluster shop-00': refused('eks:DescribeCluster') };
    const world = aWorld(aws);
    const isRead = () => aws.asked.some((call) => call.startsWith('readCluster'));

    const first = await auditAccount(hasty(world, isRead), aSweep(), { account, regions: ['eu-west-1'] }, deadline);
    await auditAccount(deps(world), aSweep(), first.remaining ?? { account, regions: [] });

    expect(await world.store.coverageOf('sweep-0')).toMatchObject([
      {
        status: 'DENIED',
        clusters: 20,
        because: refused('eks:DescribeCluster'),
        unreadable: [{ ...refused('eks:DescribeCluster'), resource: 'shop-00' }],
      },
    ]);
    const known = await world.store.clustersOf({ account, region: 'eu-west-1' });
    expect(known.filter(({ missingSince }) => missingSince !== undefined)).toEqual([]);
  });

  it('sees again what could not be listed when it was cut short, and was', async () => {
    const clusters = Array.from({ length: 20 }, (_, i) => aCluster({ name: `shop-${String(i).padStart(2, '0')}` }));
    const aws = fakeAws(clusters);
    const world = aWorld(aws);
    const isRead = () => aws.asked.some((call) => call.startsWith('readCluster'));
    const first = await auditAccount(hasty(world, isRead), aSweep(), { account, regions: ['eu-west-1'] }, deadline);
    const rest = first.remaining ?? { account, regions: [] };
    aws.refusals = {
      'listClusters eu-west-1': refused('eks:ListClusters'),
      'readCluster shop-19': refused('eks:DescribeCluster'),
    };
    await auditAccount(deps(world), aSweep(), rest);
    aws.refusals = { 'readCluster shop-19': refused('eks:DescribeCluster') };
    await auditAccount(deps(world), aSweep(), rest);
    aws.refusals = {};

    await auditAccount(deps(world), aSweep(), rest);

    expect(await world.store.coverageOf('sweep-0')).toMatchObject([
      { status: 'COVERED', clusters: 20, unreadable: [] },
    ]);
  });

  it('goes on where nothing is stored of the part before it', async () => {
    const world = aWorld(fakeAws(['a', 'b'].map((name) => aCluster({ name }))));

    await auditAccount(deps(world), aSweep(), { account, regions: ['eu-west-1'], after: { 'eu-west-1': 'a' } });

    expect(await world.store.coverageOf('sweep-0')).toMatchObject([{ status: 'COVERED', clusters: 2, unreadable: [] }]);
  });

  it('says up to which cluster it came, and how many targets the account has', async () => {
    const aws = fakeAws(['a', 'b'].map((name) => aCluster({ name })));
    const world = aWorld(aws);
    const late = { ...deps(world), clock: { now: () => deadline } };

    const { remaining } = await auditAccount(late, aSweep(), { account, regions: ['eu-west-1'] }, deadline);
    expect(await world.store.coverageOf('sweep-0')).toMatchObject([{ lookedUpTo: 'a', targetsOfAccount: 1 }]);
    aws.refusals = { 'listClusters eu-west-1': refused('eks:ListClusters') };
    await auditAccount(deps(world), aSweep(), remaining ?? { account });
    expect(await world.store.coverageOf('sweep-0')).toMatchObject([{ lookedUpTo: 'a', status: 'DENIED' }]);
    aws.refusals = {};
    await auditAccount(deps(world), aSweep(), remaining ?? { account });

    expect((await world.store.coverageOf('sweep-0'))[0]).not.toHaveProperty('lookedUpTo');
  });

  it('asks again which regions are enabled where it goes on with some of those that were listed', async () => {
    const aws = { ...fakeAws(['a', 'b'].map((name) => aCluster({ name }))), regions: ['eu-west-1', 'us-east-1'] };
    const late = { ...deps(aWorld(aws)), clock: { now: () => deadline } };

    const { remaining } = await auditAccount(late, aSweep(), { account }, deadline);
    aws.asked.length = 0;
    await auditAccount(late, aSweep(), remaining ?? { account }, deadline);

    expect(remaining).toMatchObject({ listed: true, targets: 2 });
    expect(aws.asked[0]).toBe(`listRegions ${account}`);
  });

  it('keeps what was seen where the rest cannot be listed any more', async () => {
    const aws = fakeAws(Array.from({ length: 20 }, (_, i) => aCluster({ name: `shop-${String(i).padStart(2, '0')}` })));
    const world = aWorld(aws);
    const isRead = () => aws.asked.some((call) => call.startsWith('readCluster'));
    const first = await auditAccount(hasty(world, isRead), aSweep(), { account, regions: ['eu-west-1'] }, deadline);
    aws.refusals = { 'listClusters eu-west-1': refused('eks:ListClusters') };

    await auditAccount(deps(world), aSweep(), first.remaining ?? { account, regions: [] });

    expect(await world.store.coverageOf('sweep-0')).toMatchObject([
      { status: 'DENIED', clusters: 20, because: refused('eks:ListClusters') },
    ]);
  });

  it('comes further with each call, even where its time is over before it begins', async () => {
    const world = aWorld(fakeAws(['a', 'b', 'c'].map((name) => aCluster({ name }))));
    const late = { ...deps(world), clock: { now: () => deadline } };
    let work: AccountAudit | undefined = { account, regions: ['eu-west-1', 'us-east-1'] };
    let calls = 0;
    for (; work && calls < 10; calls++) work = (await auditAccount(late, aSweep(), work, deadline)).remaining;

    expect(calls).toBeLessThan(10);
    expect((await world.store.coverageOf('sweep-0')).map(({ status }) => status)).toEqual(['COVERED', 'EMPTY']);
  });

  it('hands back the home region too, of an account whose regions could not be listed', async () => {
    const aws = fakeAws(['a', 'b'].map((name) => aCluster({ name })));
    aws.refusals = { [`listRegions ${account}`]: refused('account:ListRegions') };
    const late = { ...deps(aWorld(aws)), clock: { now: () => deadline } };

    const { remaining } = await auditAccount(late, aSweep(), { account, homeRegion: 'eu-west-1' }, deadline);

    expect(remaining).toEqual({ account, regions: ['eu-west-1'], after: { 'eu-west-1': 'a' }, targets: 1 });
  });

  it('leaves the same row of that region in two parts as in one', async () => {
    const row = async (until: string) => {
      const aws = fakeAws(['a', 'b'].map((name) => aCluster({ name })));
      aws.refusals = { [`listRegions ${account}`]: refused('account:ListRegions') };
      const world = aWorld(aws);
      const late = { ...deps(world), clock: { now: () => until } };
      let work: AccountAudit | undefined = { account, homeRegion: 'eu-west-1' };
      while (work) work = (await auditAccount(late, aSweep(), work, deadline)).remaining;
      return world.store.coverageIn('sweep-0', { account, region: 'eu-west-1' });
    };

    expect(await row(deadline)).toEqual(await row(begin));
  });

  it('carries over, whatever it is called, which list of the catalogue was refused in the first part', async () => {
    const clusters = ['a', 'b'].map((name) => aCluster({ name, addons: name === 'a' ? [anAddon('vpc-cni')] : [] }));
    const row = async (until: string) => {
      const aws = fakeAws(clusters);
      aws.refusals = { 'addon vpc-cni': refused('eks:DescribeAddonVersions'), images: refused('ssm:GetParameters') };
      const world = aWorld(aws);
      const late = { ...deps(world), clock: { now: () => until } };
      let work: AccountAudit | undefined = { account, regions: ['eu-west-1'] };
      while (work) work = (await auditAccount(late, aSweep(), work, deadline)).remaining;
      return (await world.store.coverageIn('sweep-0', { account, region: 'eu-west-1' }))?.unreadable;
    };

    expect((await row(begin))?.map(({ resource }) => resource)).toEqual([
      'node images in eu-west-1',
      'vpc-cni in eu-west-1',
    ]);
    expect(await row(deadline)).toEqual(await row(begin));
  });
});

describe('an account whose audit failed', () => {
  const reason = 'the function ran out of memory';

  it('has one row for all of its regions, which nobody knows', async () => {
    const world = aWorld({ ...fakeAws(), role: 'arn:aws:iam::333344445555:role/midwatch-member' });

    await giveUpAccount(world, aSweep(), { account }, reason);

    expect(await world.store.coverageOf('sweep-0')).toMatchObject([
      { account, region: '*', status: 'ERROR', role: expect.any(String), because: { detail: reason } },
    ]);
  });

  it('says so of the regions that were left, and leaves what was seen as it is', async () => {
    const world = aWorld(fakeAws([aCluster()]));
    await auditAccount(deps(world), aSweep(), { account, regions: ['eu-west-1'] });
    await world.store.saveCoverage(
      aSweep(),
      unfinished({ account, region: 'us-east-1' }, aSweep().asOf, undefined, ''),
    );

    await giveUpAccount(world, aSweep(), { account, regions: ['eu-west-1', 'us-east-1', 'us-west-2'] }, reason);

    expect((await world.store.coverageOf('sweep-0')).map((row) => [row.region, row.because?.detail])).toEqual([
      ['eu-west-1', undefined],
      ['us-east-1', reason],
      ['us-west-2', reason],
    ]);
  });
});

describe('the lease', () => {
  it('is renewed before anything is read, and after each region', async () => {
    const aws = { ...fakeAws(), regions: ['eu-west-1', 'us-east-1'] };
    const renewals: number[] = [];
    const lease = { renew: async () => void renewals.push(aws.asked.length) };

    await auditAccount({ ...deps(aWorld(aws)), lease }, aSweep(), { account });

    expect(renewals).toHaveLength(3);
    expect(renewals[0]).toBe(0);
  });

  it('that was lost ends the audit', async () => {
    const aws = fakeAws();
    const world = aWorld(aws);
    const lease = keepLease(world, aSweep(), 5);

    await expect(auditAccount({ ...deps(world), lease }, aSweep(), { account })).rejects.toBeInstanceOf(LeaseLostError);
    expect(aws.asked).toEqual([]);
  });

  it('is written once a minute, however often it is renewed', async () => {
    let now = Date.parse('2026-03-01T02:00:00.000Z');
    const until: string[] = [];
    const store = { renewLease: async (_: unknown, instant: string) => until.push(instant) > 0 };
    const lease = keepLease({ store, clock: { now: () => new Date(now).toISOString() } }, aSweep(), 5);

    await lease.renew();
    now += 59_999;
    await lease.renew();
    now += 1;
    await lease.renew();

    expect(until).toEqual(['2026-03-01T02:05:00.000Z', '2026-03-01T02:06:00.000Z']);
  });
});

it('lets go of what is kept for an account, however its audit ends', async () => {
  const world = aWorld(fakeAws());
  const released: string[] = [];
  const reader = { ...world.reader, release: (one: string) => void released.push(one) };
  const lease = keepLease(world, aSweep(), 5);

  await auditAccount({ ...deps(world), reader }, aSweep(), { account, regions: ['eu-west-1'] });
  await auditAccount({ ...deps(world), reader, lease }, aSweep(), { account }).catch(() => undefined);

  expect(released).toEqual([account, account]);
});
