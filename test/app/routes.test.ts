import { describe, expect, it } from 'vitest';
import type { Report } from '#app/publish-report.ts';
import type { Route } from '#app/routes.ts';
import { runSweep } from '#app/run-sweep.ts';
import type { Digest } from '#core/digest/digest.ts';
import type { TransitionEvent } from '#core/digest/transition-event.ts';
import type { AuditDocument, FleetCut } from '#core/document.ts';
import type { Finding } from '#core/finding.ts';
import { defaultSiblingRules, type SiblingRules } from '#core/fleet/placement.ts';
import { unreadable } from '#core/reading.ts';
import { clusterRules } from '#core/rules/index.ts';
import type { ClusterSnapshot, Target } from '#core/snapshot.ts';
import type { Sweep } from '#core/sweep.ts';
import type { ReportPublisher } from '#ports/report-publisher.ts';
import { aCluster, accounts, aNodegroup, refused, settings } from '../support/builders.ts';
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

async function night(world: World & { readonly report?: Report }, routes: readonly Route[], daysLater = 0) {
  const { asOf } = aSweep(daysLater);
  world.time.now = asOf;
  const account = { account: accounts.prod, regions: ['eu-west-1'] };
  return runSweep({ ...world, holder: `night ${daysLater}`, routes }, { accounts: [account], asOf });
}

const environmentsIn = (sent: readonly Digest[]) =>
  sent.map(({ worse }) => [...new Set(worse.map(({ finding }) => finding.environment))].sort());

describe('the page of a sweep', () => {
  function aBucket(publish?: () => Promise<void>) {
    const put: { document: AuditDocument; cut: FleetCut | undefined }[] = [];
    const publisher: ReportPublisher = {
      publish: publish ?? (async (document, cut) => void put.push({ document, cut })),
    };
    return { put, report: { name: 's3://reports/', publisher, rules: clusterRules } };
  }

  it('is put each night, whether there is news or not, and tells what is known then', async () => {
    const world = aWorld(fakeAws(clusters));
    const { put, report } = aBucket();

    await night({ ...world, report }, []);
    await night({ ...world, report }, [], 1);

    expect(put.map(({ document }) => document.audit.asOf)).toEqual([aSweep().asOf, aSweep(1).asOf]);
    expect(put[1]?.document.clusters.map(({ name }) => name)).toEqual(['shop-dev', 'shop-prod']);
    expect(put[1]?.document.findings.map(({ rule }) => rule)).toContain('cluster-version-support');
    expect(put[1]?.document.coverage).toHaveLength(1);
    expect(put[1]?.cut).toBeUndefined();
  });

  it('that cannot be put holds nobody up, and those who are told all hear of it', async () => {
    const world = aWorld(fakeAws(clusters));
    const { report } = aBucket(() => Promise.reject(new Error('no such bucket')));

    await night({ ...world, report }, []);

    expect(world.sent[0]?.notices).toEqual([
      { kind: 'REPORT_NOT_PUT', subject: 's3://reports/', detail: 'no such bucket' },
    ]);
  });

  it('that cannot be put for many nights is told of once, and once more when it failed again', async () => {
    const world = aWorld(fakeAws(clusters));
    let isAway = true;
    const { report } = aBucket(() => (isAway ? Promise.reject(new Error('away')) : Promise.resolve()));
    const told = () => world.sent.filter(({ notices }) => notices.some(({ kind }) => kind === 'REPORT_NOT_PUT')).length;

    await night({ ...world, report }, []);
    await night({ ...world, report }, [], 1);
    expect(told()).toBe(1);
    isAway = false;
    await night({ ...world, report }, [], 2);
    isAway = true;
    await night({ ...world, report }, [], 3);
    expect(told()).toBe(2);
  });

  it('that fails by what is no error is told as well', async () => {
    const world = aWorld(fakeAws(clusters));
    const { report } = aBucket(() => Promise.reject('away'));

    await night({ ...world, report }, []);

    expect(world.sent[0]?.notices).toMatchObject([{ kind: 'REPORT_NOT_PUT', detail: 'away' }]);
  });

  it('is put by nobody who may tell nobody', async () => {
    const { notifier: _, ...silent } = aWorld(fakeAws(clusters));
    const { put, report } = aBucket();

    await runSweep(
      { ...silent, report, holder: 'silent' },
      { accounts: [{ account: accounts.prod, regions: ['eu-west-1'] }] },
    );

    expect(put).toEqual([]);
  });
});

describe('other systems', () => {
  /** Takes what it is let to take. */
  function aBus(takes: (event: TransitionEvent) => boolean = () => true) {
    const published: TransitionEvent[] = [];
    const publisher = {
      publish: async (events: readonly TransitionEvent[]) => {
        published.push(...events.filter(takes));
        return events.flatMap((event) => (takes(event) ? [] : [{ event, because: 'ThrottlingException' }]));
      },
    };
    return { published, events: { name: 'bus', publisher } };
  }
  const ofSupport = ({ finding }: TransitionEvent) => finding.rule === 'cluster-version-support';
  const kinds = (published: readonly TransitionEvent[]) =>
    published.filter(ofSupport).map(({ transition }) => transition.kind);
  const suppressions = [{ rule: '*', resource: '*', reason: 'known', owner: 'platform', until: '2026-03-02' }];

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

  it('are told all that happened to a finding since they heard of it last, each as it was then', async () => {
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
    expect(bus.published.filter(ofSupport).map(({ finding: { status } }) => status)).toEqual(['OPEN', 'RESOLVED']);
  });

  it('are told on the next night what they did not take, by the same id, and nothing else again', async () => {
    const world = aWorld(fakeAws(clusters));
    const refusing = aBus((event) => !ofSupport(event));
    const offered = aBus();
    await night({ ...world, events: refusing.events }, []);

    await night({ ...world, events: offered.events }, [], 1);

    expect(refusing.published.length).toBeGreaterThan(0);
    expect(offered.published.length).toBeGreaterThan(0);
    expect(offered.published.every(ofSupport)).toBe(true);
    expect(offered.published[0]?.id).toBe(`${offered.published[0]?.finding.id}|1`);
    expect(await world.store.untoldFindings()).toEqual([]);
  });

  it('that did not take it cost nobody a second digest, and a night on which they take nothing writes nothing', async () => {
    const world = aWorld(fakeAws(clusters));
    const { events } = aBus(() => false);
    await night({ ...world, events }, []);
    const writes = world.store.writes.length;
    const marked: Finding[] = [];
    const store = {
      ...world.store,
      markPublished: async (_: Sweep, all: readonly Finding[]) => void marked.push(...all),
    };

    await night({ ...world, store, events }, [], 1);

    expect(world.sent).toHaveLength(1);
    expect(world.store.writes.slice(writes).filter((kind) => kind === 'finding')).toEqual([]);
    expect(marked).toEqual([]);
  });

  it('that did not take it are named once, with how much it was and why', async () => {
    const world = aWorld(fakeAws(clusters));
    const bus = aBus((event) => !ofSupport(event));
    for (const daysLater of [0, 1, 2]) await night({ ...world, events: bus.events }, [], daysLater);

    const all = bus.published.length + 1;
    const detail = `1 of ${all} events were not taken, and wait for the next sweep: 1 ThrottlingException`;
    expect(world.sent.map(({ notices }) => notices)).toEqual([[{ kind: 'NOT_DELIVERED', subject: 'bus', detail }]]);
  });

  it('are told what is missed also of a finding that is repeated to people meanwhile', async () => {
    const critical = aCluster({ version: '1.30', nodegroups: [] });
    const notice = { standardSupport: 90, extendedSupport: 200 };
    const world = aWorld(fakeAws([critical]), { knowledge: knowledge({ settings: settings({ notice }) }) });
    await night({ ...world, events: aBus(() => false).events }, []);
    const bus = aBus();

    await night({ ...world, events: bus.events }, [], 7);
    await night({ ...world, events: bus.events }, [], 8);

    expect(world.sent[1]?.repeated.map(({ rule }) => rule)).toContain('cluster-version-support');
    expect(kinds(bus.published)).toEqual(['OPENED']);
  });

  it('are told also what people accept, by what they do, and nothing later', async () => {
    const aws = fakeAws(clusters);
    const world = aWorld(aws, { knowledge: knowledge({ suppressions }) });
    const bus = aBus();

    for (const daysLater of [0, 1, 2]) await night({ ...world, events: bus.events }, [], daysLater);

    expect(kinds(bus.published)).toEqual(['OPENED']);
    expect(bus.published.every(({ suppression }) => suppression === suppressions[0])).toBe(true);
    expect(world.sent.map(({ sweep, worse }) => [sweep.asOf, worse.length > 0])).toEqual([[aSweep(2).asOf, true]]);
  });

  it('hear nothing of what happened before there was a bus', async () => {
    const world = aWorld(fakeAws(clusters), { knowledge: knowledge({ suppressions }) });
    await night(world, []);
    const bus = aBus();

    await night({ ...world, events: bus.events }, [], 1);

    expect(bus.published).toEqual([]);
  });

  it.each([
    ['an error', new Error('no such bus')],
    ['something else', 'no such bus'],
  ])('that fail with %s hold nobody up, those who are told all hear of it, and nothing is lost', async (_, failure) => {
    const world = aWorld(fakeAws(clusters));
    const publisher = { publish: () => Promise.reject(failure) };
    const bus = aBus();

    await night({ ...world, events: { name: 'bus', publisher } }, []);
    await night({ ...world, events: bus.events }, [], 1);

    const { length } = bus.published;
    const detail = `${length} of ${length} events were not taken, and wait for the next sweep: ${length} no such bus`;
    expect(world.sent[0]?.notices).toEqual([{ kind: 'NOT_DELIVERED', subject: 'bus', detail }]);
    expect(kinds(bus.published)).toEqual(['OPENED']);
  });

  it('are asked nothing where nothing happened', async () => {
    const world = aWorld(fakeAws([]));
    const publisher = { publish: () => Promise.reject(new Error('asked')) };

    await night({ ...world, events: { name: 'bus', publisher } }, []);

    expect((await world.store.latestSweep())?.noticesHeard).toEqual([]);
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
  async function nights(
    refusals: readonly (readonly string[])[],
    siblings: Partial<SiblingRules> = {},
    fleets: readonly (readonly ClusterSnapshot[])[] = [],
  ) {
    const aws = fakeAws(fleet);
    aws.regions = ['eu-west-1', 'us-east-1'];
    const world = aWorld(aws, { knowledge: knowledge({ siblings: { ...defaultSiblingRules, ...siblings } }) });
    const [dev, prod] = [aRoute('dev', { environment: 'dev' }), aRoute('prod', { environment: 'prod' })];
    for (const [day, calls] of refusals.entries()) {
      const { asOf } = aSweep(day);
      world.time.now = asOf;
      aws.refusals = Object.fromEntries(calls.map((call) => [call, refused()]));
      aws.clusters = fleets[day] ?? fleet;
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

  it('hears of the calls that are refused for its clusters, and not for those of others beside them', async () => {
    const blind = { addons: unreadable(refused('eks:ListAddons')) };
    const beside = (name: string, more = {}) => aCluster({ name, account: accounts.dev, ...more });
    const both = [beside('shop-dev'), beside('shop-prod')];
    const { heard } = await nights([[], [], []], {}, [both, [beside('shop-dev', blind), beside('shop-prod')], both]);

    expect(heard(lost)).toEqual([[`${accounts.dev} eu-west-1`], []]);
    expect(heard(regained)).toEqual([[`${accounts.dev} eu-west-1`], []]);
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
