import type { AuditDocument } from '#core/document.ts';
import type { Report } from '../report.ts';
import type { Addresses } from './addresses.ts';
import { type Html, html, nothing } from './html.ts';
import { matrix } from './matrix.ts';
import { renderPage } from './page.ts';
import { sectionHtml } from './sections.ts';
import { timeline } from './timeline.ts';

export interface FleetPage extends Report {
  /** In the order of promotion. */
  readonly environments: readonly string[];
  readonly addresses: Addresses;
  /** Where the other parts of the fleet are. */
  readonly otherParts?: Html;
}

/** The fleet as a matrix, its support calendar, and what is told of it. */
export function fleetPage(
  document: AuditDocument,
  { opening, sections, closing, environments, addresses, otherParts = nothing }: FleetPage,
): string {
  const [verdict = '', ...occasion] = opening;
  const main = html`<h1>Midwatch</h1>
<p class="verdict">${verdict}</p>
${occasion.map((line) => html`<p class="soft">${line}</p>`)}
${otherParts}
<nav aria-label="On this page"><ul><li><a href="#fleet">The fleet</a></li><li><a href="#calendar">Support calendar</a></li><li><a href="#told">What is told</a></li></ul></nav>
<section aria-labelledby="fleet"><h2 id="fleet">The fleet</h2>
${matrix(document, environments, addresses)}</section>
<section aria-labelledby="calendar"><h2 id="calendar">Support calendar</h2>
${timeline(document.clusters, document.audit.asOf)}</section>
<section aria-labelledby="told"><h2 id="told">What is told</h2>
${sections.length === 0 ? html`<p>Nothing.</p>` : sections.map((section) => sectionHtml(section, addresses))}
${closing.map((line) => html`<p class="soft">${line}</p>`)}</section>`;
  return renderPage('Midwatch', main);
}
