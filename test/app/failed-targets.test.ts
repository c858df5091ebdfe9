import { describe, expect, it } from 'vitest';
import { failedPart, failedTargets } from '#app/failed-targets.ts';
import { runSweep, type SweepScope } from '#app/run-sweep.ts';
import { aCluster, accounts, refused } from '../support/builders.ts';
import { type FakeAws, fakeAws } from '../support/fake-reader.ts';
import { aSweep, aWorld } from '../support/sweeps.ts';

const { dev, prod } = accounts;
const whole: SweepScope = { accounts: [{ account: dev }, { account: prod }] };
const noRegions = { [`listRegions ${prod}`]: refused('account:ListRegions') };
const noClusters = { 'listClusters us-east-1': refused('eks:ListClusters') };
const noAddons = aCluster({
  name: 'shop-prod',
  account: prod,
  region: 'us-east-1',
  addons: { readable: false, because: refused('eks:ListAddons') },
});

/** A fleet of two accounts in two regions, looked at once a day. */
function aFleet() {
  const aws = fakeAws();
  aws.regions = ['eu-west-1', 'us-east-1'];
  const world = aWorld(aws);
  let days = 0;
  return {
    failed: () => failedTargets(world.store),
    async sweep(scope: SweepScope, weather: Partial<FakeAws> = {}) {
      Object.assign(aws, { refusals: {}, clusters: [], ...weather });
      const { asOf } = aSweep(days++);
      world.time.now = asOf;
      await runSweep(world, { ...scope, asOf });
    },
  };
}

describe('what failed', () => {
  it('is not known without a sweep of the whole fleet', async () => {
    const fleet = aFleet();
    expect(await fleet.failed()).toBeUndefined();

    await fleet.sweep({ ...whole, partial: true }, { refusals: noClusters });

    expect(await fleet.failed()).toBeUndefined();
  });

  it.each([
    ['nothing where all was seen', {}, []],
    [
      'each target that could not be listed',
      { refusals: noClusters },
      [
        { account: dev, region: 'us-east-1' },
        { account: prod, region: 'us-east-1' },
      ],
    ],
    ['one in which a part was refused', { clusters: [noAddons] }, [{ account: prod, region: 'us-east-1' }]],
    ['an account whose regions could not be listed', { refusals: noRegions }, [{ account: prod, region: '*' }]],
    [
      'no region that is switched off',
      { refusals: { 'listClusters us-east-1': { ...refused('eks:ListClusters'), obstacle: 'REGION_DISABLED' } } },
      [],
    ],
  ] as const)('is %s', async (_, weather, expected) => {
    const fleet = aFleet();

    await fleet.sweep(whole, weather as Partial<FakeAws>);

    expect(await fleet.failed()).toEqual(expected);
  });

  it('is what the last whole sweep says, whatever one before it said', async () => {
    const fleet = aFleet();
    await fleet.sweep(whole, { refusals: noClusters });
    await fleet.sweep(whole);

    expect(await fleet.failed()).toEqual([]);
  });

  it('is over where somebody has seen it whole since, and stays where it failed again', async () => {
    const fleet = aFleet();
    await fleet.sweep(whole, { refusals: noClusters });
    await fleet.sweep({ accounts: [{ account: dev, regions: ['us-east-1'] }], partial: true });
    await fleet.sweep(
      { accounts: [{ account: prod, regions: ['us-east-1'] }], partial: true },
      { refusals: noClusters },
    );

    expect(await fleet.failed()).toEqual([{ account: prod, region: 'us-east-1' }]);
  });

  it('is also what failed only since', async () => {
    const fleet = aFleet();
    await fleet.sweep(whole);
    await fleet.sweep({ accounts: [{ account: dev }], partial: true }, { refusals: noClusters });

    expect(await fleet.failed()).toEqual([{ account: dev, region: 'us-east-1' }]);
  });

  it('is an account until it was looked at in all its regions', async () => {
    const fleet = aFleet();
    await fleet.sweep(whole, { refusals: noRegions });
    await fleet.sweep({
      accounts: [{ account: prod, regions: ['eu-west-1'] }],
      regions: ['eu-west-1'],
      partial: true,
    });
    const before = await fleet.failed();

    await fleet.sweep({ accounts: [{ account: prod }], partial: true });

    expect(before).toEqual([{ account: prod, region: '*' }]);
    expect(await fleet.failed()).toEqual([]);
  });
});

describe('the part of the fleet that failed', () => {
  const failed = [
    { account: prod, region: 'eu-west-1' },
    { account: prod, region: 'us-east-1' },
  ];

  it.each([
    [
      'the regions that failed',
      { account: prod },
      failed,
      [{ account: prod, regions: ['eu-west-1', 'us-east-1'], listed: true }],
    ],
    [
      'those of them that are looked at',
      { account: prod, regions: ['us-east-1', 'us-east-2'] },
      failed,
      [{ account: prod, regions: ['us-east-1'] }],
    ],
    [
      'none that is excluded',
      { account: prod, excludeRegions: ['us-east-1'] },
      failed,
      [{ account: prod, regions: ['eu-west-1'], listed: true }],
    ],
    ['nothing where none is left', { account: prod, regions: ['us-east-2'] }, failed, []],
    ['nothing of an account that did not fail', { account: dev }, failed, []],
    [
      'all that is planned where the regions are not known',
      { account: prod, homeRegion: 'eu-west-1' },
      [...failed, { account: prod, region: '*' }],
      [{ account: prod, homeRegion: 'eu-west-1' }],
    ],
  ])('is %s', (_, planned, targets, expected) => {
    expect(failedPart([planned], targets)).toEqual(expected);
  });
});
