import type { Finding as CoreFinding } from '#core/finding.ts';
import type { HistoryEntry } from '#core/history/history.ts';
import { compareSeverities } from '#core/severity.ts';
import type { FindingFilter, PagedStore, PageWish } from '#ports/paged-store.ts';
import { Cluster } from './cluster-schema.ts';
import { isThere, systemOf } from './clusters.ts';
import { Finding } from './finding-schema.ts';
import { Coverage, Member, Sweep } from './fleet-schema.ts';
import { FindingEvent, Revision } from './history-schema.ts';
import { fromItem, type Item } from './item.ts';
import {
  clusterKey,
  concludedSweepKey,
  coverageInterval,
  coverageKey,
  findingRuns,
  findingShards,
  historyInterval,
  isRevision,
  type Key,
  type KeyRun,
  markAt,
  openPlaces,
  openShards,
  placeOf,
  resolvedAs,
  revisionsOf,
  rosterRange,
  sweepsRange,
} from './keys.ts';
import type { StoreParts } from './store-parts.ts';
import type { TablePage } from './table.ts';
import type { IndexName } from './tables.ts';

/** What is asked page by page: a Query each, or one a shard of an index, and the items that it names. */
export function pagedStore({ table }: StoreParts): PagedStore {
  /** The keys of a page of findings that are over. One that is not wanted takes its place in the page, and is left out. */
  async function resolvedKeys(filter: FindingFilter, { size, from }: PageWish): Promise<TablePage> {
    const { index, shards } = indexOf(filter);
    const pages = await Promise.all(
      shards.map((pk) => table.page({ pk }, { index, size: size + 1, after: from, backwards: true })),
    );
    const found = pages.flatMap(({ items }) => items).sort((a, b) => byFindingOrder(b, a));
    const items = found.slice(0, size);
    const wanted = items.filter(({ findingOrder }) => isWanted(filter, resolvedAs(String(findingOrder))));
    return found.length > size ? { items: wanted, next: String(items.at(-1)?.findingOrder) } : { items: wanted };
  }

  /** The keys of a page of findings: each shard gives as many as the page could want of it, and the first of all are taken. */
  async function openKeys(filter: FindingFilter, { size, from }: PageWish): Promise<TablePage> {
    const { severity, rule } = filter;
    const { index, shards } = indexOf(filter);
    const found: Item[] = [];
    for (const run of findingRuns(severity, rule)) {
      const pages = await Promise.all(
        shards.map((pk) => table.page({ pk, ...run }, { index, size: size + 1, after: from })),
      );
      found.push(...pages.flatMap(({ items }) => items).sort(byFindingOrder));
      if (found.length > size) break;
    }
    const items = found.slice(0, size);
    return found.length > size ? { items, next: String(items.at(-1)?.findingOrder) } : { items };
  }

  /** All of some shards of an index. */
  async function allOpen(run: KeyRun): Promise<readonly Item[]> {
    const found = await Promise.all(openShards.map((pk) => table.queryIndex('open-findings-by-system', pk, run)));
    return found.flat();
  }

  /** The items of some keys in the order of those. */
  async function inOrder(keys: readonly Key[]): Promise<readonly Item[]> {
    const nameOf = ({ pk, sk }: Key): string => `${pk} ${sk}`;
    const items = new Map((await table.getAll(keys)).map((item) => [nameOf(item), item]));
    return keys.flatMap((key) => items.get(nameOf(key)) ?? []);
  }

  return {
    async findingsPage(filter, wish) {
      const keysOf = filter.status === 'OPEN' ? openKeys : resolvedKeys;
      const { items: keys, ...rest } = await keysOf(filter, wish);
      const findings = (await inOrder(keys.map(({ pk, sk }) => ({ pk, sk })))).map((item) => fromItem(item, Finding));
      // The index may lag behind what it names.
      return { ...rest, items: findings.filter((finding) => isOf(filter, finding)) };
    },

    async clustersPage({ size, from: after }) {
      const { items, ...rest } = await table.page(rosterRange, { size, after });
      const members = items.filter(isThere).map((item) => fromItem(item, Member));
      const clusters = (await inOrder(members.map(({ cluster }) => clusterKey(cluster)))).filter(isThere);
      const rostered = new Map(members.map(({ cluster, system }) => [cluster, system]));
      const known = clusters.map((item) => fromItem(item, Cluster));
      return { ...rest, items: known.filter((cluster) => rostered.get(cluster.arn) === systemOf(cluster)) };
    },

    async openMarks(clusters) {
      const arns = new Map(clusters.map((cluster) => [placeOf(systemOf(cluster), cluster.arn), cluster.arn]));
      const [first, last] = [[...arns.keys()][0], [...arns.keys()].at(-1)];
      if (first === undefined || last === undefined) return [];
      const found = await allOpen(openPlaces(first, last));
      return found.flatMap(({ openPlace }) => {
        const { place, component, ...mark } = markAt(String(openPlace));
        const cluster = arns.get(place);
        return cluster === undefined ? [] : [{ ...mark, cluster, resource: `${cluster}${component}` }];
      });
    },

    async historyPage(clusterArn, { from, to }, { size, from: after }) {
      const interval = historyInterval(clusterArn, from, to);
      const { items, ...rest } = await table.page(interval, { size, after, backwards: true });
      return { ...rest, items: items.map(historyEntry) };
    },

    async revisionUpTo(clusterArn, at) {
      const revisions = { pk: revisionsOf(clusterArn), to: at };
      const { items } = await table.page(revisions, { size: 1, backwards: true, index: 'revisions' });
      const [item] = await inOrder(items.map(({ pk, sk }) => ({ pk, sk })));
      return item && fromItem(item, Revision);
    },

    async sweepsPage({ size, from: after }) {
      const { items, ...rest } = await table.page(sweepsRange, { size, after, backwards: true });
      return { ...rest, items: items.map((item) => fromItem(item, Sweep)) };
    },

    async concludedSweep(id) {
      const item = await table.get(concludedSweepKey(id));
      return item && fromItem(item, Sweep);
    },

    async coveragePage(sweepId, { size, from: after }) {
      const { items, ...rest } = await table.page(coverageInterval(sweepId), { size, after });
      return { ...rest, items: items.map((item) => fromItem(item, Coverage)) };
    },

    async coverageOfTargets(sweepId, targets) {
      const items = await table.getAll(targets.map((target) => coverageKey(sweepId, target)));
      return items.map((item) => fromItem(item, Coverage));
    },
  };
}

function indexOf({ status, environment }: FindingFilter) {
  const index: IndexName = environment === undefined ? 'findings' : 'findings-by-environment';
  return { index, shards: findingShards(status, environment) };
}

function isOf(filter: FindingFilter, finding: CoreFinding): boolean {
  const { status, environment } = filter;
  return (
    finding.status === status &&
    (environment === undefined || finding.environment === environment) &&
    isWanted(filter, finding)
  );
}

function isWanted({ severity, rule }: FindingFilter, finding: Pick<CoreFinding, 'severity' | 'rule'>): boolean {
  return compareSeverities(finding.severity, severity) >= 0 && (rule === undefined || finding.rule === rule);
}

/** As DynamoDB orders them: by bytes. */
function byFindingOrder(a: Item, b: Item): number {
  return Buffer.compare(Buffer.from(String(a.findingOrder)), Buffer.from(String(b.findingOrder)));
}

function historyEntry(item: Item): HistoryEntry {
  return isRevision(item)
    ? { kind: 'REVISION', ...fromItem(item, Revision) }
    : { kind: 'TRANSITION', ...fromItem(item, FindingEvent) };
}
