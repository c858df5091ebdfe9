import type { AuditDocument } from '#core/document.ts';
import { findingAnchor } from './finding-address.ts';
import { fleetPage } from './page/fleet.ts';
import { anchorOf } from './page/sections.ts';
import { type Report, type ReportOptions, reportOf } from './report.ts';

/** An audit as one page that needs nothing beside itself: the fleet as a matrix, the support calendar, and what to do. */
export function renderHtml(document: AuditDocument, options: ReportOptions = {}): string {
  return anchoredPage(document, options.environments ?? [], reportOf(document, options));
}

/** A page of the fleet on which each cluster leads to what is told of it there. */
export function anchoredPage(document: AuditDocument, environments: readonly string[], report: Report): string {
  const told = new Set(report.sections.map(({ cluster }) => cluster));
  return fleetPage(document, {
    ...report,
    environments,
    addresses: {
      ofCluster: ({ arn }) => (told.has(arn) ? `#${anchorOf(arn)}` : undefined),
      ofFinding: (finding) => `#${findingAnchor(finding)}`,
    },
  });
}
