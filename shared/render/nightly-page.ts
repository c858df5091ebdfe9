import type { AuditDocument, FleetCut } from '#core/document.ts';
import { cutLines } from './cut-words.ts';
import { minuteOf } from './day-words.ts';
import { anchoredPage } from './html-page.ts';
import { reportOf } from './report.ts';
import { verdictLine } from './verdict-line.ts';

/** What a sweep found, as one page that needs nothing beside itself; of a large fleet, the part with the worst. */
export function renderNightlyPage(document: AuditDocument, environments: readonly string[], cut?: FleetCut): string {
  const { sections, closing } = reportOf(document, { environments, history: true });
  const bySweep = `By the sweep of ${minuteOf(document.audit.asOf)}.`;
  return anchoredPage(document, environments, { opening: [...openingOf(document, cut), bySweep], sections, closing });
}

function openingOf(document: AuditDocument, cut: FleetCut | undefined): readonly string[] {
  if (!cut) return [verdictLine(document)];
  const { verdict, extent } = cutLines(cut, document.coverage);
  return [verdict, extent, 'The others are in the history: midwatch serve --table TABLE shows all parts.'];
}
