import type { AuditDocument } from '#core/document.ts';
import { fleetPage } from './page/fleet.ts';
import { anchorOf } from './page/sections.ts';
import { type ReportOptions, reportOf } from './report.ts';

/** An audit as one page that needs nothing beside itself: the fleet as a matrix, the support calendar, and what to do. */
export function renderHtml(document: AuditDocument, options: ReportOptions = {}): string {
  const report = reportOf(document, options);
  const told = new Set(report.sections.map(({ cluster }) => cluster));
  return fleetPage(document, {
    ...report,
    environments: options.environments ?? [],
    addressOf: ({ arn }) => (told.has(arn) ? `#${anchorOf(arn)}` : undefined),
  });
}
