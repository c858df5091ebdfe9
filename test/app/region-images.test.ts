import { describe, expect, it } from 'vitest';
import { makeRegionCatalogues } from '#app/region-catalogues.ts';
import type { WantedLists } from '#app/wanted-lists.ts';
import type { Catalogue } from '#core/catalogue.ts';
import {
  aCatalogue,
  aClusterVersion,
  accounts,
  asOf,
  imageLists,
  published,
  refused,
  region,
} from '../support/builders.ts';
import { type FakeAws, fakeAws } from '../support/fake-reader.ts';
import { aSweep, aWorld } from '../support/sweeps.ts';

const target = { account: accounts.prod, region };
const another = { account: accounts.dev, region };
const denied = refused('ssm:GetParameters');
const amiType = 'BOTTLEROCKET_x86_64';
const running = { kubernetes: '1.34', amiType, release: '1.54.0-55d04a85' };

function wanted(overrides: Partial<WantedLists> = {}): WantedLists {
  return { addons: [], images: ['1.34'], undated: [], ...overrides };
}

/** What is listed of one AMI type for 1.34. */
function imagesIn({ images }: Catalogue, type: string) {
  const list = images['1.34'];
  return list?.readable ? list.value.value[type] : list?.because;
}

function recommending(release: string): FakeAws {
  return { ...fakeAws(), catalogue: aCatalogue({ images: imageLists({ '1.34': { [amiType]: release } }) }) };
}

const askedForImages = ({ asked }: FakeAws) => asked.filter((call) => call.startsWith('images'));

describe('the images of a region', () => {
  it('are read of all versions that AWS supports, and of one that it does not where it runs', async () => {
    const aws = fakeAws();
    const catalogues = makeRegionCatalogues(aWorld(aws), aSweep());

    await catalogues(target, wanted());
    const { images } = await catalogues(target, wanted({ images: ['1.29', '1.34'] }));

    expect(askedForImages(aws)).toEqual(['images 1.34 1.35 1.30 1.31 1.32 1.33 eu-west-1', 'images 1.29 eu-west-1']);
    expect(images['1.29']).toEqual(published({}));
  });

  it('are not read of a version whose support has ended', async () => {
    const aws = fakeAws();
    const old = aClusterVersion('1.23', '2022-08-11', '2023-10-11', '2024-10-11');
    aws.catalogue = aCatalogue({ clusterVersions: published([old]) });

    await makeRegionCatalogues(aWorld(aws), aSweep())(target, wanted({ images: [] }));

    expect(askedForImages(aws)).toEqual([]);
  });

  it('are read of the versions that run alone where the versions of AWS are not known', async () => {
    const aws = fakeAws();
    aws.refusals = { catalogue: refused('eks:DescribeClusterVersions') };

    await makeRegionCatalogues(aWorld(aws), aSweep())(target, wanted());

    expect(askedForImages(aws)).toEqual(['images 1.34 eu-west-1']);
  });

  it('are read once a sweep, by one process for all', async () => {
    const aws = fakeAws();
    const world = aWorld(aws);
    const first = await makeRegionCatalogues(world, aSweep())(target, wanted());

    const second = await makeRegionCatalogues(world, aSweep())(another, wanted());

    expect(askedForImages(aws)).toHaveLength(1);
    expect(second.images).toEqual(first.images);
    expect((await world.store.catalogueReadOf(region))?.images).toEqual(Object.keys(first.images));
  });

  it('remember every release that was ever recommended, and since when', async () => {
    const world = aWorld(recommending('1.54.0-55d04a85'));
    await makeRegionCatalogues(world, aSweep())(target, wanted());
    const { reader } = aWorld(recommending('1.55.0-d93bb1b1'));

    const after = await makeRegionCatalogues({ ...world, reader }, aSweep(1))(target, wanted());

    const both = {
      recommended: '1.55.0-d93bb1b1',
      releases: [
        { text: '1.54.0-55d04a85', recommendedSince: asOf },
        { text: '1.55.0-d93bb1b1', recommendedSince: aSweep(1).asOf },
      ],
    };
    expect(imagesIn(after, amiType)).toEqual(both);
    expect((await world.store.catalogueOf(region))?.images['1.34']).toEqual(after.images['1.34']);
  });

  it('are those of the last night, and say so, where AWS refuses; the next account is asked', async () => {
    const aws = fakeAws();
    const world = aWorld(aws);
    const { images } = await makeRegionCatalogues(world, aSweep())(target, wanted());
    aws.refusals = { images: denied };
    const catalogues = makeRegionCatalogues(world, aSweep(1));

    const stale = (await catalogues(target, wanted())).images['1.34'];
    await catalogues(target, wanted());
    const before = askedForImages(aws).length;
    aws.refusals = {};
    const fresh = (await catalogues(another, wanted())).images['1.34'];

    expect(stale).toEqual({ readable: true, value: { ...Object(images['1.34']).value, stale: denied } });
    expect(before).toBe(2);
    expect(fresh).toMatchObject({ readable: true, value: { readAt: aSweep(1).asOf } });
    expect(fresh).not.toHaveProperty('value.stale');
  });

  it('are unreadable where AWS refuses and nothing is stored', async () => {
    const aws = fakeAws();
    aws.refusals = { images: denied };

    const { images } = await makeRegionCatalogues(aWorld(aws), aSweep())(target, wanted());

    expect(images['1.34']).toEqual({ readable: false, because: denied });
  });
});

describe('the day of a release that runs and is not recommended', () => {
  const days = (aws: FakeAws) => aws.asked.filter((call) => call.startsWith('dates'));

  it('is asked for once, and remembered', async () => {
    const aws = fakeAws();
    aws.releaseDates = { [running.release]: '2026-01-12T18:00:00.000Z' };
    const world = aWorld(aws);

    const catalogue = await makeRegionCatalogues(world, aSweep())(target, wanted({ undated: [running, running] }));
    await makeRegionCatalogues(world, aSweep())(another, wanted({ undated: [running] }));
    await makeRegionCatalogues(world, aSweep(1))(target, wanted({ undated: [running] }));

    expect(days(aws)).toEqual(['dates 1.54.0-55d04a85 eu-west-1']);
    expect(imagesIn(catalogue, amiType)).toMatchObject({
      recommended: '1.55.0-d93bb1b1',
      releases: [{ text: '1.55.0-d93bb1b1' }, { text: running.release, publishedAt: '2026-01-12T18:00:00.000Z' }],
    });
  });

  it('is nobody’s to know where AWS has no such release, and is not asked for again', async () => {
    const aws = fakeAws();
    const world = aWorld(aws);
    const unknown = { ...running, amiType: 'BOTTLEROCKET_ARM_64' };

    const catalogue = await makeRegionCatalogues(world, aSweep())(target, wanted({ undated: [unknown] }));
    await makeRegionCatalogues(world, aSweep(1))(target, wanted({ undated: [unknown] }));

    expect(days(aws)).toHaveLength(1);
    expect(imagesIn(catalogue, unknown.amiType)).toEqual({ releases: [{ text: running.release }] });
  });

  it('is not asked for where it is known already', async () => {
    const aws = fakeAws();
    const known = { ...running, release: '1.55.0-d93bb1b1' };

    await makeRegionCatalogues(aWorld(aws), aSweep())(target, wanted({ undated: [known] }));

    expect(days(aws)).toEqual([]);
  });

  it('leaves the list not whole where it is refused, so that the next account is asked', async () => {
    const aws = fakeAws();
    aws.refusals = { dates: denied };
    const catalogues = makeRegionCatalogues(aWorld(aws), aSweep());

    const { images } = await catalogues(target, wanted({ undated: [running] }));
    await catalogues(target, wanted({ undated: [running] }));
    aws.refusals = {};
    const after = await catalogues(another, wanted({ undated: [running] }));

    expect(images['1.34']).toMatchObject({ value: { stale: denied } });
    expect(days(aws)).toHaveLength(2);
    expect(after.images['1.34']).not.toHaveProperty('value.stale');
  });
});
