import type { ClusterAnswer, HistoryAnswer, RevisionEntry, RunningSweep } from '#core/answer.ts';
import type { Instant } from '#core/days.ts';
import type { AuditDocument, FleetCut, SuppressedFinding } from '#core/document.ts';
import type { ComponentChange } from '#core/history/component-change.ts';
import { cutLines } from './cut-words.ts';
import { minuteOf } from './day-words.ts';
import { clusterAddress, findingAddress } from './finding-address.ts';
import type { Addresses } from './page/addresses.ts';
import { fleetPage } from './page/fleet.ts';
import { type Html, html, nothing } from './page/html.ts';
import { matrix } from './page/matrix.ts';
import { renderPage } from './page/page.ts';
import { sectionHtml } from './page/sections.ts';
import { timeline } from './page/timeline.ts';
import { transitionHtml } from './page/transition.ts';
import { say } from './phrase.ts';
import { reportOf } from './report.ts';
import { runningWords } from './running-words.ts';
import { verdictLine } from './verdict-line.ts';

/** The fleet, or a part of it, as the history knows it, by the last sweep of all of it. */
export function renderFleetPage(
  document: AuditDocument,
  environments: readonly string[],
  { cut, running }: { readonly cut?: FleetCut; readonly running?: RunningSweep } = {},
): string {
  const { sections, closing } = reportOf(document, { environments, history: true });
  const lines = cut && cutLines(cut, document.coverage);
  return fleetPage(document, {
    opening: [
      lines ? lines.verdict : verdictLine(document),
      `By the sweep of ${minuteOf(document.audit.asOf)}.`,
      ...(running ? [runningWords(running).text] : []),
      ...(lines ? [lines.extent] : []),
    ],
    ...(cut && { otherParts: partLinks(cut) }),
    sections,
    closing,
    environments,
    addresses,
  });
}

/** Clusters and findings have pages of their own. */
const addresses: Addresses = { ofCluster: ({ arn }) => clusterAddress(arn), ofFinding: findingAddress };

function partLinks({ part, parts }: FleetCut): Html {
  const link = (to: number, words: string): Html =>
    to < 1 || to > parts || to === part ? nothing : html`<li><a href="/?part=${to}">${words}</a></li>`;
  return html`<nav aria-label="Parts of the fleet"><ul>${link(1, 'The worst')}${link(part - 1, 'The part before')}${link(part + 1, 'The next part')}${link(parts, 'The last part')}</ul></nav>`;
}

/** A page that has nothing to show, and says why. */
export function renderNotice(why: string, running?: RunningSweep): string {
  const soon = running ? html`<p>${runningWords(running).text}</p>` : nothing;
  return renderPage(
    'Midwatch',
    html`<h1>Midwatch</h1><p class="verdict">${why}</p>${soon}<p><a href="/">The fleet</a></p>`,
  );
}

/** One cluster: what it runs, its calendar, what is told of it, and what happened to it, the last first. */
export function renderClusterPage(answer: ClusterAnswer, history: HistoryAnswer, older?: string): string {
  const { cluster, asOf = cluster.changedAt } = answer;
  const document = documentOf(answer, asOf);
  const { sections } = reportOf(document, { informational: true });
  const main = html`<nav aria-label="Pages"><ul><li><a href="/">The fleet</a></li></ul></nav>
<h1>${cluster.name}</h1>
<p class="verdict">${verdictLine(document)}</p>
<p class="soft">${say`By the sweep of ${minuteOf(asOf)}; as it is since ${minuteOf(cluster.changedAt)}; account ${cluster.account}, ${cluster.region}.`.text}</p>
${cluster.missingSince === undefined ? nothing : html`<p>${say`It was not found any more since ${minuteOf(cluster.missingSince)}.`.text}</p>`}
<section aria-labelledby="runs"><h2 id="runs">What it runs</h2>
${matrix(document, [], { ...addresses, ofCluster: () => undefined })}</section>
<section aria-labelledby="calendar"><h2 id="calendar">Support calendar</h2>
${timeline([cluster], asOf)}</section>
<section aria-labelledby="told"><h2 id="told">What is told</h2>
${sections.length === 0 ? html`<p>Nothing.</p>` : sections.map((section) => sectionHtml(section, addresses))}</section>
<section aria-labelledby="history"><h2 id="history">What happened</h2>
${history.entries.length === 0 ? html`<p>Nothing is kept.</p>` : momentsOf(history)}
${older === undefined ? nothing : html`<p><a href="${older}">What was before</a></p>`}</section>`;
  return renderPage(say`${cluster.name} · Midwatch`.text, main);
}

function documentOf({ cluster, findings, insufficientData, coverage }: ClusterAnswer, asOf: Instant): AuditDocument {
  return {
    schemaVersion: 1,
    audit: { id: '', asOf, durationSeconds: 0, calls: 0, baseline: true, notices: [] },
    coverage: coverage ? [coverage] : [],
    clusters: [cluster],
    findings: findings.filter(({ suppression }) => suppression === undefined),
    insufficientData,
    suppressed: findings.filter((one): one is SuppressedFinding => one.suppression !== undefined),
  };
}

/** What happened at one instant, which is that of a sweep: first what changed, then what came of it. */
function momentsOf({ cluster, entries }: HistoryAnswer): readonly Html[] {
  return [...Map.groupBy(entries, ({ at }) => at)].map(([at, those]) => {
    const changes = those.flatMap((entry) => (entry.kind === 'REVISION' ? revisionItems(entry) : []));
    const transitions = those.flatMap((entry) => (entry.kind === 'TRANSITION' ? [transitionHtml(entry, cluster)] : []));
    return html`<h3><time datetime="${at}">${minuteOf(at)}</time></h3>
<ul>${[...changes, ...transitions].map((one) => html`<li>${one}</li>`)}</ul>
`;
  });
}

function revisionItems({ changes, version }: RevisionEntry): readonly Html[] {
  if (!changes) return [html`${say`first known, on Kubernetes ${version ?? 'that nobody saw'}`.text}`];
  return changes.map((change) => html`${changeWords(change)}`);
}

const kinds = { ADDED: 'added', REMOVED: 'removed', CHANGED: 'changed' } as const;

function changeWords({ component, kind, field, from, to }: ComponentChange): string {
  const what = field === undefined ? say`${component} ${kinds[kind]}` : say`${component} ${field}`;
  if (from !== undefined && to !== undefined) return say`${what}: ${from} → ${to}`.text;
  const value = to ?? from;
  return value === undefined ? say`${what}${field === undefined ? '' : ' changed'}`.text : say`${what}: ${value}`.text;
}
