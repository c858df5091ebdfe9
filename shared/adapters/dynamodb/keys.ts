import { createHash } from 'node:crypto';
import type { Finding, Transition } from '#core/finding.ts';
import { severities } from '#core/severity.ts';
import type { Target } from '#core/snapshot.ts';
import type { ConcludedSweep, Sweep } from '#core/sweep.ts';
import type { Phase } from '#ports/store.ts';

/*
 * Where everything lies. Each question is one Query, or one Query and the items it names.
 *
 * partition                     sort key                                      what
 * SWEEPS                        <asOf>#<startedAt>#<sweep>                    a sweep that was concluded
 * LEASE                         SWEEP                                         which sweep may work
 * SWEEP#<sweep>                 COVERAGE#<account>#<region>                   what it could see of a target
 *                               NOTICES#<part>                                what else was not as it should be
 * TARGET#<account>#<region>     CLUSTER#<arn>                                 what is known of a cluster today
 * CLUSTER#<arn>                 FINDING#<finding>                             a finding as it is
 *                               INSUFFICIENCIES#<phase>                       what could not be judged
 *                               HISTORY#<at>#SNAPSHOT                         a revision of the snapshot
 *                               HISTORY#<at>#TRANSITION#<finding>#<revision>  what happened to a finding
 * ROSTER                        <system>#<arn>                                a system has a cluster
 * SYSTEM#<system>               COMBINATION#<arn>#<hash>                      a combination that has run there
 * CATALOGUE#<region>            VERSIONS, ADDON#<name>, IMAGES#<version>      what AWS publishes
 * CATALOGUES                    <region>                                      which sweep read it last, and what of it
 * CATALOGUE_CHANGES             <at>#<region>#<hash>                          what AWS published otherwise than before
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

export const sweepsRange: KeyRange = { pk: 'SWEEPS' };

export function sweepsAfterRange(sweep: ConcludedSweep): KeyRange {
  return { ...sweepsRange, after: sweepKey(sweep).sk };
}

export function sweepKey({ id, asOf, startedAt }: ConcludedSweep): Key {
  return { pk: sweepsRange.pk, sk: `${asOf}#${startedAt}#${part(id)}` };
}

export const leaseKey: Key = { pk: 'LEASE', sk: 'SWEEP' };

export function coverageRange(sweepId: string): KeyRange {
  return { pk: `SWEEP#${part(sweepId)}`, prefix: 'COVERAGE#' };
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

export function transitionKey({ cluster, id }: Pick<Finding, 'cluster' | 'id'>, { at, revision }: Transition): Key {
  return { pk: `CLUSTER#${part(cluster)}`, sk: `HISTORY#${at}#TRANSITION#${part(id)}#${revision}` };
}

export const rosterRange: KeyRange = { pk: 'ROSTER' };

export function membersRange(system: string): KeyRange {
  return { ...rosterRange, prefix: `${part(system)}#` };
}

export function memberKey(system: string, clusterArn: string): Key {
  return { pk: rosterRange.pk, sk: `${part(system)}#${part(clusterArn)}` };
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

/** So many that the first sweep of a large fleet is not held up by one partition of an index. */
const shardCount = 8;

export const openShards = shards('OPEN');
export const untoldShards = shards('UNTOLD');

/** What puts a finding into the indexes of what is open and of what is untold; nothing where it is neither. */
export function findingIndexKeys(finding: Finding): Record<string, string> {
  const shard = createHash('sha256').update(finding.id).digest().readUInt8() % shardCount;
  const open = {
    openShard: `OPEN#${shard}`,
    openOrder: `${severities.indexOf(finding.severity)}#${part(finding.rule)}`,
  };
  return {
    ...(finding.status === 'OPEN' ? open : {}),
    ...(finding.untold.length > 0 ? { untoldShard: `UNTOLD#${shard}` } : {}),
  };
}

function shards(name: string): readonly string[] {
  return Array.from({ length: shardCount }, (_, shard) => `${name}#${shard}`);
}

/** DynamoDB takes 1024 bytes of sort key: what is longer than this is named by its hash. */
const longestPart = 400;

/** A text as one part of a key: no text can pass for two parts, nor for another text. */
function part(text: string): string {
  const escaped = text.replaceAll('%', '%25').replaceAll('#', '%23');
  if (Buffer.byteLength(escaped) <= longestPart) return escaped;
  return `%sha256%${createHash('sha256').update(text).digest('hex')}`;
}
