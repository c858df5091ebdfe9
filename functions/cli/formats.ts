import type { AuditDocument } from '#core/document.ts';
import { renderHtml } from '#render/html-page.ts';
import { renderJson } from '#render/json.ts';
import { type JunitOptions, renderJunit } from '#render/junit.ts';
import { renderMarkdown } from '#render/markdown.ts';
import { renderSarif } from '#render/sarif.ts';
import { renderTable } from '#render/table.ts';

/** What a format may go by; each takes of it what it needs. */
export type FormatOptions = JunitOptions;

/** The formats of an audit, by the name that `--format` takes. */
export const formats: Readonly<Record<string, (document: AuditDocument, options: FormatOptions) => string>> = {
  table: renderTable,
  json: renderJson,
  markdown: renderMarkdown,
  junit: renderJunit,
  sarif: renderSarif,
  html: renderHtml,
};
