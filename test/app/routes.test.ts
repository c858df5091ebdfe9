import { describe, expect, it } from 'vitest';
import type { Route } from '#app/routes.ts';
import { runSweep } from '#app/run-sweep.ts';
import type { Digest, Told } from '#core/digest.ts';
import { defaultSiblingRules, type SiblingRules } from '#core/fleet/placement.ts';
import type { Target } from '#core/snapshot.ts';
import { aCluster, accounts, aNodegroup, refused } from '../support/builders.ts';
import { fakeAws } from '../support/fake-reader.ts';
import { aSweep, aWorld, knowledge, type World } from '../support/sweeps.ts';

/** Its node group is a minor behind, which is LOW; and one of 1.32 is in extended support, which is HIGH. */
const clusters = [
  aCluster({ name: 'shop-dev', nodegroups: [aNodegroup({ version: '1.33' })] }),
  aCluster({ name: 'shop-prod', version: '1.30', nodegroups: [] }),
];

function aRoute(name: string, overrides: Partial<Route> = {}): Route & { readonly sent: Digest[] } {
  const sent: Digest[] = [];
  const notifier = { notify: async (digest: Digest) => void sent.push(digest) };
  return { name, notifier, minimumSeverity: 'MEDIUM', sent, ...overrides };
}

async function night(world: World, routes: readonly Route[], daysLater = 0) {
  const { asOf } = aSweep(daysLater);
  world.time.now = asOf;
  const account = { account: accounts.prod, regions: ['eu-west-1'] };
  return runSweep({ ...world, holder: `night ${daysLater}`, routes }, { accounts: [account], asOf });
}

const environmentsIn = (sent: readonly Digest[]) =>
  sent.map(({ worse }) => [...new Set(worse.map(({ finding }) => finding.environment))].sort());

describe('other systems', () => {
  function aBus() {
    const published: Told[] = [];
    const publisher = { publish: async (transitions: readonly Told[]) => void published.push(...transitions) };
    return { published, events: { name: 'bus', publisher } };
  }
  const kinds = (published: readonly Told[]) =>
    published
      .filter(({ finding }) => finding.rule === 'cluster-version-support')
      .map(({ transition }) => transition.kind);

  it('are told each transition, once, also what people are not', async () => {
    const aws = fakeAws(clusters);
    const world = aWorld(aws);
    const bus = aBus();
    await night({ ...world, events: bus.events }, []);
    const opened = bus.published.length;
    expect(bus.published.some(({ finding }) => finding.severity === 'LOW')).toBe(true);

    aws.clusters = [];
    await night({ ...world, events: bus.events }, [], 1);
    await night({ ...world, events: bus.events }, [], 2);
    await night({ ...world, events: bus.events }, [], 3);

    expect(kinds(bus.published)).toEqual(['OPENED', 'RESOLVED']);
    expect(bus.published).toHaveLength(2 * opened);
  });

  it('are told all that happened to a finding since they heard of it last', async () => {
    const aws = fakeAws(clusters);
    const world = aWorld(aws);
    const { notifier: _, ...silent } = world;
    const account = { account: accounts.prod, regions: ['eu-west-1'] };
    await runSweep({ ...silent, holder: 'silent' }, { accounts: [account], asOf: aSweep().asOf });
    aws.clusters = [];
    await runSweep({ ...silent, holder: 'silent too' }, { accounts: [account], asOf: aSweep(1).asOf });
    const bus = aBus();

    await night({ ...world, events: bus.events }, [], 2);

    expect(kinds(bus.published)).toEqual(['OPENED', 'RESOLVED']);
  });

  it('that fail hold nobody up, and those who are told all hear of it', async () => {
    const world = aWorld(fakeAws(clusters));
    const publisher = { publish: () => Promise.reject(new Error('no such bus')) };

    await night({ ...world, events: { name: 'bus', publisher } }, []);

    expect(world.sent[0]?.notices).toEqual([{ kind: 'NOT_DELIVERED', subject: 'bus', detail: 'no such bus' }]);
  });

  it('are told nothing where nobody may be told', async () => {
    const { notifier: _, ...silent } = aWorld(fakeAws(clusters));
    const bus = aBus();

    const account = { account: accounts.prod, regions: ['eu-west-1'] };
    const deps = { ...silent, holder: 'one', events: bus.events };
    await runSweep(deps, { accounts: [account], asOf: aSweep().asOf });

    expect(bus.published).toEqual([]);
  });
});

describe('a route', () => {
  it('is told of its environment, and those who are told all are told all', async () => {
    const world = aWorld(fakeAws(clusters));
    const prod = aRoute('prod', { environment: 'prod' });

    await night(world, [prod]);

    expect(environmentsIn(prod.sent)).toEqual([['prod']]);
    expect(environmentsIn(world.sent)).toEqual([['dev', 'prod']]);
    expect(prod.sent[0]?.id).toBe(world.sent[0]?.id);
  });

  it('has a severity of its own', async () => {
    const low = aCluster({ name: 'shop-dev', nodegroups: [aNodegroup({ version: '1.33' })] });
    const world = aWorld(fakeAws([low]));
    const routes = [aRoute('low', { minimumSeverity: 'LOW' }), aRoute('high', { minimumSeverity: 'HIGH' })] as const;

    await night(world, routes);

    expect(routes.map(({ sent }) => sent.length)).toEqual([1, 0]);
    expect(world.sent).toEqual([]);
  });

  it('without an environment is told all', async () => {
    const world = aWorld(fakeAws(clusters));
    const machines = aRoute('machines');

    await night(world, [machines]);

    expect(machines.sent).toEqual(world.sent);
  });

  it.each([
    ['an error', new Error('Topic does not exist')],
    ['something else', 'Topic does not exist'],
  ])('that fails with %s holds nobody up, and those who are told all hear of it', async (_, failure) => {
    const world = aWorld(fakeAws(clusters));
    const broken = aRoute('broken', { notifier: { notify: () => Promise.reject(failure) } });
    const prod = aRoute('prod', { environment: 'prod' });

    await night(world, [broken, prod]);

    expect(prod.sent).toHaveLength(1);
    expect(world.sent[0]?.notices).toEqual([
      { kind: 'NOT_DELIVERED', subject: 'broken', detail: 'Topic does not exist' },
    ]);
    expect(await world.store.untoldFindings()).toEqual([]);
    const heard = (await world.store.latestSweep())?.noticesHeard;
    expect(heard).toEqual([{ kind: 'NOT_DELIVERED', subject: 'broken' }]);
  });

  it('is told nothing where nobody may be told', async () => {
    const { notifier: _, ...silent } = aWorld(fakeAws(clusters));
    const prod = aRoute('prod');

    const account = { account: accounts.prod, regions: ['eu-west-1'] };
    await runSweep({ ...silent, holder: 'one', routes: [prod] }, { accounts: [account], asOf: aSweep().asOf });

    expect(prod.sent).toEqual([]);
  });
});

describe('a route of one environment', () => {
  const fleet = [
    aCluster({ name: 'shop-dev', account: accounts.dev }),
    aCluster({ name: 'shop-prod', region: 'us-east-1' }),
    aCluster({ name: 'batch', region: 'us-east-1' }),
  ];
  const lost = ({ coverageLost }: Digest) => coverageLost;
  const regained = ({ coverageRegained }: Digest) => coverageRegained;

  /** Nights on which AWS refuses what is said for each, and what the routes of dev and prod hear of it. */
  async function nights(refusals: readonly (readonly string[])[], siblings: Partial<SiblingRules> = {}) {
    const aws = fakeAws(fleet);
    aws.regions = ['eu-west-1', 'us-east-1'];
    const world = aWorld(aws, { knowledge: knowledge({ siblings: { ...defaultSiblingRules, ...siblings } }) });
    const [dev, prod] = [aRoute('dev', { environment: 'dev' }), aRoute('prod', { environment: 'prod' })];
    for (const [day, calls] of refusals.entries()) {
      const { asOf } = aSweep(day);
      world.time.now = asOf;
      aws.refusals = Object.fromEntries(calls.map((call) => [call, refused()]));
      const audited = [accounts.dev, accounts.prod].map((account) => ({ account }));
      await runSweep({ ...world, holder: `night ${day}`, routes: [dev, prod] }, { accounts: audited, asOf });
    }
    const heard = (list: (digest: Digest) => readonly Target[]) =>
      [dev, prod].map(({ sent }) => sent.flatMap(list).map(({ account, region }) => `${account} ${region}`));
    return { heard, sent: world.sent };
  }

  it('hears that the account of its clusters went dark, and that it can be seen again', async () => {
    const { heard } = await nights([[], [`listRegions ${accounts.prod}`], []]);

    expect(heard(lost)).toEqual([[], [`${accounts.prod} *`]]);
    expect(heard(regained)).toEqual([[], [`${accounts.prod} *`]]);
  });

  it('hears of a region of its clusters, and of one without any in an account that has none but its own', async () => {
    const { heard } = await nights([[], ['listClusters us-east-1'], []]);

    expect(heard(lost)).toEqual([[`${accounts.dev} us-east-1`], [`${accounts.prod} us-east-1`]]);
    expect(heard(regained)).toEqual([[`${accounts.dev} us-east-1`], [`${accounts.prod} us-east-1`]]);
  });

  it('hears of what may be its own, since nobody ever saw which clusters are there', async () => {
    const all = [`${accounts.dev} *`, `${accounts.prod} *`];
    const { heard, sent } = await nights([[`listRegions ${accounts.dev}`, `listRegions ${accounts.prod}`]]);

    expect(heard(lost)).toEqual([all, all]);
    expect(sent[0]?.coverageLost.map(({ environments }) => environments)).toEqual([undefined, undefined]);
  });

  it('hears of no account that is said to be of another', async () => {
    const siblings = { accounts: [{ id: accounts.dev, environment: 'Development' }] };
    const { heard } = await nights([[`listRegions ${accounts.dev}`, `listRegions ${accounts.prod}`]], siblings);

    expect(heard(lost)).toEqual([[`${accounts.dev} *`, `${accounts.prod} *`], [`${accounts.prod} *`]]);
  });
});
