import type { AuditDocument } from '#core/document.ts';
import { type Layout, plain, wrapped } from './layout.ts';
import { type ReportOptions, reportOf } from './report.ts';
import { sectionLines } from './section-lines.ts';

export interface TableOptions extends Partial<Layout>, ReportOptions {}

/** The report of an audit for a terminal, the verdict first. */
export function renderTable(document: AuditDocument, options: TableOptions = {}): string {
  const layout: Layout = { width: options.width ?? plain.width, colour: options.colour ?? plain.colour };
  const { opening, sections, closing } = reportOf(document, options);
  const wrap = (lines: readonly string[]): readonly string[] => lines.flatMap((line) => wrapped(line, layout));
  const parts = [wrap(opening), ...sections.map((section) => sectionLines(section, layout)), wrap(closing)];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}
