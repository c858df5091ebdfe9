import type { Catalogue, Published } from '#core/catalogue.ts';
import { type CatalogueChange, catalogueChanges } from '#core/catalogue-change.ts';
import type { Coverage } from '#core/coverage.ts';
import type { Instant } from '#core/days.ts';
import { compareFindings, type Finding, type Transition } from '#core/finding.ts';
import type { RanCombination } from '#core/fleet/system.ts';
import type { FindingEvent, Revision } from '#core/history/history.ts';
import type { KnownCluster } from '#core/history/known-cluster.ts';
import type { Insufficiency } from '#core/insufficiency.ts';
import { canonicalJson, type Json } from '#core/json.ts';
import type { Notice } from '#core/notice.ts';
import type { Reading } from '#core/reading.ts';
import { compareSeverities, severities } from '#core/severity.ts';
import type { ClusterSnapshot } from '#core/snapshot.ts';
import type { ConcludedSweep, Lease, Sweep } from '#core/sweep.ts';
import type { Clock } from '#ports/clock.ts';
import type { CatalogueRead, FileCopy, Phase, Store } from '#ports/store.ts';
import { pageOf } from './page-of.ts';

export type WriteKind =
  | 'sweep'
  | 'coverage'
  | 'notices'
  | 'cluster'
  | 'snapshot'
  | 'combination'
  | 'finding'
  | 'transition'
  | 'insufficiencies'
  | 'catalogue'
  | 'catalogue read'
  | 'file';

/** A store in memory that keeps the promises of the port, and counts. */
export interface FakeStore extends Store {
  /** What was written, in order; a save that changed nothing wrote nothing. */
  readonly writes: readonly WriteKind[];
  /** The revisions of a cluster's snapshot, in order. */
  snapshotsOf(clusterArn: string): readonly ClusterSnapshot[];
  /** What happened to the findings of a cluster, in order. */
  transitionsOf(clusterArn: string): readonly Transition[];
}

/** Something with the start of the sweep that wrote it last. */
interface Fenced<T> {
  readonly value: T;
  readonly startedAt: string;
}

export function fakeStore(clock: Clock = { now: () => new Date().toISOString() }): FakeStore {
  const writes: WriteKind[] = [];
  const sweeps = new Map<string, ConcludedSweep>();
  const coverage = new Map<string, { readonly sweep: Sweep; readonly row: Coverage }>();
  const toldNotices = new Map<string, readonly Notice[]>();
  const notices = new Map<string, { readonly sweep: string; readonly list: readonly Notice[] }>();
  const clusters = new Map<string, Fenced<KnownCluster | undefined>>();
  const snapshots = new Map<string, Fenced<{ readonly arn: string; readonly revision: Revision }>>();
  const combinations = new Map<string, { readonly system: string; readonly ran: RanCombination }>();
  const findings = new Map<string, Fenced<Finding>>();
  const transitions = new Map<string, { readonly cluster: string; readonly event: FindingEvent }>();
  const insufficiencies = new Map<string, Fenced<readonly Insufficiency[]>>();
  const reads = new Map<string, Fenced<CatalogueRead>>();
  let lease: Lease | undefined;
  const files = new Map<string, Fenced<FileCopy>>();
  const changes: { region: string; at: Instant; changes: readonly CatalogueChange[] }[] = [];
  const lists = new Map<string, Fenced<StoredList>>();

  /** Writes unless the same is there already, or a younger sweep wrote it. What is written is a copy. */
  function put<T>(kind: WriteKind, into: Map<string, Fenced<T>>, key: string, value: T, { startedAt }: Sweep): void {
    const stored = into.get(key);
    if (stored && (stored.startedAt > startedAt || isSame(stored.value, value))) return;
    into.set(key, { value: copy(value), startedAt });
    writes.push(kind);
  }

  function add<T>(kind: WriteKind, into: Map<string, T>, key: string, value: T): void {
    if (into.has(key)) return;
    into.set(key, copy(value));
    writes.push(kind);
  }

  const known = (): KnownCluster[] => [...clusters.values()].flatMap(({ value }) => value ?? []);
  const all = (): Finding[] => copy([...findings.values()].map(({ value }) => value)).sort(compareFindings);

  function keepTransitions(finding: Finding): void {
    const { id, rule, resource, horizon, fault, cluster, untold, lastTransition, revision } = finding;
    const last = lastTransition.revision === revision ? [lastTransition] : [];
    for (const transition of [...untold, ...last]) {
      const key = `${id} ${transition.at} ${transition.revision}`;
      const where = { rule, resource, horizon, ...(fault === undefined ? {} : { fault }) };
      add('transition', transitions, key, { cluster, event: { finding: id, ...where, transition } });
    }
  }

  const revisionsOf = (clusterArn: string): readonly Revision[] =>
    copy([...snapshots.values()].flatMap(({ value: { arn, revision } }) => (arn === clusterArn ? [revision] : [])));
  const systemOf = ({ placement }: KnownCluster): string => placement.system?.name ?? '';

  return {
    writes,
    snapshotsOf: (clusterArn) => revisionsOf(clusterArn).map(({ snapshot }) => snapshot),
    transitionsOf: (clusterArn) =>
      [...transitions.values()].flatMap(({ cluster, event }) => (cluster === clusterArn ? [event.transition] : [])),

    async latestSweep() {
      const order = ({ asOf, startedAt }: Sweep): string => `${asOf} ${startedAt}`;
      return copy([...sweeps.values()].sort((a, b) => compare(order(a), order(b))).at(-1));
    },

    async latestWholeSweep() {
      const whole = [...sweeps.values()].filter(({ partial }) => !partial);
      const order = ({ asOf, startedAt }: Sweep): string => `${asOf} ${startedAt}`;
      return copy(whole.sort((a, b) => compare(order(a), order(b))).at(-1));
    },

    async sweepsAfter(sweep) {
      const order = ({ asOf, startedAt, id }: Sweep): string => `${asOf} ${startedAt} ${id}`;
      const later = [...sweeps.values()].filter((one) => order(one) > order(sweep));
      return copy(later.sort((a, b) => compare(order(a), order(b))));
    },

    async takeLease(wanted) {
      if (!lease || (lease.until < clock.now() && lease.holder !== wanted.holder)) lease = copy(wanted);
      if (lease.holder === wanted.holder) lease = { ...lease, until: wanted.until };
      return copy(lease);
    },

    async renewLease(sweep, until) {
      if (lease?.sweep.id !== sweep.id) return false;
      lease = { ...lease, until };
      return true;
    },

    async standingLease() {
      return lease && lease.until >= clock.now() ? copy(lease) : undefined;
    },

    async releaseLease(sweep) {
      if (lease?.sweep.id === sweep.id) lease = { ...lease, until: '' };
    },

    async saveSweep(sweep) {
      sweeps.set(sweep.id, copy(sweep));
      writes.push('sweep');
    },

    async saveNotices(sweep, part, list) {
      if (list.length === 0) return;
      notices.set(`${sweep.id} ${part}`, copy({ sweep: sweep.id, list }));
      writes.push('notices');
    },

    async noticesOf(sweepId) {
      return copy([...notices.values()].flatMap(({ sweep, list }) => (sweep === sweepId ? list : [])));
    },

    async saveToldNotices(sweep, list) {
      if (list.length === 0) return;
      toldNotices.set(sweep.id, copy(list));
      writes.push('notices');
    },

    async toldNoticesOf(sweepId) {
      return copy(toldNotices.get(sweepId) ?? []);
    },

    async saveCoverage(sweep, row) {
      coverage.set(`${sweep.id} ${row.account} ${row.region}`, copy({ sweep, row }));
      writes.push('coverage');
    },

    async coverageOf(sweepId) {
      const rows = [...coverage.values()].flatMap(({ sweep, row }) => (sweep.id === sweepId ? [row] : []));
      return copy(rows).sort((a, b) => compare(`${a.account} ${a.region}`, `${b.account} ${b.region}`));
    },

    async *coverageRowsOf(sweepId) {
      yield* await this.coverageOf(sweepId);
    },

    async coverageIn(sweepId, { account, region }) {
      return copy(coverage.get(`${sweepId} ${account} ${region}`)?.row);
    },

    async coverageBefore({ account, region }, asOf) {
      const rows = [...coverage.values()]
        .filter(({ sweep, row }) => row.account === account && row.region === region && sweep.asOf < asOf)
        .sort((a, b) => compare(`${a.sweep.asOf} ${a.sweep.startedAt}`, `${b.sweep.asOf} ${b.sweep.startedAt}`));
      return copy(rows.at(-1)?.row);
    },

    async clustersOf({ account, region }) {
      return copy(known().filter((cluster) => cluster.account === account && cluster.region === region)).sort(byArn);
    },

    async knownCluster(arn) {
      return copy(clusters.get(arn)?.value);
    },

    async saveCluster(sweep, cluster, ran) {
      const stored = clusters.get(cluster.arn);
      if (stored && stored.startedAt > sweep.startedAt) return;
      const { arn, snapshot, placement } = cluster;
      if (snapshot && !isSame(snapshot, stored?.value?.snapshot)) {
        const revision = { at: sweep.asOf, sweep: sweep.id, snapshot };
        put('snapshot', snapshots, `${arn} ${sweep.asOf}`, { arn, revision }, sweep);
      }
      const system = placement.system?.name;
      if (ran && system !== undefined) {
        const key = `${system} ${ran.cluster} ${ran.environment} ${canonical(ran.combination)}`;
        add('combination', combinations, key, { system, ran });
      }
      put('cluster', clusters, arn, cluster, sweep);
    },

    async removeCluster(sweep, { arn }) {
      if (clusters.has(arn)) put('cluster', clusters, arn, undefined, sweep);
    },

    async findingsOf(clusterArn) {
      return all().filter(({ cluster }) => cluster === clusterArn);
    },

    async saveFindings(sweep, changed) {
      for (const finding of changed) {
        const stored = findings.get(finding.id);
        const isOwn = stored?.startedAt === sweep.startedAt;
        if (stored && stored.startedAt > sweep.startedAt) continue;
        if (isOwn && stored.value.revision > finding.revision) continue;
        // What this sweep saved before stays as it is: it may have been told since.
        if (!isOwn || stored.value.revision < finding.revision) put('finding', findings, finding.id, finding, sweep);
        keepTransitions(finding);
      }
    },

    async insufficienciesOf(clusterArn, phase) {
      return copy(insufficiencies.get(insufficienciesKey(clusterArn, phase))?.value ?? []);
    },

    async saveInsufficiencies(sweep, clusterArn, phase, given) {
      const key = insufficienciesKey(clusterArn, phase);
      if (given.length === 0 && !insufficiencies.has(key)) return;
      put('insufficiencies', insufficiencies, key, given, sweep);
    },

    async systems() {
      return [...new Set(known().flatMap(({ placement }) => placement.system?.name ?? []))].sort();
    },

    async membersOf(system) {
      return copy(known().filter(({ placement }) => placement.system?.name === system)).sort(byArn);
    },

    async combinationsOf(system) {
      return copy([...combinations.values()].flatMap((one) => (one.system === system ? [one.ran] : [])));
    },

    async openFindings() {
      return all().filter(({ status }) => status === 'OPEN');
    },

    async untoldFindings() {
      return all().filter(({ untold, unpublished }) => untold.length > 0 || unpublished.length > 0);
    },

    async markTold(sweep, told) {
      for (const finding of told) {
        if (finding.untold.length > 0) keepTransitions(finding);
        if (findings.get(finding.id)?.value.revision !== finding.revision) continue;
        put('finding', findings, finding.id, { ...finding, untold: [], lastToldAt: sweep.asOf }, sweep);
      }
    },

    async markPublished(sweep, published) {
      for (const finding of published) {
        if (findings.get(finding.id)?.value.revision !== finding.revision) continue;
        put('finding', findings, finding.id, finding, sweep);
      }
    },

    async catalogueOf(region, named) {
      const own = [...lists.values()].map(({ value }) => value).filter((list) => list.region === region);
      const versions = own.find(({ kind }) => kind === 'versions');
      if (!versions) return undefined;
      const ofKind = (wanted: 'addons' | 'images') =>
        own.flatMap(({ kind, name, list }) =>
          kind !== wanted || named?.[wanted].includes(name) === false ? [] : [[name, list] as const],
        );
      const [addons, images] = [ofKind('addons'), ofKind('images')].map((lists) => Object.fromEntries(lists));
      return copy({ region, clusterVersions: versions.list, addons, images }) as Catalogue;
    },

    async saveCatalogue(sweep, { region, clusterVersions, addons, images }) {
      const given: StoredList[] = [
        ...Object.entries(addons).map(([name, list]) => ({ region, kind: 'addons' as const, name, list })),
        ...Object.entries(images).map(([name, list]) => ({ region, kind: 'images' as const, name, list })),
        { region, kind: 'versions', name: '', list: clusterVersions },
      ];
      const stored = await this.catalogueOf(region);
      const isLate = [...lists.values()].some(({ value, startedAt }) => {
        return value.region === region && startedAt > sweep.startedAt;
      });
      const found = stored && !isLate ? catalogueChanges(stored, { region, clusterVersions, addons, images }) : [];
      if (found.length > 0) changes.push({ region, at: sweep.asOf, changes: copy(found) });
      for (const list of given) {
        const key = `${region} ${list.kind} ${list.name}`;
        if (isNews(list, lists.get(key)?.value)) put('catalogue', lists, key, list, sweep);
      }
    },

    async catalogueChanges(after, until) {
      const inTime = changes.filter(({ at }) => at > after && at <= until).sort((a, b) => compare(a.at, b.at));
      return inTime.flatMap(({ region, at, changes }) => changes.map((change) => ({ region, at, change })));
    },

    async catalogueReads() {
      return copy([...reads.values()].map(({ value }) => value)).sort((a, b) => compare(a.region, b.region));
    },

    async catalogueReadOf(region) {
      return copy(reads.get(region)?.value);
    },

    async saveCatalogueRead(sweep, read) {
      put('catalogue read', reads, read.region, read, sweep);
    },

    async findingsPage({ status, severity, environment, rule }, wish) {
      const wanted = all().filter(
        (one) =>
          one.status === status &&
          compareSeverities(one.severity, severity) >= 0 &&
          (environment === undefined || one.environment === environment) &&
          (rule === undefined || one.rule === rule),
      );
      const endOf = ({ lastTransition, severity, rule, id }: Finding): string =>
        `${lastTransition.at} ${severities.indexOf(severity)} ${rule} ${id}`;
      if (status === 'RESOLVED') return pageOf(wanted, endOf, wish, -1);
      return pageOf(wanted, (one) => `${9 - severities.indexOf(one.severity)} ${one.rule} ${one.id}`, wish);
    },

    async clustersPage(wish) {
      return pageOf(copy(known()), (cluster) => `${systemOf(cluster)} ${cluster.arn}`, wish);
    },

    async openMarks(clusters) {
      const open = all().filter((one) => one.status === 'OPEN' && clusters.some(({ arn }) => arn === one.cluster));
      return open.map(({ cluster, resource, rule, severity, horizon }) => ({
        cluster,
        resource,
        rule,
        severity,
        horizon,
      }));
    },

    async roster() {
      const places = known().map((cluster) => ({ arn: cluster.arn, system: systemOf(cluster) }));
      return places.sort((a, b) => compare(a.system, b.system) || compare(a.arn, b.arn));
    },

    async fleetMarks() {
      const places = new Set(known().map(({ arn }) => arn));
      const open = all().filter(({ status, cluster }) => status === 'OPEN' && places.has(cluster));
      return open.map(({ id, cluster, resource, rule, severity, horizon }) => ({
        ...{ cluster, resource, rule, severity, horizon },
        at: id,
      }));
    },

    async clustersAt(places) {
      return places.flatMap(({ arn, system }) => {
        const cluster = copy(clusters.get(arn)?.value);
        return cluster && systemOf(cluster) === system ? [cluster] : [];
      });
    },

    async findingsAt(marks) {
      const named = new Set(marks.map(({ at }) => at));
      return all().filter(({ id, status }) => status === 'OPEN' && named.has(id));
    },

    async insufficienciesOn(clusters) {
      return Promise.all(
        clusters.map(async (cluster) => ({
          cluster,
          insufficiencies: [
            ...(await this.insufficienciesOf(cluster.arn, 'cluster')),
            ...(await this.insufficienciesOf(cluster.arn, 'fleet')),
          ],
        })),
      );
    },

    async historyPage(clusterArn, { from, to }, wish) {
      const events = [...transitions.values()].flatMap(({ cluster, event }) => (cluster === clusterArn ? [event] : []));
      const entries = [
        ...revisionsOf(clusterArn).map((revision) => ({ kind: 'REVISION' as const, ...revision })),
        ...copy(events).map((event) => ({ kind: 'TRANSITION' as const, ...event })),
      ];
      const at = (one: (typeof entries)[number]): Instant => (one.kind === 'REVISION' ? one.at : one.transition.at);
      const order = (one: (typeof entries)[number]): string =>
        `${at(one)} ${one.kind === 'REVISION' ? '' : `${one.finding} ${one.transition.revision}`}`;
      const within = entries.filter((one) => at(one) >= from && at(one) <= to);
      return pageOf(within, order, wish, -1);
    },

    async revisionUpTo(clusterArn, at) {
      const earlier = revisionsOf(clusterArn).filter((revision) => revision.at <= at);
      return earlier.sort((a, b) => compare(a.at, b.at)).at(-1);
    },

    async sweepsPage(wish) {
      return pageOf(copy([...sweeps.values()]), ({ asOf, startedAt, id }) => `${asOf} ${startedAt} ${id}`, wish, -1);
    },

    async concludedSweep(id) {
      return copy(sweeps.get(id));
    },

    async coveragePage(sweepId, wish) {
      return pageOf(await this.coverageOf(sweepId), ({ account, region }) => `${account} ${region}`, wish);
    },

    async coverageOfTargets(sweepId, targets) {
      const rows = await Promise.all(targets.map((target) => this.coverageIn(sweepId, target)));
      return rows.flatMap((row) => row ?? []);
    },

    async fileCopy(address) {
      return copy(files.get(address)?.value);
    },

    async saveFileCopy(sweep, address, file) {
      put('file', files, address, file, sweep);
    },
  };
}

interface StoredList {
  readonly region: string;
  readonly kind: 'versions' | 'addons' | 'images';
  readonly name: string;
  readonly list: Reading<Published<unknown>>;
}

/** When a list was read is no news; and what is no list of tonight's never takes the place of one. */
function isNews({ list }: StoredList, stored: StoredList | undefined): boolean {
  if (!stored) return true;
  const isListed = (one: Reading<Published<unknown>>): boolean => one.readable && one.value.stale === undefined;
  if (isListed(list) !== isListed(stored.list)) return isListed(list);
  const content = (one: Reading<Published<unknown>>): unknown => (one.readable ? one.value.value : one.because);
  return !isSame(content(list), content(stored.list));
}

function insufficienciesKey(clusterArn: string, phase: Phase): string {
  return `${clusterArn} ${phase}`;
}

function canonical(value: unknown): string {
  return canonicalJson(value as Json);
}

function isSame(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function copy<T>(value: T): T {
  return structuredClone(value);
}

function byArn(a: KnownCluster, b: KnownCluster): number {
  return compare(a.arn, b.arn);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
