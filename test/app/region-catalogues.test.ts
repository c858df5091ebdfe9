import { expect, it } from 'vitest';
import { makeRegionCatalogues } from '#app/region-catalogues.ts';
import { accounts, refused, region } from '../support/builders.ts';
import { fakeAws } from '../support/fake-reader.ts';
import { aSweep, aWorld } from '../support/sweeps.ts';

const dev = { account: accounts.dev, region };
const of = (addons: readonly string[], images: readonly string[] = []) => ({ addons, images, undated: [] });
/** The images of every version that AWS supports are asked for at once. */
const supported = 'images 1.30 1.31 1.32 1.33 1.34 1.35 eu-west-1';
const prod = { account: accounts.prod, region };

it('reads a region once, however many accounts ask side by side', async () => {
  const aws = fakeAws();
  const catalogues = makeRegionCatalogues(aWorld(aws), aSweep());

  const [first, second] = await Promise.all([catalogues(dev, of(['coredns'])), catalogues(prod, of(['coredns']))]);

  expect(second).toBe(first);
  expect(aws.asked).toEqual(['catalogue eu-west-1', 'addon coredns eu-west-1', supported]);
});

it('reads by name what the first to ask did not need', async () => {
  const aws = fakeAws();
  const world = aWorld(aws);
  const catalogues = makeRegionCatalogues(world, aSweep());

  await catalogues(dev, of(['coredns']));
  const both = await catalogues(prod, of(['coredns', 'vpc-cni']));

  expect(Object.keys(both.addons)).toEqual(['coredns', 'vpc-cni']);
  expect(aws.asked).toEqual(['catalogue eu-west-1', 'addon coredns eu-west-1', supported, 'addon vpc-cni eu-west-1']);
  expect(Object.keys((await world.store.catalogueOf(region))?.addons ?? {})).toEqual(['coredns', 'vpc-cni']);
});

it('keeps regions apart', async () => {
  const aws = fakeAws();
  const catalogues = makeRegionCatalogues(aWorld(aws), aSweep());

  await catalogues(dev, of(['coredns']));
  await catalogues({ ...dev, region: 'us-east-1' }, of(['coredns']));

  expect(aws.asked.filter((call) => call.startsWith('catalogue'))).toEqual([
    'catalogue eu-west-1',
    'catalogue us-east-1',
  ]);
});

it('reads what the fleet ran last night at once', async () => {
  const aws = fakeAws();
  const world = aWorld(aws);
  await makeRegionCatalogues(world, aSweep())(dev, of(['coredns', 'vpc-cni']));
  aws.asked.length = 0;

  await makeRegionCatalogues(world, aSweep(1))(dev, of(['coredns']));

  expect(aws.asked).toEqual(['catalogue eu-west-1', 'addon coredns eu-west-1', 'addon vpc-cni eu-west-1', supported]);
});

it('writes which lists were read, and none of them, where AWS published nothing new', async () => {
  const aws = fakeAws();
  const world = aWorld(aws);
  await makeRegionCatalogues(world, aSweep())(dev, of(['coredns']));
  const before = world.store.writes.length;

  await makeRegionCatalogues(world, aSweep(1))(dev, of(['coredns']));

  expect(world.store.writes.slice(before)).toEqual(['catalogue read']);
});

it('uses the stored list, and says why, where AWS does not answer', async () => {
  const aws = fakeAws();
  const world = aWorld(aws);
  await makeRegionCatalogues(world, aSweep())(dev, of(['coredns']));
  aws.refusals = { 'addon coredns': refused('eks:DescribeAddonVersions') };

  const { addons, clusterVersions } = await makeRegionCatalogues(world, aSweep(1))(dev, of(['coredns', 'vpc-cni']));

  expect(addons.coredns).toMatchObject({ readable: true, value: { stale: refused('eks:DescribeAddonVersions') } });
  expect(clusterVersions).not.toHaveProperty('value.stale');
  // The night after, the store must not take the excuse for news.
  aws.refusals = {};
  expect((await makeRegionCatalogues(world, aSweep(2))(dev, of(['coredns']))).addons.coredns).not.toHaveProperty(
    'value.stale',
  );
});

it('asks the next account for what the first may not read', async () => {
  const aws = fakeAws();
  const catalogues = makeRegionCatalogues(aWorld(aws), aSweep());
  aws.refusals = {
    catalogue: refused('eks:DescribeClusterVersions'),
    'addon coredns': refused('eks:DescribeAddonVersions'),
  };
  await catalogues(dev, of(['coredns']));
  aws.refusals = {};

  const { clusterVersions, addons } = await catalogues(prod, of(['coredns']));

  expect([clusterVersions.readable, addons.coredns?.readable]).toEqual([true, true]);
});

it('says why where there is nothing stored either', async () => {
  const aws = fakeAws();
  aws.refusals = { catalogue: refused('eks:DescribeClusterVersions') };

  const { clusterVersions } = await makeRegionCatalogues(aWorld(aws), aSweep())(dev, of([]));

  expect(clusterVersions).toEqual({ readable: false, because: refused('eks:DescribeClusterVersions') });
});

it('asks an account once for what it may not read', async () => {
  const aws = fakeAws();
  const catalogues = makeRegionCatalogues(aWorld(aws), aSweep());
  aws.refusals = { catalogue: refused(), 'addon coredns': refused() };

  await catalogues(dev, of(['coredns']));
  await catalogues(dev, of(['coredns', 'vpc-cni']));
  const { addons } = await catalogues(dev, of(['coredns', 'vpc-cni']));

  expect(aws.asked).toEqual(['catalogue eu-west-1', 'addon coredns eu-west-1', 'addon vpc-cni eu-west-1']);
  expect([addons.coredns?.readable, addons['vpc-cni']?.readable]).toEqual([false, true]);
});

it('takes from the store what another process has read in the same sweep', async () => {
  const aws = fakeAws();
  const world = aWorld(aws);
  await makeRegionCatalogues(world, aSweep())(dev, of(['coredns']));
  const another = makeRegionCatalogues(world, aSweep());
  aws.asked.length = 0;

  const catalogue = await another(prod, of(['coredns']));
  const more = await another(prod, of(['vpc-cni']));

  expect(aws.asked).toEqual(['addon vpc-cni eu-west-1']);
  expect(catalogue.addons.coredns?.readable).toBe(true);
  expect(Object.keys(more.addons)).toEqual(['coredns', 'vpc-cni']);
  expect((await world.store.catalogueReadOf(region))?.addons).toEqual(['coredns', 'vpc-cni']);
});

it('remembers nothing of a region whose versions were refused, so that the next process asks again', async () => {
  const aws = fakeAws();
  const world = aWorld(aws);
  aws.refusals = { catalogue: refused('eks:DescribeClusterVersions') };
  await makeRegionCatalogues(world, aSweep())(dev, of(['coredns']));
  aws.refusals = {};

  const { clusterVersions } = await makeRegionCatalogues(world, aSweep())(prod, of(['coredns']));

  expect(clusterVersions.readable).toBe(true);
});

it('keeps in memory what was asked for, whatever else AWS publishes', async () => {
  const aws = fakeAws();
  const world = aWorld(aws);
  await makeRegionCatalogues(world, aSweep())(dev, of(['coredns', 'vpc-cni', 'kube-proxy']));

  const { addons } = await makeRegionCatalogues(world, aSweep(1))(dev, of(['coredns']));

  expect(Object.keys(addons)).toEqual(['coredns']);
  expect((await world.store.catalogueReadOf(region))?.addons).toEqual(['coredns', 'vpc-cni', 'kube-proxy']);
});

it('takes a list of an earlier night for tonight from nobody, however many ask after one that could not read it', async () => {
  const aws = fakeAws();
  const world = aWorld(aws);
  await makeRegionCatalogues(world, aSweep())(dev, of(['coredns']));
  aws.refusals = { 'addon coredns': refused('eks:DescribeAddonVersions') };
  const catalogues = makeRegionCatalogues(world, aSweep(1));

  const lists = [
    await catalogues(dev, of(['coredns'])),
    await catalogues(dev, of(['coredns'])),
    await makeRegionCatalogues(world, aSweep(1))(prod, of(['coredns'])),
  ];

  for (const { addons } of lists) {
    expect(addons.coredns).toMatchObject({ readable: true, value: { stale: refused('eks:DescribeAddonVersions') } });
  }
});

it('gives what it read beside what was wanted first, also where the versions could not be read', async () => {
  const aws = fakeAws();
  const world = aWorld(aws);
  await makeRegionCatalogues(world, aSweep())(dev, of(['coredns', 'vpc-cni']));
  aws.refusals = { catalogue: refused('eks:DescribeClusterVersions') };
  const catalogues = makeRegionCatalogues(world, aSweep(1));

  await catalogues(dev, of(['coredns']));
  const { addons } = await catalogues(dev, of(['vpc-cni']));

  expect(addons['vpc-cni']).toMatchObject({ readable: true });
});
