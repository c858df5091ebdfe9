import type { Calendar } from '#core/calendar.ts';
import type { Coverage } from '#core/coverage.ts';
import type {
  AuditDocument,
  DocumentedCluster,
  DocumentedFinding,
  DocumentedInsufficiency,
  SuppressedFinding,
} from '#core/document.ts';
import type { Obstacle, Unreadable } from '#core/reading.ts';
import type { Suppression } from '#core/suppression.ts';
import { remedyFor, remedyForUnreadable } from './coverage-words.ts';

/** What is not shown of every finding: not everywhere, or not of one as it was. */
type NotAlways = 'title' | 'reference' | 'evidence' | 'remediation' | 'firstObservedAt' | 'lastObservedAt';

/** As much of a finding as is shown of it. */
type ShownFinding = Omit<DocumentedFinding, NotAlways> & Partial<Pick<DocumentedFinding, NotAlways>>;

/** The document of an audit as JSON, by the schema `audit-document.schema.json`. It can be printed on a terminal. */
export function renderJson(document: AuditDocument): string {
  return printJson(documentJson(document));
}

/** A document as JSON that can be printed on a terminal. */
export function printJson(document: Readonly<Record<string, unknown>>): string {
  return `${harmlessJson(document, 2)}\n`;
}

/** JSON in which no character is that moves, hides or turns round text. */
export function harmlessJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(unseen, escaped);
}

/** Beyond what JSON escapes by itself: what moves, hides or turns round the text of a terminal. */
const unseen = /[\u007f-\u009f\u2028\u2029]|\p{Cf}/gu;

function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

/** The document with its keys in the documented order, and what to do about what could not be looked at. */
export function documentJson(document: AuditDocument): Readonly<Record<string, unknown>> {
  const { schemaVersion, audit, coverage, clusters, findings, insufficientData, suppressed } = document;
  const { id, asOf, durationSeconds, calls, baseline, notices } = audit;
  return {
    schemaVersion,
    audit: {
      id,
      asOf,
      durationSeconds,
      calls,
      baseline,
      notices: notices.map(({ kind, subject, detail }) => ({ kind, subject, detail })),
    },
    coverage: coverage.map(coverageJson),
    clusters: clusters.map(clusterJson),
    findings: findings.map(findingJson),
    insufficientData: insufficientData.map(insufficiencyJson),
    suppressed: suppressed.map(suppressedJson),
  };
}

export function coverageJson(row: Coverage) {
  const { account, region, status, clusters, because, role, unreadable, asOf } = row;
  return {
    account,
    region,
    status,
    clusters,
    reason: because && reasonOf(because),
    call: because?.call,
    role,
    remedy: remedyFor(row)?.text,
    unreadable: unreadable.map((one) => ({
      call: one.call,
      resource: one.resource,
      obstacle: one.obstacle,
      reason: reasonOf(one),
      remedy: remedyForUnreadable(one, row, role).text,
    })),
    asOf,
  };
}

/** Never empty: where nothing was said, the obstacle is the reason. */
function reasonOf({ obstacle, detail }: { readonly obstacle: Obstacle; readonly detail: string }): string {
  return detail === '' ? obstacle : detail;
}

export function clusterJson(cluster: DocumentedCluster) {
  const { arn, name, account, region, environment, system, version, platformVersion } = cluster;
  const { endOfStandardSupport, endOfExtendedSupport, calendar, unread, firstObservedAt } = cluster;
  return {
    arn,
    name,
    account,
    region,
    environment,
    system,
    version,
    platformVersion,
    endOfStandardSupport,
    endOfExtendedSupport,
    calendar: calendar && calendarJson(calendar),
    ...partsJson(cluster),
    unread: unread.map(({ facet, parts, because, lastReadAt }) => ({ facet, parts, ...whyJson(because), lastReadAt })),
    firstObservedAt,
  };
}

/** Add-ons and node groups; absent where they could not be listed. */
export function partsJson({ addons, nodegroups }: Pick<DocumentedCluster, 'addons' | 'nodegroups'>) {
  return {
    addons: addons?.map(({ name, version, managed }) => ({ name, version, managed })),
    nodegroups: nodegroups?.map(({ name, version, releaseVersion, amiType }) => {
      return { name, version, releaseVersion, amiType };
    }),
  };
}

export function calendarJson(calendar: Calendar) {
  const { phase, endOfStandardSupport, endOfExtendedSupport, awsUpgradesFrom, extendedSupport, next } = calendar;
  return {
    phase,
    endOfStandardSupport,
    endOfExtendedSupport,
    awsUpgradesFrom,
    extendedSupport: extendedSupport && {
      from: extendedSupport.from,
      surchargePerMonthUsd: extendedSupport.surchargePerMonthUsd,
    },
    next: next && {
      version: next.version,
      endOfStandardSupport: next.endOfStandardSupport,
      endOfExtendedSupport: next.endOfExtendedSupport,
    },
  };
}

function whyJson({ call, obstacle, detail }: Unreadable) {
  return { call, obstacle, reason: reasonOf({ obstacle, detail }) };
}

/** A finding; its title and reference where they are known. */
export function findingJson(finding: ShownFinding) {
  return {
    id: finding.id,
    rule: finding.rule,
    title: finding.title,
    resource: finding.resource,
    fault: finding.fault,
    cluster: finding.cluster,
    clusterCreatedAt: finding.clusterCreatedAt,
    account: finding.account,
    region: finding.region,
    environment: finding.environment,
    system: finding.system,
    severity: finding.severity,
    horizon: finding.horizon,
    status: finding.status,
    transition: finding.transition,
    cause: finding.cause,
    evidence: finding.evidence,
    remediation: finding.remediation?.map(({ account, command, verify, expected, holdsBack, waitsFor }) => ({
      account,
      command,
      verify,
      expected,
      holdsBack,
      waitsFor,
    })),
    firstObservedAt: finding.firstObservedAt,
    lastObservedAt: finding.lastObservedAt,
    unreadableSince: finding.unreadableSince,
    resolvedAt: finding.resolvedAt,
    reference: finding.reference,
  };
}

export function insufficiencyJson(one: DocumentedInsufficiency) {
  const { rule, resource, fault, cluster, account, region, horizon, reason, since } = one;
  return { rule, resource, fault, cluster, account, region, horizon, reason, since };
}

function suppressedJson({ suppression, ...finding }: SuppressedFinding) {
  return { ...findingJson(finding), suppression: suppressionJson(suppression) };
}

export function suppressionJson({ rule, resource, reason, owner, until }: Suppression) {
  return { rule, resource, reason, owner, until };
}
