import { describe, expect, it } from 'vitest';
import { giveUpAccount } from '#app/audit-account.ts';
import { concludeSweep } from '#app/conclude-sweep.ts';
import { keepLease, LeaseLostError } from '#app/lease.ts';
import { planSweep } from '#app/plan-sweep.ts';
import { runSweep } from '#app/run-sweep.ts';
import type { Coverage } from '#core/coverage.ts';
import { placeCluster } from '#core/fleet/placement.ts';
import { fleetRules } from '#core/fleet/rules/index.ts';
import type { Notice } from '#core/notice.ts';
import type { NamedLists } from '#ports/store.ts';
import {
  aCatalogue,
  aCluster,
  aClusterVersion,
  accounts,
  aNodegroup,
  clusterVersions,
  coreAddons,
  published,
  refused,
  settings,
} from '../support/builders.ts';
import { type FakeAws, fakeAws } from '../support/fake-reader.ts';
import { aSweep, knowledge, aWorld as plainWorld, type World } from '../support/sweeps.ts';

/** Its extended support ends on 2026-07-23, within the notice: one CRITICAL. */
const critical = aCluster({
  version: '1.30',
  addons: coreAddons({ 'kube-proxy': 'v1.30.14-eksbuild.2' }),
  nodegroups: [],
});
const notice = { standardSupport: 90, extendedSupport: 200 };
const aWorld: typeof plainWorld = (aws, overrides) =>
  plainWorld(aws, { knowledge: knowledge({ settings: settings({ notice }) }), ...overrides });
const account = { account: accounts.prod, regions: ['eu-west-1'] };

function aRow(of: string): Coverage {
  return { account: of, region: 'eu-west-1', asOf: aSweep().asOf, status: 'EMPTY', clusters: 0, unreadable: [] };
}

/** A night of the whole sweep, some days after the first. */
async function night(world: World, daysLater = 0) {
  const { asOf } = aSweep(daysLater);
  world.time.now = asOf;
  return runSweep(world, { accounts: [account], asOf });
}

function rulesOf(world: World): string[][] {
  return world.sent.map(({ worse }) => [...new Set(worse.map(({ finding }) => finding.rule))].sort());
}

describe('what people are told', () => {
  it('is what was opened, once', async () => {
    const world = aWorld(fakeAws([critical]));

    await night(world);
    await night(world, 1);

    expect(world.sent).toHaveLength(1);
    expect(rulesOf(world)[0]).toContain('cluster-version-support');
    expect(world.sent[0]?.sweep.baseline).toBe(true);
    expect(await world.store.untoldFindings()).toEqual([]);
  });

  it('is told again after a night on which it could not be sent', async () => {
    const world = aWorld(fakeAws([critical]));
    const failing = { ...world, notifier: { notify: () => Promise.reject(new Error('SNS is away')) } };
    await expect(runSweep(failing, { accounts: [account], asOf: aSweep().asOf })).rejects.toThrow('SNS is away');

    await night(world, 1);

    expect(rulesOf(world)[0]).toContain('cluster-version-support');
    expect((await world.store.latestSweep())?.asOf).toBe(aSweep(1).asOf);
  });

  it('carries the same id when it is sent a second time, since the first was not marked', async () => {
    const world = aWorld(fakeAws([critical]));
    const { notifier: _, ...silent } = world;
    await runSweep(silent, { accounts: [account], asOf: aSweep().asOf });
    const store = { ...world.store, markTold: () => Promise.reject(new Error('killed')) };

    await expect(concludeSweep({ ...world, store }, aSweep(), { accounts: [] })).rejects.toThrow('killed');
    await concludeSweep(world, aSweep(), { accounts: [] });

    expect(world.sent.map(({ id, worse }) => [id, worse.length])).toEqual([
      ['sweep-0', world.sent[0]?.worse.length],
      ['sweep-0', world.sent[0]?.worse.length],
    ]);
    expect(await world.store.untoldFindings()).toEqual([]);
  });

  it('is nothing, and nothing is marked as told, where nobody may be told', async () => {
    const { notifier: _, ...silent } = aWorld(fakeAws([critical]));

    await runSweep(silent, { accounts: [account], asOf: aSweep().asOf });

    expect((await silent.store.untoldFindings()).length).toBeGreaterThan(0);
  });

  it('leaves out what is milder than people want to hear, and does not keep it for later', async () => {
    const mild = aCluster({ nodegroups: [aNodegroup({ version: '1.33' })] });
    const world = aWorld(fakeAws([mild]));

    await night(world);

    expect(world.sent).toEqual([]);
    expect(await world.store.untoldFindings()).toEqual([]);
  });

  it('repeats an open critical after so many days, and not before', async () => {
    const world = aWorld(fakeAws([critical]));
    await night(world);

    await night(world, 6);
    expect(world.sent).toHaveLength(1);
    await night(world, 7);
    expect(world.sent[1]?.repeated.map(({ severity }) => severity)).toContain('CRITICAL');
    await night(world, 8);
    expect(world.sent).toHaveLength(2);
    await night(world, 14);
    expect(world.sent).toHaveLength(3);
  });

  it('is told better when it is mended', async () => {
    const aws = fakeAws([critical]);
    const world = aWorld(aws);
    await night(world);
    aws.clusters = [aCluster({ createdAt: critical.createdAt })];

    await night(world, 1);

    expect(world.sent[1]?.better.map(({ finding }) => finding.rule)).toContain('cluster-version-support');
  });

  it('leaves out what is suppressed, until the suppression is over', async () => {
    const suppression = { rule: '*', resource: '*', reason: 'known', owner: 'platform', until: '2026-03-03' };
    const world = aWorld(fakeAws([critical]), {
      knowledge: knowledge({ settings: settings({ notice }), suppressions: [suppression] }),
    });

    await night(world);
    const { digest } = await night(world, 2);
    expect(world.sent).toEqual([]);
    expect(digest.suppressed.map(({ rule }) => rule)).toContain('cluster-version-support');
    await night(world, 3);

    expect(rulesOf(world)[0]).toContain('cluster-version-support');
  });
});

describe('what nobody will speak of again', () => {
  const behind = [aCluster({ name: 'shop-dev', version: '1.35' }), aCluster({ name: 'shop-prod', version: '1.32' })];
  const driftIn = async (world: World) =>
    (await world.store.findingsOf(aCluster().arn)).filter(({ rule }) => rule === 'environment-drift-cluster-version');

  it('ends as retired where this release has no such rule, and is told as that', async () => {
    const world = aWorld(fakeAws(behind));
    await night(world);
    const withoutDrift = { ...world, fleetRules: fleetRules.filter(({ id }) => !id.startsWith('environment-drift')) };
    expect(await driftIn(world)).toMatchObject([{ status: 'OPEN' }]);

    await night({ ...withoutDrift, holder: 'a later release' } as World, 1);
    await night({ ...withoutDrift, holder: 'a later release again' } as World, 2);

    expect(await driftIn(world)).toMatchObject([{ status: 'RESOLVED', cause: 'RETIRED' }]);
    const over = world.sent.slice(1).map((digest) => digest.over.map(({ finding }) => finding.rule));
    expect(over.map((rules) => [...new Set(rules)])).toEqual([
      ['environment-drift-addon', 'environment-drift-cluster-version'],
    ]);
  });

  it('stays where only a part is looked at, be it by an older release', async () => {
    const world = aWorld(fakeAws(behind));
    await night(world);
    const older = { ...world, holder: 'an older release', rules: [], fleetRules: [] };

    await runSweep(older, { accounts: [account], asOf: aSweep(1).asOf, partial: true });

    expect(await driftIn(world)).toMatchObject([{ status: 'OPEN' }]);
  });

  it.each([
    ['environment', { system: 'shop' }],
    ['system', { environment: 'prod' }],
  ])('ends where a cluster has no %s any more', async (_, left) => {
    const aws = fakeAws(behind);
    let placed: object | undefined;
    const world = aWorld(aws, {
      place: (facts) => (facts.name === 'shop-prod' && placed ? placed : placeCluster(facts, knowledge().siblings)),
    });
    await night(world);
    placed = Object.fromEntries(Object.entries(left).map(([key, name]) => [key, { name, from: 'tag' }]));

    await night(world, 1);

    expect(await driftIn(world)).toMatchObject([{ status: 'RESOLVED', cause: 'NO_LONGER_APPLIES' }]);
  });
});

describe('a notice', () => {
  it('is not told again where the sweep died once people had heard of it', async () => {
    const world = aWorld(fakeAws([critical]));
    const killed = { ...world.store, saveSweep: () => Promise.reject(new Error('killed')) };
    const mild = { kind: 'SETTING_UNUSED', subject: 'api', detail: '' } as const;
    const work = { accounts: [account], asOf: aSweep().asOf, notices: [mild] };

    await expect(runSweep({ ...world, store: killed }, work)).rejects.toThrow('killed');
    expect(world.sent.map(({ notices }) => notices)).toEqual([[mild]]);
    const { sweep } = world.sent[0]!;
    await world.store.saveNotices(sweep, 'PLAN', [mild]);
    await concludeSweep(world, sweep, { accounts: [account.account] });

    expect(world.sent).toHaveLength(1);
    expect((await world.store.latestSweep())?.noticesHeard).toEqual([{ kind: mild.kind, subject: mild.subject }]);
  });

  const unread = { kind: 'BREAKAGES_UNREADABLE', subject: 'more.json', detail: 'HTTP 503' } as const;
  const unused = { kind: 'SETTING_UNUSED', subject: 'api', detail: 'later' } as const;
  const told = (world: World) => world.sent.map(({ notices }) => notices.map(({ subject }) => subject));
  const noticed = async (world: World, daysLater: number, notices: readonly Notice[]) => {
    const { asOf } = aSweep(daysLater);
    world.time.now = asOf;
    return runSweep(world, { accounts: [account], asOf, notices });
  };

  it('is told once, until it was gone for a night, whatever its detail', async () => {
    const world = aWorld(fakeAws());

    await noticed(world, 0, [unread]);
    await noticed(world, 1, [{ ...unread, detail: 'HTTP 502' }]);
    await noticed(world, 2, []);
    await noticed(world, 3, [unread]);

    expect(told(world)).toEqual([['more.json'], ['more.json']]);
  });

  it('that is worth no message waits for one', async () => {
    const world = aWorld(fakeAws());

    await noticed(world, 0, [unused]);
    expect(told(world)).toEqual([]);
    await noticed(world, 1, [unused, unread]);
    await noticed(world, 2, [unused, unread]);

    expect(told(world)).toEqual([['api', 'more.json']]);
  });

  it('is news still where nobody could be told', async () => {
    const world = aWorld(fakeAws());
    const { notifier: _, ...silent } = world;
    await runSweep({ ...silent, holder: 'somebody' }, { accounts: [account], asOf: aSweep().asOf, notices: [unread] });

    await noticed(world, 1, [unread]);

    expect(told(world)).toEqual([['more.json']]);
  });

  it('says that a suppression has expired, and that one matches nothing', async () => {
    const suppression = { rule: 'no-such-rule', resource: '*', reason: 'known', owner: 'platform' };
    const suppressions = [
      { ...suppression, until: '2026-02-01' },
      { ...suppression, resource: 'x', until: '2027-02-01' },
    ];
    const world = aWorld(fakeAws(), { knowledge: knowledge({ suppressions }) });

    await night(world);

    expect(world.sent[0]?.notices.map(({ kind }) => kind)).toEqual(['SUPPRESSION_EXPIRED', 'SUPPRESSION_UNUSED']);
  });

  it('says of an environment that the configuration does not know, also where the systems were judged in parts', async () => {
    const clusters = ['shop', 'till', 'stock'].map((system) =>
      aCluster({ name: system, tags: { Environment: 'moon', System: system } }),
    );
    const world = aWorld(fakeAws(clusters));
    const { notifier: _, ...silent } = world;
    const first = await runSweep({ ...silent, holder: 'somebody' }, { accounts: [account], asOf: aSweep().asOf });
    const sweep = { ...aSweep(1), since: first.document.audit.asOf };

    const parts = [];
    let after: string | undefined;
    for (;;) {
      const work = { accounts: [], ...(after === undefined ? {} : { after }) };
      const part = await concludeSweep(world, sweep, work, world.clock.now());
      parts.push(part);
      if (part.done) break;
      after = part.after;
    }

    expect(parts).toHaveLength(3);
    expect(told(world)).toEqual([['moon']]);
  });
});

describe('what AWS changed', () => {
  const told = (world: World) => world.sent.map(({ catalogueChanges }) => catalogueChanges);
  const later = (extended: string) =>
    clusterVersions.map((one) => (one.version === '1.35' ? { ...one, endOfExtendedSupport: extended } : one));
  const newest = aClusterVersion('1.36', '2026-06-02', '2027-08-02', '2028-08-02');

  it('is told with the clusters that it concerns, once', async () => {
    const [shop, batch] = [aCluster({ version: '1.35' }), aCluster({ name: 'batch', version: '1.35' })];
    const aws = fakeAws([shop, batch, aCluster({ name: 'other', version: '1.34' })]);
    const world = aWorld(aws);
    await night(world);
    aws.catalogue = aCatalogue({ clusterVersions: published(later('2028-04-27T00:00:00.000Z')) });

    await night(world, 1);
    await night(world, 2);

    expect(told(world).flat()).toEqual([
      {
        change: {
          kind: 'SUPPORT_MOVED',
          version: '1.35',
          phase: 'EXTENDED',
          from: '2028-03-27T00:00:00.000Z',
          to: '2028-04-27T00:00:00.000Z',
        },
        regions: ['eu-west-1'],
        clusters: [{ arn: batch.arn }, { arn: shop.arn, environment: 'prod' }],
      },
    ]);
  });

  it('is told of a new version whomever it concerns, once for all regions', async () => {
    const aws = fakeAws([aCluster(), aCluster({ region: 'us-east-1' })]);
    aws.regions = ['eu-west-1', 'us-east-1'];
    const world = aWorld(aws);
    const both = (daysLater: number) => {
      world.time.now = aSweep(daysLater).asOf;
      const regions = ['eu-west-1', 'us-east-1'];
      return runSweep(world, { accounts: [{ account: accounts.prod, regions }], asOf: aSweep(daysLater).asOf });
    };
    await both(0);
    aws.catalogue = aCatalogue({ clusterVersions: published([...clusterVersions, newest]) });

    await both(1);

    expect(told(world).flat()).toMatchObject([
      { change: { kind: 'VERSION_LISTED', version: '1.36' }, regions: ['eu-west-1', 'us-east-1'], clusters: [] },
    ]);
  });

  it('concerns no cluster of another region, nor one of a region that could not be seen', async () => {
    const world = aWorld(fakeAws([aCluster({ version: '1.35' })]));
    await night(world);
    const change = { kind: 'SUPPORT_MOVED', version: '1.35', phase: 'STANDARD', from: '2027', to: '2028' } as const;
    const catalogueChanges = async () =>
      ['us-east-1', 'sa-east-1'].map((region) => ({ region, at: aSweep(1).asOf, change }));
    world.time.now = aSweep(1).asOf;
    const { asOf } = aSweep(1);
    const regions = ['eu-west-1', 'us-east-1'];

    await runSweep(
      { ...world, holder: 'one', store: { ...world.store, catalogueChanges } },
      { accounts: [{ account: accounts.prod, regions }], asOf },
    );

    expect(told(world).flat()).toEqual([]);
  });

  it('is told once where it was made twice, and names each cluster once', async () => {
    const world = aWorld(fakeAws([aCluster({ version: '1.35' })]));
    await night(world);
    const change = { kind: 'SUPPORT_MOVED', version: '1.35', phase: 'STANDARD', from: '2027', to: '2028' } as const;
    const catalogueChanges = async () => [0, 1].map(() => ({ region: 'eu-west-1', at: aSweep(1).asOf, change }));

    await night({ ...world, holder: 'one', store: { ...world.store, catalogueChanges } } as World, 1);

    expect(told(world).flat()).toMatchObject([{ change, clusters: [{ arn: aCluster().arn }] }]);
  });

  it('is nothing where no cluster is concerned', async () => {
    const aws = fakeAws([aCluster({ version: '1.34' })]);
    const world = aWorld(aws);
    await night(world);
    aws.catalogue = aCatalogue({ clusterVersions: published(later('2028-04-27T00:00:00.000Z')) });

    await night(world, 1);

    expect(told(world).flat()).toEqual([]);
  });
});

describe('coverage that was lost', () => {
  const lose = (aws: FakeAws): void => {
    aws.refusals = { 'listClusters eu-west-1': refused('eks:ListClusters') };
  };

  it('is told on the first night, once', async () => {
    const aws = fakeAws();
    const world = aWorld(aws);
    await night(world);
    lose(aws);

    await night(world, 1);
    await night(world, 2);

    expect(world.sent.map(({ coverageLost }) => coverageLost.map(({ status }) => status))).toEqual([['DENIED']]);
  });

  it('is told also where somebody has looked at it in between, and told nobody', async () => {
    const aws = fakeAws();
    const world = aWorld(aws);
    await night(world);
    lose(aws);
    world.time.now = aSweep(1).asOf;
    const { notifier: _, ...silent } = world;
    await runSweep({ ...silent, holder: 'somebody' }, { accounts: [account], asOf: aSweep(1).asOf, partial: true });

    await night(world, 2);

    expect(world.sent.map(({ coverageLost }) => coverageLost.map(({ status }) => status))).toEqual([['DENIED']]);
  });

  it('is told of a target that never was seen, once', async () => {
    const aws = fakeAws();
    lose(aws);
    const world = aWorld(aws);

    await night(world);
    await night(world, 1);

    expect(world.sent.map(({ coverageLost }) => coverageLost.map(({ status }) => status))).toEqual([['DENIED']]);
  });

  it('is not lost in a region that has always been switched off', async () => {
    const aws = fakeAws();
    aws.refusals = { 'listClusters eu-west-1': { ...refused('eks:ListClusters'), obstacle: 'REGION_DISABLED' } };
    const world = aWorld(aws);

    await night(world);

    expect(world.sent).toEqual([]);
  });

  it('is told each time that the regions of an account cannot be listed any more', async () => {
    const aws = fakeAws();
    const world = aWorld(aws);
    const regions = (days: number) => {
      world.time.now = aSweep(days).asOf;
      const refuses = [1, 2, 4].includes(days);
      aws.refusals = refuses ? { [`listRegions ${accounts.prod}`]: refused('account:ListRegions') } : {};
      return runSweep(world, { accounts: [{ account: accounts.prod }], asOf: aSweep(days).asOf });
    };

    for (const days of [0, 1, 2, 3, 4]) await regions(days);

    const lost = world.sent.filter(({ coverageLost }) => coverageLost.length > 0);
    expect(lost.map(({ sweep }) => sweep.asOf)).toEqual([aSweep(1).asOf, aSweep(4).asOf]);
  });

  it('is told when it is regained, once', async () => {
    const aws = fakeAws();
    const world = aWorld(aws);
    lose(aws);
    await night(world);
    aws.refusals = {};

    await night(world, 1);
    await night(world, 2);

    const regained = world.sent.map(({ coverageRegained }) => coverageRegained);
    expect(regained).toEqual([[], [{ account: accounts.prod, region: 'eu-west-1' }]]);
  });

  it('is regained with all its regions where these can be listed again, and one is seen', async () => {
    const aws = fakeAws();
    const world = aWorld(aws);
    const regions = (days: number, refused: FakeAws['refusals']) => {
      world.time.now = aSweep(days).asOf;
      aws.refusals = refused;
      return runSweep(world, { accounts: [{ account: accounts.prod }], asOf: aSweep(days).asOf });
    };
    const { regions: listed } = aws;
    const everywhere = Object.fromEntries(
      listed.map((region) => [`listClusters ${region}`, refused('eks:ListClusters')]),
    );
    await regions(0, { [`listRegions ${accounts.prod}`]: refused('account:ListRegions') });

    const denied = await regions(1, everywhere);
    expect(denied.digest.coverageRegained).toEqual([]);
    await regions(2, { [`listRegions ${accounts.prod}`]: refused('account:ListRegions') });
    const seen = await regions(3, {});
    expect(seen.digest.coverageRegained).toEqual([{ account: accounts.prod, region: '*' }]);
  });

  it('is lost in a region that was switched off since', async () => {
    const aws = fakeAws();
    const world = aWorld(aws);
    await night(world);
    aws.refusals = { 'listClusters eu-west-1': { ...refused('eks:ListClusters'), obstacle: 'REGION_DISABLED' } };

    await night(world, 1);

    expect(world.sent.map(({ coverageLost }) => coverageLost.length)).toEqual([1]);
  });
});

it('keeps what a sweep came to', async () => {
  const aws = fakeAws([critical]);
  aws.refusals = { 'listClusters us-east-1': refused('eks:ListClusters') };
  const world = aWorld(aws);
  const { asOf } = aSweep();

  await runSweep(world, { accounts: [{ account: accounts.prod, regions: ['eu-west-1', 'us-east-1'] }], asOf });

  expect(await world.store.latestSweep()).toMatchObject({
    asOf,
    targets: 2,
    incompleteTargets: 1,
    clusters: 1,
    concludedAt: asOf,
  });
});

describe('a sweep that is concluded', () => {
  const cut = { ...aSweep(), startedAt: aSweep().asOf };

  it('says of an account that was planned and never heard of that nobody looked at it', async () => {
    const world = aWorld(fakeAws());
    await world.store.saveCoverage(cut, aRow(accounts.dev));

    const conclusion = await concludeSweep(world, cut, { accounts: [accounts.dev, accounts.prod] });

    expect((await world.store.coverageOf(cut.id)).map((row) => [row.account, row.region, row.status])).toEqual([
      [accounts.dev, 'eu-west-1', 'EMPTY'],
      [accounts.prod, '*', 'ERROR'],
    ]);
    expect(conclusion).toMatchObject({ done: true, sweep: { targets: 2, incompleteTargets: 1 } });
    expect(world.sent[0]?.coverageLost).toMatchObject([{ account: accounts.prod }]);
  });

  it('judges one system after the other, and hands over where time runs out', async () => {
    const systems = ['bank', 'mail'].map((system) => aCluster({ name: `${system}-prod` }));
    const world = aWorld(fakeAws([...systems, critical]));
    const { notifier: _, ...silent } = world;
    await runSweep(silent, { accounts: [account], asOf: aSweep().asOf });
    const judged: string[] = [];
    const membersOf = (system: string) => {
      judged.push(system);
      return world.store.membersOf(system);
    };
    const deps = { ...world, store: { ...world.store, membersOf } };

    let after: string | undefined;
    for (let calls = 0; calls < 4; calls++) {
      const work = { accounts: [], ...(after === undefined ? {} : { after }) };
      const conclusion = await concludeSweep(deps, cut, work, world.clock.now());
      if (conclusion.done) break;
      after = conclusion.after;
      expect(world.sent).toEqual([]);
    }

    expect(judged).toEqual(['bank', 'mail', 'shop']);
    expect(world.sent).toHaveLength(1);
  });

  it('reads the catalogue of a region once, however many systems run there', async () => {
    const world = aWorld(fakeAws(['bank', 'mail', 'shop'].map((system) => aCluster({ name: `${system}-prod` }))));
    await runSweep(world, { accounts: [account], asOf: aSweep().asOf });
    const read: (NamedLists | undefined)[] = [];
    const catalogueOf = (region: string, named?: NamedLists) => {
      read.push(named);
      return world.store.catalogueOf(region, named);
    };

    await concludeSweep({ ...world, store: { ...world.store, catalogueOf } }, cut, { accounts: [] });

    expect(read).toEqual([{ addons: ['coredns', 'kube-proxy', 'vpc-cni'], images: ['1.34', '1.35'] }]);
  });

  it('gives the lease back, and nothing may be concluded by one that has lost it', async () => {
    const world = aWorld(fakeAws());
    const sweep = await planSweep(world, { holder: 'one', leaseMinutes: 5 });
    await concludeSweep({ ...world, lease: keepLease(world, sweep, 5) }, sweep, { accounts: [] });
    world.time.now = new Date(Date.parse(aSweep().asOf) + 60_000).toISOString();
    const next = await planSweep(world, { holder: 'another', leaseMinutes: 5 });

    const late = concludeSweep({ ...world, lease: keepLease(world, sweep, 5) }, sweep, { accounts: [] });

    await expect(late).rejects.toBeInstanceOf(LeaseLostError);
    expect((await world.store.latestSweep())?.id).toBe(sweep.id);
    expect(next.since).toBe(sweep.asOf);
  });

  it('tells nothing new of an account whose regions could not be listed in the sweep before either', async () => {
    const world = aWorld(fakeAws());
    for (const [daysLater, since] of [[0], [1, aSweep(0).asOf], [2, aSweep(1).asOf]] as const) {
      const sweep = { ...aSweep(daysLater), ...(since === undefined ? {} : { since }) };
      await giveUpAccount(world, sweep, { account: accounts.prod }, 'killed');
      await concludeSweep(world, sweep, { accounts: [] });
    }

    expect(world.sent.map(({ id }) => id)).toEqual(['sweep-0']);
  });

  it('is compared with what was seen before the instant that it speaks of, not with itself', async () => {
    const world = aWorld(fakeAws());
    const again = aSweep(0, { id: 'again', since: aSweep().asOf, baseline: false });
    await giveUpAccount(world, again, { account: accounts.prod }, 'killed');

    await concludeSweep(world, again, { accounts: [] });

    expect(world.sent.map(({ coverageLost }) => coverageLost.length)).toEqual([1]);
  });

  it('believes the row of a region before the row for all regions', async () => {
    const [dev, prod] = ['dev', 'prod'].map((environment) => aCluster({ name: `shop-${environment}` }));
    const world = aWorld(fakeAws([dev, prod].flatMap((cluster) => cluster ?? [])));
    await runSweep(world, { accounts: [account], asOf: aSweep().asOf });
    const sweep = aSweep(1);
    await world.store.saveCoverage(sweep, { ...aRow(account.account), status: 'COVERED', clusters: 2 });
    await giveUpAccount(world, sweep, { account: account.account }, 'the rest was not looked at');
    const before = world.store.writes.length;

    await concludeSweep(world, sweep, { accounts: [] });

    expect(world.store.writes.slice(before)).toEqual(['sweep']);
  });
});

describe('a cluster whose account or region is not audited any more', () => {
  const old = { version: '1.30', addons: coreAddons({ 'kube-proxy': 'v1.30.14-eksbuild.2' }) };
  const other = { account: accounts.dev, regions: ['eu-west-1'] };

  /** Two accounts on the first night, and one of them no more on those after it. */
  async function nights(daysLater: number, deps: Partial<World> & { ownsHistory?: true }, partial = false) {
    const left = [aCluster({ name: 'shop-prod', ...old }), aCluster({ name: 'batch', ...old })];
    const world = aWorld(fakeAws([...left, aCluster({ name: 'shop-dev', account: accounts.dev })]));
    await runSweep(world, { accounts: [account, other], asOf: aSweep().asOf });
    world.sent.length = 0;
    for (let day = 1; day <= daysLater; day++) {
      const sweep = { ...aSweep(day), ...(partial ? { partial: true as const } : {}) };
      await world.store.saveCoverage(sweep, { ...aRow(accounts.dev), status: 'COVERED', clusters: 1 });
      await concludeSweep({ ...world, ...deps }, sweep, { accounts: [accounts.dev] });
    }
    const open = await world.store.openFindings();
    const known = await world.store.clustersOf({ account: accounts.prod, region: 'eu-west-1' });
    return { open: open.filter((finding) => finding.account === accounts.prod), known, sent: world.sent };
  }

  it('is kept for one night, as a cluster is that a list leaves out once', async () => {
    const { open, known, sent } = await nights(1, { ownsHistory: true });

    expect(new Set(open.map(({ cluster }) => cluster)).size).toBe(2);
    expect(known.map(({ missingSince }) => missingSince)).toEqual([aSweep(1).asOf, aSweep(1).asOf]);
    expect(sent).toEqual([]);
  });

  it('is let go the night after, which is told, whether it has siblings or not', async () => {
    const { open, known, sent } = await nights(2, { ownsHistory: true });

    expect(open).toEqual([]);
    expect(known).toEqual([]);
    const causes = sent.flatMap(({ over }) => over.map(({ transition }) => transition.cause));
    expect(causes.length).toBeGreaterThan(1);
    expect(new Set(causes)).toEqual(new Set(['NO_LONGER_WATCHED']));
  });

  it('is kept where somebody looked in between and could not see it: those are not two nights in a row', async () => {
    const world = aWorld(fakeAws([aCluster({ name: 'shop-prod', ...old })]));
    await runSweep(world, { accounts: [account], asOf: aSweep().asOf });
    for (const day of [1, 2, 3]) {
      const sweep = { ...aSweep(day), since: aSweep(day - 1).asOf };
      if (day === 2) await giveUpAccount(world, sweep, { account: accounts.prod }, 'refused');
      await concludeSweep({ ...world, ownsHistory: true }, sweep, { accounts: [] });
    }

    expect((await world.store.openFindings()).length).toBeGreaterThan(0);
    await concludeSweep({ ...world, ownsHistory: true }, { ...aSweep(4), since: aSweep(3).asOf }, { accounts: [] });
    expect(await world.store.openFindings()).toEqual([]);
  });

  it('is passed over where the index of what is open has not heard yet that it was let go', async () => {
    const world = aWorld(fakeAws([aCluster({ name: 'shop-prod', ...old })]));
    await runSweep(world, { accounts: [account], asOf: aSweep().asOf });
    const store = { ...world.store, knownCluster: async () => undefined, systems: async () => [] };
    const before = world.store.writes.length;

    await concludeSweep({ ...world, store, ownsHistory: true }, aSweep(1), { accounts: [] });

    expect(world.store.writes.slice(before)).toEqual(['sweep']);
  });

  it.each([
    ['on a history that others write too', {}, false],
    ['by a look at a part', { ownsHistory: true as const }, true],
  ])('is never let go %s', async (_where, deps, partial) => {
    const { open, known } = await nights(3, deps, partial);

    expect(open.length).toBeGreaterThan(0);
    expect(known.map(({ missingSince }) => missingSince)).toEqual([undefined, undefined]);
  });
});

describe('a cluster that nobody came to tonight', () => {
  const behind = aCluster({
    name: 'shop-prod',
    version: '1.32',
    addons: coreAddons({ 'kube-proxy': 'v1.32.0-eksbuild.2' }),
  });
  const ahead = aCluster({ name: 'shop-dev', account: accounts.dev });
  const drift = 'environment-drift-cluster-version';

  /** dev goes back to what prod has, on a night on which prod is not looked at. */
  async function nightWithout(row: Partial<Coverage>, missing = false) {
    const aws = fakeAws([behind, ahead]);
    const world = aWorld(aws);
    const devAccount = { account: accounts.dev, regions: ['eu-west-1'] };
    await runSweep(world, { accounts: [account, devAccount], asOf: aSweep().asOf });
    expect((await world.store.openFindings()).map(({ rule }) => rule)).toContain(drift);
    aws.clusters = [{ ...behind, name: ahead.name, arn: ahead.arn, account: accounts.dev }];
    await runSweep(world, { accounts: [devAccount, ...(missing ? [account] : [])], asOf: aSweep(1).asOf });
    const sweep = { ...aSweep(1), startedAt: aSweep(2).asOf };
    await world.store.saveCoverage(sweep, { ...aRow(accounts.dev), status: 'COVERED', clusters: 1 });
    await world.store.saveCoverage(sweep, { ...aRow(accounts.prod), ...row });
    await concludeSweep(world, sweep, { accounts: [] });
    const findings = await world.store.findingsOf(behind.arn);
    return findings.find(({ rule }) => rule === drift)?.status;
  }

  const because = { call: 'eks:DescribeCluster', obstacle: 'UNFINISHED' as const, detail: '' };

  it.each([
    ['since the audit ended before it', { status: 'ERROR' as const, clusters: 2, because, lookedUpTo: 'aaa' }],
    ['nor to any of its target', { status: 'DENIED' as const, because: refused('eks:ListClusters') }],
  ])('is judged by nobody, %s', async (_why, row) => {
    expect(await nightWithout(row)).toBe('OPEN');
  });

  it('is judged where the audit came as far as it', async () => {
    expect(await nightWithout({ status: 'ERROR', clusters: 2, because, lookedUpTo: 'shop-prod' })).toBe('RESOLVED');
  });

  it('is judged by nobody on the first night on which it is not listed', async () => {
    expect(await nightWithout({ status: 'COVERED', clusters: 0 }, true)).toBe('OPEN');
  });
});
