import { createHash } from 'node:crypto';
import type { Finding, Horizon, Transition } from '#core/finding.ts';
import { type Severity, severities } from '#core/severity.ts';
import type { Target } from '#core/snapshot.ts';
import type { ConcludedSweep, Sweep } from '#core/sweep.ts';
import type { FindingMark } from '#ports/paged-store.ts';
import type { Phase } from '#ports/store.ts';

/*
 * Where everything lies. Each question is one Query, or one Query and the items it names.
 *
 * partition                     sort key                                      what
 * SWEEPS                        <asOf>#<startedAt>#<sweep>                    a sweep that was concluded
 * LEASE                         SWEEP                                         which sweep may work
 * SWEEP#<sweep>                 CONCLUDED                                     the same sweep, by its id
 *                               COVERAGE#<account>#<region>                   what it could see of a target
 *                               NOTICES#<part>                                what else was not as it should be
 *                               TOLD_NOTICES                                  which of it people were told
 * TARGET#<account>#<region>     CLUSTER#<arn>                                 what is known of a cluster today
 * CLUSTER#<arn>                 FINDING#<finding>                             a finding as it is
 *                               INSUFFICIENCIES#<phase>                       what could not be judged
 *                               HISTORY#<at>#SNAPSHOT                         a revision of the snapshot
 *                               HISTORY#<at>#TRANSITION#<finding>#<revision>  what happened to a finding
 * ROSTER                        <system>#<arn>                                a system has a cluster; no name: it is in none
 * SYSTEM#<system>               COMBINATION#<arn>#<hash>                      a combination that has run there
 * CATALOGUE#<region>            VERSIONS, ADDON#<name>, IMAGES#<version>      what AWS publishes
 * CATALOGUES                    <region>                                      which sweep read it last, and what of it
 * CATALOGUE_CHANGES             <at>#<region>#<hash>                          what AWS published otherwise than before, by list
 * FILES                         <hash of the address>                         a file that lies elsewhere, as it was read last
 *
 * A cluster lies with its target, so that one write takes it out of what is known.
 */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** A run of one partition: all of it, that whose sort keys begin alike, or what comes after one. */
export interface KeyRange {
  readonly pk: string;
  readonly prefix?: string;
  readonly after?: string;
}

/** A run of sort keys from one to another, both of them with it; open where there is none. */
export interface KeyRun {
  readonly from?: string;
  readonly to?: string;
}

/** The same in one partition, of the table or of an index. */
export interface KeyInterval extends KeyRun {
  readonly pk: string;
}

/** Comes after what goes on, in ASCII, from a sort key of ours. */
const end = '~';

/** All that begin alike. */
function runOf(prefix: string): KeyRun {
  return { from: prefix, to: `${prefix}${end}` };
}

export const sweepsRange: KeyRange = { pk: 'SWEEPS' };

export function sweepsAfterRange(sweep: ConcludedSweep): KeyRange {
  return { ...sweepsRange, after: sweepKey(sweep).sk };
}

export function sweepKey({ id, asOf, startedAt }: ConcludedSweep): Key {
  return { pk: sweepsRange.pk, sk: `${asOf}#${startedAt}#${part(id)}` };
}

export function concludedSweepKey(sweepId: string): Key {
  return { pk: `SWEEP#${part(sweepId)}`, sk: 'CONCLUDED' };
}

export const leaseKey: Key = { pk: 'LEASE', sk: 'SWEEP' };

export function coverageRange(sweepId: string): KeyRange {
  return { pk: `SWEEP#${part(sweepId)}`, prefix: 'COVERAGE#' };
}

export function coverageInterval(sweepId: string): KeyInterval {
  return { pk: `SWEEP#${part(sweepId)}`, ...runOf('COVERAGE#') };
}

export function coverageKey(sweepId: string, { account, region }: Target): Key {
  return { pk: `SWEEP#${part(sweepId)}`, sk: `COVERAGE#${part(account)}#${part(region)}` };
}

export function noticesRange(sweepId: string): KeyRange {
  return { pk: `SWEEP#${part(sweepId)}`, prefix: 'NOTICES#' };
}

export function noticesKey(sweepId: string, of: string): Key {
  return { pk: `SWEEP#${part(sweepId)}`, sk: `NOTICES#${part(of)}` };
}

export function toldNoticesKey(sweepId: string): Key {
  return { pk: `SWEEP#${part(sweepId)}`, sk: 'TOLD_NOTICES' };
}

/** What puts a coverage row into the index of its target. */
export function coverageIndexKeys({ asOf, startedAt }: Sweep, target: Target): Record<string, string> {
  return { target: targetKey(target), coverageOrder: `${asOf}#${startedAt}` };
}

export function targetKey({ account, region }: Target): string {
  return `TARGET#${part(account)}#${part(region)}`;
}

export function clustersRange(target: Target): KeyRange {
  return { pk: targetKey(target), prefix: 'CLUSTER#' };
}

/** The key of a cluster follows from its ARN alone, which names its account and region. */
export function clusterKey(arn: string): Key {
  const match = /^arn:[^:]+:eks:([^:]+):([^:]+):cluster\/.+$/.exec(arn);
  if (!match) throw new Error(`got ${arn}, wanted the ARN of a cluster: arn:aws:eks:<region>:<account>:cluster/<name>`);
  return { pk: targetKey({ account: match[2] as string, region: match[1] as string }), sk: `CLUSTER#${part(arn)}` };
}

export function findingsRange(clusterArn: string): KeyRange {
  return { pk: `CLUSTER#${part(clusterArn)}`, prefix: 'FINDING#' };
}

export function findingKey({ cluster, id }: Pick<Finding, 'cluster' | 'id'>): Key {
  return { pk: `CLUSTER#${part(cluster)}`, sk: `FINDING#${part(id)}` };
}

export function insufficienciesKey(clusterArn: string, phase: Phase): Key {
  return { pk: `CLUSTER#${part(clusterArn)}`, sk: `INSUFFICIENCIES#${phase}` };
}

export function snapshotKey({ asOf }: Sweep, clusterArn: string): Key {
  return { pk: `CLUSTER#${part(clusterArn)}`, sk: `HISTORY#${asOf}#SNAPSHOT` };
}

/** What puts a revision into the index of its cluster's. */
export function revisionIndexKeys({ asOf }: Sweep, clusterArn: string): Record<string, string> {
  return { revisionOf: revisionsOf(clusterArn), revisedAt: asOf };
}

export function revisionsOf(clusterArn: string): string {
  return `REVISIONS#${part(clusterArn)}`;
}

export function transitionKey({ cluster, id }: Pick<Finding, 'cluster' | 'id'>, { at, revision }: Transition): Key {
  return { pk: `CLUSTER#${part(cluster)}`, sk: `HISTORY#${at}#TRANSITION#${part(id)}#${revision}` };
}

/** What happened to a cluster from one instant to another, both of them with it. */
export function historyInterval(clusterArn: string, from: string, to: string): KeyInterval {
  return { pk: `CLUSTER#${part(clusterArn)}`, from: `HISTORY#${from}`, to: `HISTORY#${to}#${end}` };
}

export function isRevision({ sk }: Key): boolean {
  return sk.endsWith('#SNAPSHOT');
}

export const rosterRange: KeyRange = { pk: 'ROSTER' };

/** The place of a cluster in the order of systems. */
export function placeOf(system: string, clusterArn: string): string {
  return `${part(system)}#${part(clusterArn)}`;
}

export function membersRange(system: string): KeyRange {
  return { ...rosterRange, prefix: `${part(system)}#` };
}

export function memberKey(system: string, clusterArn: string): Key {
  return { pk: rosterRange.pk, sk: placeOf(system, clusterArn) };
}

export function combinationsRange(system: string): KeyRange {
  return { pk: `SYSTEM#${part(system)}`, prefix: 'COMBINATION#' };
}

export function combinationKey(system: string, clusterArn: string, hash: string): Key {
  return { pk: `SYSTEM#${part(system)}`, sk: `COMBINATION#${part(clusterArn)}#${hash}` };
}

export function catalogueRange(region: string): KeyRange {
  return { pk: `CATALOGUE#${part(region)}` };
}

export function versionsKey(region: string): Key {
  return { ...catalogueRange(region), sk: 'VERSIONS' };
}

export function addonKey(region: string, addon: string): Key {
  return { ...catalogueRange(region), sk: `ADDON#${part(addon)}` };
}

export function imagesKey(region: string, kubernetes: string): Key {
  return { ...catalogueRange(region), sk: `IMAGES#${part(kubernetes)}` };
}

export const catalogueReadsRange: KeyRange = { pk: 'CATALOGUES' };

export function catalogueReadKey(region: string): Key {
  return { pk: catalogueReadsRange.pk, sk: part(region) };
}

export function catalogueChangesRange(after: string): KeyRange {
  // What was seen at the instant itself has a sort key that goes on from there.
  return { pk: 'CATALOGUE_CHANGES', after: `${after}~` };
}

export function catalogueChangeKey(at: string, region: string, hash: string): Key {
  return { pk: 'CATALOGUE_CHANGES', sk: `${at}#${part(region)}#${hash}` };
}

/** An address may hold what is not for everybody who reads the table. */
export function fileCopyKey(address: string): Key {
  return { pk: 'FILES', sk: createHash('sha256').update(address).digest('hex') };
}

/**
 * How many partitions an index is parted into, as one takes a thousand writes a second: as many together as a new table
 * takes, so that none holds up the first sweep of a large fleet.
 */
const shardCount = 4;

export const untoldShards = shards('UNTOLD');
export const openShards = findingShards('OPEN');

/** The partitions of findings of one status, in the whole fleet or in one environment. */
export function findingShards(status: Finding['status'], environment?: string): readonly string[] {
  return shards(environment === undefined ? status : `${status}#${part(environment)}`);
}

/** What puts a finding into the indexes that it is for. */
export function findingIndexKeys(finding: Finding): Record<string, string> {
  const { id, status, environment, untold, unpublished } = finding;
  const shard = createHash('sha256').update(id).digest().readUInt8() % shardCount;
  return {
    findingShard: `${status}#${shard}`,
    findingOrder: findingOrder(finding),
    ...(environment === undefined ? {} : { environmentShard: `${status}#${part(environment)}#${shard}` }),
    ...(status === 'OPEN' ? { openShard: `OPEN#${shard}`, openPlace: openPlace(finding) } : {}),
    ...(untold.length > 0 || unpublished.length > 0 ? { untoldShard: `UNTOLD#${shard}` } : {}),
  };
}

/** What is open: the worst first, then by rule. What is over: by the time at which it ended, to be read backwards. */
export function findingOrder(finding: Pick<Finding, 'status' | 'severity' | 'rule' | 'id' | 'lastTransition'>): string {
  const { status, severity, rule, id, lastTransition } = finding;
  if (status === 'RESOLVED') return `${lastTransition.at}#${severities.indexOf(severity)}#${part(rule)}#${part(id)}`;
  return `${gradeOf(severity)}#${part(rule)}#${part(id)}`;
}

/** What the order of a finding that is over tells of it. */
export function resolvedAs(order: string): Pick<Finding, 'severity' | 'rule'> {
  const [, grade, rule = ''] = order.split('#');
  return { severity: severities[Number(grade)] as Severity, rule: unescaped(rule) };
}

/** The runs of an index of findings that hold all of a severity or a worse one, in their order. */
export function findingRuns(severity: Severity, rule?: string): readonly KeyRun[] {
  if (rule === undefined) return [{ to: `${gradeOf(severity)}${end}` }];
  const wanted = severities.slice(severities.indexOf(severity)).toReversed();
  return wanted.map((one) => runOf(`${gradeOf(one)}#${part(rule)}#`));
}

/** A digit, the lower the worse. */
function gradeOf(severity: Severity): string {
  return String(severities.length - 1 - severities.indexOf(severity));
}

/** What is wrong, and where, behind the place of its cluster. No part is so long that the whole were no key. */
function openPlace({ system = '', cluster, resource, severity, horizon, rule }: Finding): string {
  const component = resource.slice(cluster.length);
  return [placeOf(system, cluster), gradeOf(severity), horizon, part(rule, 60), part(component, 120)].join('#');
}

/** Those of an index of open findings that lie on clusters from one place to another. */
export function openPlaces(first: string, last: string): KeyRun {
  return { from: first, to: `${last}#${end}` };
}

/** What the place of an open finding tells of it, and the place of its cluster. */
export function markAt(
  place: string,
): Omit<FindingMark, 'cluster' | 'resource'> & Record<'place' | 'component', string> {
  const [system, arn, grade = '', horizon, rule = '', component = ''] = place.split('#');
  return {
    place: `${system}#${arn}`,
    severity: severities.toReversed()[Number(grade)] as Severity,
    horizon: horizon as Horizon,
    rule: unescaped(rule),
    component: unescaped(component),
  };
}

function unescaped(text: string): string {
  return text.replaceAll('%23', '#').replaceAll('%25', '%');
}

function shards(name: string): readonly string[] {
  return Array.from({ length: shardCount }, (_, shard) => `${name}#${shard}`);
}

/** DynamoDB takes 1024 bytes of sort key: what is longer than this is named by its hash. */
const longestPart = 400;

/** A text as one part of a key: no text can pass for two parts, nor for another text. */
function part(text: string, longest = longestPart): string {
  const escaped = text.replaceAll('%', '%25').replaceAll('#', '%23');
  if (Buffer.byteLength(escaped) <= longest) return escaped;
  return `%sha256%${createHash('sha256').update(text).digest('hex')}`;
}
