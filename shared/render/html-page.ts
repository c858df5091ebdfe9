import type { AuditDocument, DocumentedCluster } from '#core/document.ts';
import { type Html, html } from './page/html.ts';
import { matrix } from './page/matrix.ts';
import { renderPage } from './page/page.ts';
import { anchorOf, sectionHtml } from './page/sections.ts';
import { timeline } from './page/timeline.ts';
import { type ReportOptions, reportOf } from './report.ts';

/** An audit as one page that needs nothing beside itself: the fleet as a matrix, the support calendar, and what to do. */
export function renderHtml(document: AuditDocument, options: ReportOptions = {}): string {
  const { opening, sections, closing } = reportOf(document, options);
  const [verdict = '', ...occasion] = opening;
  const told = new Set(sections.map(({ cluster }) => cluster));
  const addressOf = ({ arn }: DocumentedCluster) => (told.has(arn) ? `#${anchorOf(arn)}` : undefined);
  const main: Html = html`<h1>Midwatch</h1>
<p class="verdict">${verdict}</p>
${occasion.map((line) => html`<p class="soft">${line}</p>`)}
<nav aria-label="On this page"><ul><li><a href="#fleet">The fleet</a></li><li><a href="#calendar">Support calendar</a></li><li><a href="#told">What is told</a></li></ul></nav>
<section aria-labelledby="fleet"><h2 id="fleet">The fleet</h2>
${matrix(document, options.environments ?? [], addressOf)}</section>
<section aria-labelledby="calendar"><h2 id="calendar">Support calendar</h2>
${timeline(document.clusters, document.audit.asOf)}</section>
<section aria-labelledby="told"><h2 id="told">What is told</h2>
${sections.length === 0 ? html`<p>Nothing.</p>` : sections.map(sectionHtml)}
${closing.map((line) => html`<p class="soft">${line}</p>`)}</section>`;
  return renderPage('Midwatch', main);
}
