import { makeDynamoStore } from '#adapters/dynamodb/dynamo-store.ts';
import type { DocumentClient } from '#adapters/dynamodb/table.ts';
import { addDays } from '#core/days.ts';
import { type Finding, findingId, type Transition } from '#core/finding.ts';
import type { KnownCluster } from '#core/history/known-cluster.ts';
import { clusterRules } from '#core/rules/index.ts';
import { severities } from '#core/severity.ts';
import type { Sweep } from '#core/sweep.ts';
import type { Store } from '#ports/store.ts';
import { aCatalogue, aCluster } from '../../support/builders.ts';
import { makeMemoryTable, tableName } from '../../support/memory-table/memory-table.ts';

/** How large a history is. */
export interface HistorySize {
  readonly clusters: number;
  /** How often something happened to each of them: a night, and an item of its history, each. */
  readonly nights: number;
}

export interface FleetHistory {
  readonly store: Store;
  readonly items: number;
  /** The ARNs of its clusters. */
  readonly arns: readonly string[];
  /** The requests that the store has made since this was last asked. */
  readonly requests: () => readonly string[];
}

const environments = ['dev', 'test', 'prod'];
const begin = '2023-09-01T02:00:00.000Z';
const openFindings = 6;

/** The history of a fleet to which something happened each night, in the table in memory. */
export async function makeFleetHistory({ clusters, nights }: HistorySize): Promise<FleetHistory> {
  const memory = makeMemoryTable();
  let sent: string[] = [];
  const client = {
    send: (command: never) => {
      sent.push((command as object).constructor.name);
      return memory.client.send(command);
    },
  } as DocumentClient;
  const store = makeDynamoStore({ client, tableName, clock: { now: () => begin } });
  const known = Array.from({ length: clusters }, (_, index) => clusterOf(index));
  await store.saveCatalogue(sweepOf(0), aCatalogue());
  for (const cluster of known) await liveThrough(store, cluster, nights);
  for (let night = 0; night < nights; night += 1) await store.saveSweep(concluded(night, clusters));
  const last = sweepOf(nights - 1);
  for (const { account, region } of known) {
    await store.saveCoverage(last, {
      account,
      region,
      asOf: last.asOf,
      status: 'COVERED',
      clusters: 1,
      unreadable: [],
    });
  }
  const items = memory.items().length;
  return {
    store,
    items,
    arns: known.map(({ arn }) => arn),
    requests: () => {
      const made = sent;
      sent = [];
      return made;
    },
  };
}

/** Three clusters are a system, and each ten accounts. */
function clusterOf(index: number): KnownCluster {
  const system = `system-${Math.floor(index / 3)}`;
  const environment = environments[index % 3] ?? '';
  const account = String(100_000_000_000 + index);
  const snapshot = aCluster({ name: `${system}-${environment}`, account });
  return {
    ...{ arn: snapshot.arn, name: snapshot.name, account, region: snapshot.region, snapshot },
    placement: { system: { name: system, from: 'name' }, environment: { name: environment, from: 'name' } },
    firstObservedAt: begin,
    changedAt: begin,
    unread: [],
  };
}

async function liveThrough(store: Store, cluster: KnownCluster, nights: number): Promise<void> {
  await store.saveCluster(sweepOf(0), cluster, undefined);
  const open = Array.from({ length: openFindings }, (_, index) => findingOn(cluster, index));
  await store.saveFindings(sweepOf(0), open);
  let [finding] = open;
  for (let night = 1; night < nights && finding; night += 1) {
    finding = changed(finding, night);
    await store.saveFindings(sweepOf(night), [finding]);
  }
}

function findingOn({ arn, account, region, placement }: KnownCluster, index: number): Finding {
  const rule = clusterRules[index]?.id ?? '';
  const key = { rule, resource: arn, horizon: 'now', clusterCreatedAt: begin } as const;
  const severity = severities[index % severities.length] ?? 'LOW';
  const transition: Transition = { kind: 'OPENED', at: begin, sweep: sweepOf(0).id, revision: 1, severity };
  return {
    ...key,
    id: findingId(key),
    ...{ cluster: arn, account, region, severity },
    environment: placement.environment?.name ?? '',
    system: placement.system?.name ?? '',
    status: 'OPEN',
    evidence: { version: '1.24' },
    remediation: [],
    firstObservedAt: begin,
    lastObservedAt: begin,
    revision: 1,
    untold: [],
    unpublished: [],
    lastTransition: transition,
  };
}

/** Worse in one night, and better in the next. */
function changed(finding: Finding, night: number): Finding {
  const { id, asOf } = sweepOf(night);
  const severity = night % 2 === 0 ? 'HIGH' : 'MEDIUM';
  const revision = finding.revision + 1;
  const kind = night % 2 === 0 ? 'WORSENED' : 'EASED';
  const lastTransition: Transition = {
    kind,
    at: asOf,
    sweep: id,
    revision,
    severity,
    previousSeverity: finding.severity,
  };
  return { ...finding, severity, revision, lastTransition };
}

function sweepOf(night: number): Sweep {
  const asOf = addDays(begin, night);
  return { id: `sweep-${night}`, asOf, startedAt: asOf, baseline: night === 0 };
}

function concluded(night: number, clusters: number) {
  const sweep = sweepOf(night);
  return { ...sweep, concludedAt: sweep.asOf, targets: clusters, incompleteTargets: 0, clusters };
}
