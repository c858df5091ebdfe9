import type {
  AnsweredFinding,
  ClusterAnswer,
  Components,
  FindingsAnswer,
  FleetAnswer,
  FleetCluster,
  HistoryAnswer,
  RevisionEntry,
  RunningSweep,
  SweepAnswer,
  SweepsAnswer,
  TransitionEntry,
} from '#core/answer.ts';
import type { ConcludedSweep } from '#core/sweep.ts';
import {
  calendarJson,
  clusterJson,
  coverageJson,
  findingJson,
  insufficiencyJson,
  partsJson,
  suppressionJson,
} from './json.ts';

/*
 * The answers of the API as JSON, by the schemas of `answer-schema.ts` and in the order of their keys. `next` is for
 * whoever serves them: where a part of an answer ends is no part of what it says.
 */

export function findingsJson({ asOf, findings }: FindingsAnswer) {
  return { schemaVersion: 1, asOf, findings: findings.map(answeredJson) };
}

export function fleetJson({ asOf, environments, clusters }: FleetAnswer) {
  return { schemaVersion: 1, asOf, environments, clusters: clusters.map(fleetClusterJson) };
}

export function clusterAnswerJson({ asOf, cluster, findings, insufficientData, coverage }: ClusterAnswer) {
  return {
    schemaVersion: 1,
    asOf,
    cluster: fleetClusterJson(cluster),
    findings: findings.map(answeredJson),
    insufficientData: insufficientData.map(insufficiencyJson),
    coverage: coverage && coverageJson(coverage),
  };
}

export function historyJson({ asOf, cluster, state, entries }: HistoryAnswer) {
  return {
    schemaVersion: 1,
    asOf,
    cluster,
    state: state && { since: state.since, ...componentsJson(state) },
    entries: entries.map((entry) => (entry.kind === 'REVISION' ? revisionJson(entry) : transitionJson(entry))),
  };
}

export function sweepsJson({ asOf, running, sweeps }: SweepsAnswer) {
  return { schemaVersion: 1, asOf, running: running && runningJson(running), sweeps: sweeps.map(sweepJson) };
}

function runningJson({ id, asOf, startedAt, partial, leasedUntil }: RunningSweep) {
  return { id, asOf, startedAt, partial: partial === true, leasedUntil };
}

export function sweepAnswerJson({ asOf, sweep, notices, coverage }: SweepAnswer) {
  return {
    schemaVersion: 1,
    asOf,
    sweep: sweepJson(sweep),
    notices: notices.map(({ kind, subject, detail }) => ({ kind, subject, detail })),
    coverage: coverage.map(coverageJson),
  };
}

function answeredJson({ suppression, ...finding }: AnsweredFinding) {
  return { ...findingJson(finding), suppression: suppression && suppressionJson(suppression) };
}

function fleetClusterJson({ calendar, changedAt, missingSince, faults, ...cluster }: FleetCluster) {
  return {
    ...clusterJson(cluster),
    changedAt,
    missingSince,
    calendar: calendarJson(calendar),
    faults: faults.map(({ resource, rule, severity, horizon, suppressed }) => {
      return { resource, rule, severity, horizon, suppressed };
    }),
  };
}

function componentsJson({ version, platformVersion, addons, nodegroups }: Components) {
  const parts = { ...(addons ? { addons } : {}), ...(nodegroups ? { nodegroups } : {}) };
  return { version, platformVersion, ...partsJson(parts) };
}

function revisionJson(entry: RevisionEntry) {
  const { kind, at, sweep, changes } = entry;
  return {
    kind,
    at,
    sweep,
    ...componentsJson(entry),
    changes: changes?.map(({ component, kind: how, field, from, to }) => ({ component, kind: how, field, from, to })),
  };
}

function transitionJson(entry: TransitionEntry) {
  const { kind, at, sweep, transition, finding, rule, title, resource, fault } = entry;
  const { horizon, severity, previousSeverity, cause } = entry;
  return {
    kind,
    at,
    sweep,
    transition,
    finding,
    rule,
    title,
    resource,
    fault,
    horizon,
    severity,
    previousSeverity,
    cause,
  };
}

function sweepJson(sweep: ConcludedSweep) {
  const { id, asOf, startedAt, concludedAt, baseline, since, partial, regions, configuration } = sweep;
  const { targets, incompleteTargets, clusters, unseen } = sweep;
  return {
    id,
    asOf,
    startedAt,
    concludedAt,
    baseline,
    since,
    partial: partial === true,
    regions,
    configuration,
    targets,
    incompleteTargets,
    clusters,
    unseen: unseen?.map(({ account, region }) => ({ account, region })),
  };
}
