import { describe, expect, it } from 'vitest';
import { coverageNews } from '#app/coverage-news.ts';
import { runSweep } from '#app/run-sweep.ts';
import { readSweepCoverage } from '#app/sweep-coverage.ts';
import type { Coverage } from '#core/coverage.ts';
import type { Digest } from '#core/digest/digest.ts';
import { readable, type Unreadable, unreadable } from '#core/reading.ts';
import type { ClusterSnapshot, Listed } from '#core/snapshot.ts';
import { aCluster, accounts, anAddon, type anUpdate, refused } from '../support/builders.ts';
import { fakeAws } from '../support/fake-reader.ts';
import { aSweep, aWorld, knowledge } from '../support/sweeps.ts';

const account = { account: accounts.prod, regions: ['eu-west-1'] };
const readableInside = { selfManagedAddons: readable([]), addonImages: readable([]), otherNodes: readable([]) };

/** One night: the clusters that there are, as they can be seen, and what else is refused. */
interface Night {
  readonly clusters?: readonly ClusterSnapshot[];
  readonly refusals?: Readonly<Record<string, Unreadable>>;
}

/** What the digest of each night says: lost `-`, regained `+`; of a target as a whole its region. */
async function nights(...all: readonly Night[]): Promise<readonly (readonly string[])[]> {
  const aws = fakeAws();
  const world = aWorld(aws);
  const told: (readonly string[])[] = [];
  for (const [day, { clusters = [aCluster()], refusals = {} }] of all.entries()) {
    const { asOf } = aSweep(day);
    world.time.now = asOf;
    aws.clusters = clusters;
    aws.refusals = refusals;
    await runSweep({ ...world, holder: `night ${day}` }, { accounts: [account], asOf });
    told.push(world.sent.splice(0).flatMap(newsOf));
  }
  return told;
}

function newsOf({ coverageLost, coverageRegained }: Digest): readonly string[] {
  const words = (sign: string, list: Digest['coverageLost'] | Digest['coverageRegained']): readonly string[] =>
    list.flatMap(
      ({ region, parts }) => parts?.map(({ call, resource }) => `${sign} ${call} ${resource}`) ?? `${sign} ${region}`,
    );
  return [...words('-', coverageLost), ...words('+', coverageRegained)];
}

/** A cluster of whose add-ons these cannot be described. */
function withoutAddons(names: readonly string[], because = refused('eks:DescribeAddon'), also: readonly string[] = []) {
  const parts = ['coredns', 'kube-proxy', 'vpc-cni', ...also].map((name) => ({
    name,
    detail: names.includes(name) ? unreadable(because) : readable(anAddon(name)),
  }));
  return aCluster({ addons: readable(parts) });
}

function withUpdates(...updates: readonly Listed<ReturnType<typeof anUpdate>>[]) {
  return aCluster({ updates: readable(updates) });
}

const seen: Night = {};
const throttled = { ...refused('eks:DescribeAddon'), obstacle: 'THROTTLED' } as const;
const unlisted: Night = { clusters: [aCluster({ addons: unreadable(refused('eks:ListAddons')) })] };

describe('what cannot be read inside a target', () => {
  it('is told on the night that it was lost and on the night that it is regained, each once', async () => {
    expect(await nights(seen, unlisted, unlisted, seen, seen)).toEqual([
      [],
      ['- eks:ListAddons shop-prod'],
      [],
      ['+ eks:ListAddons shop-prod'],
      [],
    ]);
  });

  it('is told as what could not be described, part by part, also where AWS only limited the calls', async () => {
    const some: Night = { clusters: [withoutAddons(['coredns'], throttled)] };
    const more: Night = { clusters: [withoutAddons(['coredns', 'vpc-cni'], throttled)] };

    expect(await nights(seen, some, more, some, seen)).toEqual([
      [],
      ['- eks:DescribeAddon shop-prod/coredns'],
      ['- eks:DescribeAddon shop-prod/vpc-cni'],
      ['+ eks:DescribeAddon shop-prod/vpc-cni'],
      ['+ eks:DescribeAddon shop-prod/coredns'],
    ]);
  });

  it('is told where it was never asked for before: on the first night, and of a new cluster', async () => {
    const other = aCluster({ name: 'till-prod', addons: unreadable(refused('eks:ListAddons')) });

    expect(await nights(unlisted, { clusters: [...(unlisted.clusters ?? []), other] })).toEqual([
      ['- eks:ListAddons shop-prod'],
      ['- eks:ListAddons till-prod'],
    ]);
  });

  it('is no news of what is new where the call is refused from night to night', async () => {
    const refusedUpdate = (id: string) => ({ name: id, detail: unreadable(refused('eks:DescribeUpdate')) });
    const one = withUpdates(refusedUpdate('u-1'));

    expect(
      await nights({ clusters: [one] }, { clusters: [withUpdates(refusedUpdate('u-1'), refusedUpdate('u-2'))] }),
    ).toEqual([['- eks:DescribeUpdate shop-prod/u-1'], []]);
  });

  it('is news where of a call that is refused for a part the list is refused, too', async () => {
    const because = refused('eks:ListUpdates');
    const addonUpdates = readable([{ name: 'coredns', detail: unreadable(because) }]);

    expect(
      await nights(
        { clusters: [aCluster({ addonUpdates })] },
        { clusters: [aCluster({ addonUpdates, updates: unreadable(because) })] },
      ),
    ).toEqual([['- eks:ListUpdates shop-prod/coredns'], ['- eks:ListUpdates shop-prod']]);
  });

  it('is not regained where it is not there any more', async () => {
    const lost: Night = { clusters: [withoutAddons(['velero'], undefined, ['velero'])] };

    expect((await nights(lost, seen))[1]).toEqual([]);
    expect((await nights(unlisted, { clusters: [] }))[1]).toEqual([]);
  });

  it('is not regained where the list of it cannot be read either, but with the list', async () => {
    expect(await nights(seen, { clusters: [withoutAddons(['coredns'])] }, unlisted, seen)).toEqual([
      [],
      ['- eks:DescribeAddon shop-prod/coredns'],
      ['- eks:ListAddons shop-prod'],
      ['+ eks:ListAddons shop-prod'],
    ]);
  });

  it('is told with the target where that is lost as a whole, and again where it is regained without', async () => {
    const dark: Night = { refusals: { 'listClusters eu-west-1': refused('eks:ListClusters') } };

    expect(await nights(seen, unlisted, dark, unlisted)).toEqual([
      [],
      ['- eks:ListAddons shop-prod'],
      ['- eu-west-1'],
      ['- eks:ListAddons shop-prod', '+ eu-west-1'],
    ]);
  });

  it('is told of a target that never is seen as a whole', async () => {
    const dark = { 'readCluster till-prod': refused('eks:DescribeCluster') };
    const till = aCluster({ name: 'till-prod' });

    expect(
      await nights(
        { clusters: [aCluster(), till], refusals: dark },
        { clusters: [...(unlisted.clusters ?? []), till], refusals: dark },
      ),
    ).toEqual([['- eu-west-1'], ['- eks:ListAddons shop-prod']]);
  });

  it('is a list of the catalogue, too', async () => {
    const blind: Night = { refusals: { catalogue: refused('eks:DescribeClusterVersions') } };
    const call = 'eks:DescribeClusterVersions cluster versions in eu-west-1';

    expect(await nights(seen, blind, blind, seen)).toEqual([[], [`- ${call}`], [], [`+ ${call}`]]);
    expect((await nights(blind, { clusters: [] }))[1]).toEqual([]);
  });

  it('is what the Kubernetes API tells, where it could be read before', async () => {
    const inside: Night = { clusters: [aCluster(readableInside)] };
    const nodes = unreadable({ ...refused('kubernetes:ListNodes'), obstacle: 'UNREACHABLE' });
    const lost: Night = { clusters: [aCluster({ ...readableInside, otherNodes: nodes })] };

    expect(await nights(lost, inside, lost, lost, inside)).toEqual([
      [],
      [],
      ['- kubernetes:ListNodes shop-prod'],
      [],
      ['+ kubernetes:ListNodes shop-prod'],
    ]);
  });
});

it('says nothing of a row that is not kept any more', async () => {
  const target = { account: accounts.prod, region: 'eu-west-1' };
  const { store } = aWorld(fakeAws());
  const row: Coverage = { ...target, asOf: aSweep(1).asOf, status: 'EMPTY', clusters: 0, unreadable: [] };
  await store.saveCoverage(aSweep(1), row);
  const coverage = await readSweepCoverage(store.coverageRowsOf(aSweep(1).id));
  const counts = { concludedAt: '', targets: 1, incompleteTargets: 1, clusters: 1 };
  const sweep = aSweep(1, { since: aSweep().asOf });

  const news = await coverageNews({ store, knowledge: knowledge() }, sweep, coverage, {
    ...aSweep(),
    ...counts,
    partlyUnseen: [target],
  });

  expect(news).toEqual({ coverageLost: [], coverageRegained: [] });
});
