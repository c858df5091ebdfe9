import { type RunSweepDeps, runSweep } from '#app/run-sweep.ts';
import type { Digest } from '#core/digest.ts';
import { type Finding, findingId } from '#core/finding.ts';
import { defaultSiblingRules, placeCluster } from '#core/fleet/placement.ts';
import { clusterRules } from '#core/rules/index.ts';
import type { ClusterSnapshot } from '#core/snapshot.ts';
import type { Store } from '#ports/store.ts';
import { accounts, clusterArn, refused } from '../../support/builders.ts';
import { type FakeAws, fakeAws } from '../../support/fake-reader.ts';
import { aSweep, aWorld, knowledge } from '../../support/sweeps.ts';
import { type Random, randomOf } from './random.ts';
import { evolve, newWorld, regions, snapshotOf, type World, withoutAddons } from './world.ts';

export interface YearOptions {
  readonly seed: number;
  readonly nights: number;
  readonly clusters: number;
}

/** What a year came to. */
export interface Year {
  /** What did not hold, by night. */
  readonly problems: readonly string[];
  readonly deaths: number;
  readonly digests: number;
  readonly quietNights: number;
  readonly transitions: number;
}

/** What the rules say of the clusters as they are. */
interface Truth {
  /** By finding, how bad it is. */
  readonly faults: ReadonlyMap<string, string>;
  /** What nobody can tell of a resource that is seen whole, as a finding's id begins: what was open there stays so. */
  readonly unknown: readonly string[];
}

/** What cannot be seen tonight. */
interface Sight {
  readonly lostRegion: string | undefined;
  /** ARNs. */
  readonly refusedClusters: ReadonlySet<string>;
  readonly refusedAddons: ReadonlySet<string>;
}

/**
 * Sweeps a fleet night by night while it changes, calls are refused, sweeps die at any write and are run again, and
 * people cannot be told; and compares each night with what is true. The rules that one cluster can tell, in one process.
 *
 * What is true is what the rules say of the clusters as they are: nothing of how findings are reconciled is used.
 */
export async function simulateYear({ seed, nights, clusters }: YearOptions): Promise<Year> {
  const random = randomOf(seed);
  const aws = fakeAws();
  aws.regions = regions;
  const world = newWorld(random, clusters);
  const inbox = makeInbox();
  const base = aWorld(aws, {
    fleetRules: [],
    notify: { minimumSeverity: 'INFORMATIONAL', repeatCriticalEveryDays: 7 },
  });
  const problems: string[] = [];
  const counts = { deaths: 0, quietNights: 0, transitions: 0 };
  const unseenFor = new Map<string, number>();
  let before: { truth: Truth; open: ReadonlySet<string> } | undefined;

  for (let night = 0; night < nights; night += 1) {
    const isCalm = night % 10 >= 6;
    if (!isCalm) evolve(world, random, night);
    const sight = isCalm ? clearSight : sightOf(world, random);
    show(aws, world, sight);
    base.time.now = aSweep(night).asOf;
    const [writesBefore, digestsBefore] = [base.store.writes.length, inbox.digests()];
    const died = await sweepUntilDone(base, inbox, random, { night, isCalm });
    counts.deaths += died;

    const open = new Set((await base.store.openFindings()).map(({ id }) => id));
    const truth = truthOf(world, aSweep(night).asOf);
    const complain = (words: string) => void problems.push(`night ${night}: ${words}`);
    compare({ world, sight, truth, open, before: before?.open ?? new Set(), unseenFor }, complain);
    for (const words of await inbox.disagreements(base.store, open)) complain(words);

    // On the first two calm nights, what is gone is let go of; and what is told again is marked.
    if (night % 10 >= 8 && inbox.digests() === digestsBefore && before && isSame(before.truth.faults, truth.faults)) {
      counts.quietNights += 1;
      const written = base.store.writes.slice(writesBefore).filter((kind) => !ofAnyNight.includes(kind));
      if (written.length > 0) complain(`nothing has changed, and ${written.join(', ')} were written`);
    }
    before = { truth, open };
  }
  return { problems, ...counts, digests: inbox.digests(), transitions: inbox.transitions() };
}

const ofAnyNight = ['coverage', 'sweep', 'catalogue read'];

const clearSight: Sight = { lostRegion: undefined, refusedClusters: new Set(), refusedAddons: new Set() };

function sightOf({ clusters }: World, random: Random): Sight {
  const some = (share: number) =>
    new Set(random.chance(share) ? clusters.filter(() => random.chance(0.2)).map(arnOf) : []);
  return {
    lostRegion: random.chance(0.12) ? random.pick(regions) : undefined,
    refusedClusters: some(0.15),
    refusedAddons: some(0.15),
  };
}

function arnOf({
  name,
  account,
  region,
}: {
  readonly name: string;
  readonly account: string;
  readonly region: string;
}) {
  return clusterArn(name, account, region);
}

function show(aws: FakeAws, { clusters, catalogue }: World, sight: Sight): void {
  aws.catalogue = catalogue;
  aws.clusters = clusters.map(snapshotOf).map((one) => (sight.refusedAddons.has(one.arn) ? withoutAddons(one) : one));
  aws.refusals = Object.fromEntries([
    ...(sight.lostRegion ? [[`listClusters ${sight.lostRegion}`, refused('eks:ListClusters')] as const] : []),
    ...clusters
      .filter((one) => sight.refusedClusters.has(arnOf(one)))
      .map(({ name }) => [`readCluster ${name}`, refused('eks:DescribeCluster')] as const),
  ]);
}

/** A sweep that may die at any write, or that cannot tell, is run again as the same; and now and then twice. */
async function sweepUntilDone(
  base: ReturnType<typeof aWorld>,
  inbox: Inbox,
  random: Random,
  { night, isCalm }: { readonly night: number; readonly isCalm: boolean },
): Promise<number> {
  const holder = `night ${night}`;
  const again = 1 + random.below(2);
  let deaths = 0;
  for (let run = 0; run < again + deaths; run += 1) {
    const isLast = isCalm || deaths >= 3;
    const diesAt = !isLast && random.chance(0.25) ? random.below(60) : undefined;
    const mode = !isLast && random.chance(0.2) ? random.pick(['refuse', 'lose the answer'] as const) : 'well';
    const store = diesAt === undefined ? base.store : dyingStore(base.store, diesAt);
    try {
      await runSweep(
        { ...base, holder, store, notifier: { notify: (digest) => inbox.receive(digest, mode) } } as RunSweepDeps,
        { accounts: Object.values(accounts).map((account) => ({ account, regions })), asOf: aSweep(night).asOf },
      );
    } catch {
      deaths += 1;
    }
  }
  return deaths;
}

/** A store whose process dies at a write: before it, or after. */
function dyingStore<S extends Store>(store: S, diesAt: number): S {
  let left = diesAt;
  const mutating = /^(save|mark|remove)/;
  return new Proxy(store, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function' || typeof key !== 'string' || !mutating.test(key)) return value;
      return async (...given: unknown[]) => {
        left -= 1;
        if (left === 0 && diesAt % 2 === 0) throw new Error('killed');
        const result: unknown = await value.apply(target, given);
        if (left === 0) throw new Error('killed');
        if (left < 0) throw new Error('killed before');
        return result;
      };
    },
  });
}

function truthOf({ clusters, catalogue }: World, asOf: string): Truth {
  const unknown: string[] = [];
  const faults = clusters.map(snapshotOf).flatMap((cluster: ClusterSnapshot) => {
    const environment = placeCluster(cluster, defaultSiblingRules).environment?.name;
    const context = { asOf, catalogue, ...knowledge(), ...(environment === undefined ? {} : { environment }) };
    return clusterRules.flatMap((rule) =>
      rule.evaluate(cluster, context).evaluations.flatMap(({ resource, horizon, fault, verdict }) => {
        if (verdict.compliance === 'INSUFFICIENT_DATA') {
          unknown.push([resource, cluster.createdAt, rule.id, horizon].join('|'));
        }
        if (verdict.compliance !== 'NON_COMPLIANT') return [];
        const key = { rule: rule.id, resource, horizon, clusterCreatedAt: cluster.createdAt };
        return [[findingId(fault === undefined ? key : { ...key, fault }), verdict.severity] as const];
      }),
    );
  });
  return { faults: new Map(faults), unknown };
}

interface NightTruth {
  readonly world: World;
  readonly sight: Sight;
  readonly truth: Truth;
  readonly open: ReadonlySet<string>;
  readonly before: ReadonlySet<string>;
  /** For how many nights on which its region was covered a cluster that had findings was not there. */
  readonly unseenFor: Map<string, number>;
}

function compare(night: NightTruth, complain: (words: string) => void): void {
  const { world, sight, truth, open, before, unseenFor } = night;
  const ofCluster = (ids: Iterable<string>, arn: string) =>
    [...ids].filter((id) => id.startsWith(`${arn}|`) || id.startsWith(`${arn}/`)).sort();
  const there = new Map(world.clusters.map((one) => [arnOf(one), one]));
  for (const [arn, { region }] of there) {
    unseenFor.delete(arn);
    const [is, was, wanted] = [ofCluster(open, arn), ofCluster(before, arn), ofCluster(truth.faults.keys(), arn)];
    if (region === sight.lostRegion || sight.refusedClusters.has(arn)) {
      if (!isSame(is, was)) complain(`${arn} could not be seen, and its findings went from ${was} to ${is}`);
    } else if (sight.refusedAddons.has(arn)) {
      const lost = was.filter((id) => wanted.includes(id) && !is.includes(id));
      const invented = is.filter((id) => !was.includes(id) && !wanted.includes(id));
      if (lost.length > 0) complain(`${arn} still has ${lost}, which were ended without being seen`);
      if (invented.length > 0) complain(`${arn} has no ${invented}`);
    } else {
      const stays = was.filter((id) => truth.unknown.some((begin) => id.startsWith(begin)));
      const missing = wanted.filter((id) => !is.includes(id));
      const more = is.filter((id) => !wanted.includes(id) && !stays.includes(id));
      if (missing.length + more.length === 0) continue;
      complain(`${arn} was seen whole; not open are ${missing}, and open without cause ${more}`);
    }
  }
  const gone = new Set(
    [...open, ...unseenFor.keys()].map((id) => id.split('|')[0]?.split('/').slice(0, 2).join('/') ?? ''),
  );
  for (const arn of gone) {
    if (there.has(arn)) continue;
    const region = arn.split(':')[3];
    const missed = (unseenFor.get(arn) ?? 0) + Number(region !== sight.lostRegion);
    unseenFor.set(arn, missed);
    const is = ofCluster(open, arn);
    if (missed >= 2 && is.length > 0) complain(`${arn} is gone for two covered nights, and ${is} are open`);
    if (missed < 2 && !isSame(is, ofCluster(before, arn))) complain(`${arn} was let go of too early`);
    if (is.length === 0) unseenFor.delete(arn);
  }
}

/** What people received, and what they believe by it. */
interface Inbox {
  receive(digest: Digest, mode: 'well' | 'refuse' | 'lose the answer'): Promise<void>;
  disagreements(store: Store, open: ReadonlySet<string>): Promise<readonly string[]>;
  digests(): number;
  transitions(): number;
}

function makeInbox(): Inbox {
  const believed = new Set<string>();
  /** By transition, in which digest it was told. */
  const told = new Map<string, string>();
  const ids = new Set<string>();
  const wrong: string[] = [];
  return {
    async receive(digest, mode) {
      if (mode === 'refuse') throw new Error('SNS refuses');
      ids.add(digest.id);
      for (const { finding, transition } of [...digest.worse, ...digest.better, ...digest.over]) {
        const name = `${finding.id}#${transition.revision}`;
        const earlier = told.get(name);
        if (earlier !== undefined && earlier !== digest.id)
          wrong.push(`${name} was told in ${earlier} and in ${digest.id}`);
        told.set(name, digest.id);
        if (transition.kind === 'RESOLVED') believed.delete(finding.id);
        else believed.add(finding.id);
      }
      if (mode === 'lose the answer') throw new Error('SNS took it, and the answer was lost');
    },
    async disagreements(store, open) {
      const found = wrong.splice(0);
      for (const id of open) if (!believed.has(id)) found.push(`${id} is open, and nobody was told`);
      for (const id of [...believed].filter((one) => !open.has(one))) {
        const finding = await findingOf(store, id);
        // A fault that a worse one explains is told there.
        if (finding?.cause === 'EXPLAINED') believed.delete(id);
        else found.push(`${id} is over (${finding?.cause}), and nobody was told`);
      }
      return found;
    },
    digests: () => ids.size,
    transitions: () => told.size,
  };
}

async function findingOf(store: Store, id: string): Promise<Finding | undefined> {
  const cluster = id.split('|')[0]?.split('/').slice(0, 2).join('/') ?? '';
  return (await store.findingsOf(cluster)).find((finding) => finding.id === id);
}

function isSame(a: Iterable<unknown>, b: Iterable<unknown>): boolean {
  return JSON.stringify([...a]) === JSON.stringify([...b]);
}
