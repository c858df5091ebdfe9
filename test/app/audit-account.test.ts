import { describe, expect, it } from 'vitest';
import { auditAccount } from '#app/audit-account.ts';
import { makeRegionCatalogues } from '#app/region-catalogues.ts';
import { aCluster, accounts, refused } from '../support/builders.ts';
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
      const audit = { account, ...where, homeRegion: 'eu-west-1', excludeRegions: ['eu-west-1', 'us-east-1'] };

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

it('begins no region after the deadline, and hands back what is left', async () => {
  const world = aWorld(fakeAws());
  const ticking = { now: () => (world.steps.length > 0 ? '2026-03-01T02:15:00.000Z' : '2026-03-01T02:00:00.000Z') };
  const regions = Array.from({ length: 12 }, (_, index) => `eu-west-${index}`);
  const deadline = '2026-03-01T02:10:00.000Z';

  const first = await auditAccount({ ...deps(world), clock: ticking }, aSweep(), { account, regions }, deadline);
  const second = await auditAccount(deps(world), aSweep(), first.remaining ?? { account, regions: [] }, deadline);

  expect(first.remaining?.regions?.length).toBeGreaterThan(0);
  expect([...first.coverage, ...second.coverage].map(({ region }) => region).sort()).toEqual([...regions].sort());
  expect(second.remaining).toBeUndefined();
});
