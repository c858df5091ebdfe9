import { calendarOf } from '#core/calendar.ts';
import type { Catalogue } from '#core/catalogue.ts';
import type { Coverage } from '#core/coverage.ts';
import type { Instant } from '#core/days.ts';
import type { AuditDocument, DocumentedCluster, DocumentedFinding, DocumentedInsufficiency } from '#core/document.ts';
import { compareFindings, type Finding } from '#core/finding.ts';
import type { KnownCluster } from '#core/history/known-cluster.ts';
import type { Notice } from '#core/notice.ts';
import type { RuleMeta } from '#core/rule.ts';
import type { Target } from '#core/snapshot.ts';
import { applySuppressions } from '#core/suppression.ts';
import type { Sweep } from '#core/sweep.ts';
import type { Store } from '#ports/store.ts';
import { documentCluster, versionsIn } from './document-cluster.ts';
import { findingDocumenter } from './document-finding.ts';
import type { Knowledge } from './knowledge.ts';
import { placementNotices } from './placement-notices.ts';
import { makeStoredCatalogues } from './stored-catalogues.ts';

export interface AuditDocumentDeps {
  readonly store: Store;
  readonly knowledge: Pick<Knowledge, 'suppressions' | 'settings' | 'extendedSupportPrice'>;
  readonly rules: readonly RuleMeta[];
  /** Tells of this cluster alone. */
  readonly onlyCluster?: string;
}

/** What a sweep's audits cost, and what else they met. */
export interface AuditCircumstances {
  readonly durationSeconds: number;
  readonly calls: number;
  readonly notices: readonly Notice[];
  /** What is over, be it on clusters that are no more known. */
  readonly over: readonly Finding[];
}

/** The document of the targets that a sweep looked at, read back from the store: every format is made of it. */
export async function readAuditDocument(
  deps: AuditDocumentDeps,
  sweep: Sweep,
  coverage: readonly Coverage[],
  circumstances: AuditCircumstances,
): Promise<AuditDocument> {
  const { store, onlyCluster } = deps;
  const targets = coverage.filter(({ region }) => region !== '*');
  const known = (await Promise.all(targets.map((target) => store.clustersOf(target)))).flat();
  const clusters = known.filter(({ name }) => onlyCluster === undefined || name === onlyCluster);
  const ofClusters = (await Promise.all(clusters.map(({ arn }) => store.findingsOf(arn)))).flat();
  const here = new Set(clusters.map(({ arn }) => arn));
  const wasHere = ({ account, region }: Finding): boolean =>
    onlyCluster === undefined && targets.some((target) => target.account === account && target.region === region);
  const ofGone = circumstances.over.filter((finding) => !here.has(finding.cluster) && wasHere(finding));
  const parts = {
    coverage,
    clusters,
    findings: [...ofClusters, ...ofGone],
    insufficientData: (await Promise.all(clusters.map((cluster) => insufficienciesOf(store, cluster)))).flat(),
    catalogues: await makeStoredCatalogues(store)(clusters),
  };
  return makeAuditDocument(deps, sweep, parts, circumstances);
}

/** What a document is made of. */
export interface DocumentParts {
  readonly coverage: readonly Coverage[];
  readonly clusters: readonly KnownCluster[];
  /** What is open, and what is over: of that, what is no news is left out. */
  readonly findings: readonly Finding[];
  readonly insufficientData: readonly DocumentedInsufficiency[];
  /** By region. */
  readonly catalogues: Readonly<Record<string, Catalogue | undefined>>;
  /** All that suppressions may be about, where these findings are a part of it. */
  readonly suppressible?: readonly Pick<Finding, 'rule' | 'resource'>[];
}

export function makeAuditDocument(
  deps: Pick<AuditDocumentDeps, 'knowledge' | 'rules'>,
  sweep: Sweep,
  { coverage, clusters, findings, insufficientData, catalogues, suppressible }: DocumentParts,
  { durationSeconds, calls, notices }: Omit<AuditCircumstances, 'over'>,
): AuditDocument {
  const { suppressions, settings } = deps.knowledge;
  const shown = findings.filter((one) => one.status === 'OPEN' || isNews(one, sweep));
  const { counted, suppressed } = applySuppressions(shown, suppressions, sweep.asOf);
  const { notices: ofSuppressions } = applySuppressions(suppressible ?? shown, suppressions, sweep.asOf);
  const document = documenter(deps, sweep, coverage);
  return {
    schemaVersion: 1,
    audit: {
      id: sweep.id,
      asOf: sweep.asOf,
      durationSeconds,
      calls,
      baseline: sweep.baseline,
      notices: [...notices, ...placementNotices(clusters, settings), ...ofSuppressions],
    },
    coverage,
    clusters: clusters.map((cluster) => withCalendar(cluster, catalogues[cluster.region], deps.knowledge, sweep.asOf)),
    findings: [...counted].sort(compareFindings).map(document),
    insufficientData,
    suppressed: suppressed.map(({ finding, suppression }) => ({ ...document(finding), suppression })),
  };
}

function withCalendar(
  known: KnownCluster,
  catalogue: Catalogue | undefined,
  { extendedSupportPrice }: Pick<Knowledge, 'extendedSupportPrice'>,
  asOf: Instant,
): DocumentedCluster {
  const { snapshot } = known;
  const calendar = snapshot && calendarOf(snapshot, versionsIn(catalogue), extendedSupportPrice, asOf);
  return { ...documentCluster(known, catalogue), ...(calendar ? { calendar } : {}) };
}

/** Shows findings with what happened to them and, since an unchanged night is not written, when they were really last seen. */
function documenter(
  { rules }: Pick<AuditDocumentDeps, 'rules'>,
  sweep: Sweep,
  coverage: readonly Coverage[],
): (finding: Finding) => DocumentedFinding {
  const document = findingDocumenter(rules);
  const covered = new Set(coverage.flatMap((row) => (row.status === 'COVERED' ? [nameOfTarget(row)] : [])));
  return (finding: Finding): DocumentedFinding => {
    const isOpen = finding.status === 'OPEN' && finding.unreadableSince === undefined;
    const isSeen = isOpen && covered.has(nameOfTarget(finding));
    return {
      ...document(finding),
      ...(isSeen ? { lastObservedAt: sweep.asOf } : {}),
      ...(isNews(finding, sweep) ? { transition: finding.lastTransition.kind } : {}),
    };
  };
}

function nameOfTarget({ account, region }: Target): string {
  return `${account} ${region}`;
}

/** Whether something happened to a finding since the audit that this one is compared with: an audit that ended midway told nobody. */
export function isNews({ lastTransition }: Finding, { id, since = '' }: Sweep): boolean {
  return lastTransition.sweep === id || lastTransition.at > since;
}

/** What could not be judged on a cluster, by itself or with its siblings. */
export async function insufficienciesOf(
  store: Pick<Store, 'insufficienciesOf'>,
  { arn, account, region }: KnownCluster,
): Promise<readonly DocumentedInsufficiency[]> {
  const both = await Promise.all([store.insufficienciesOf(arn, 'cluster'), store.insufficienciesOf(arn, 'fleet')]);
  return both.flat().map((one) => ({ ...one, cluster: arn, account, region }));
}
