import type { AuditDocument } from '#core/document.ts';
import { renderJson } from '#render/json.ts';
import { renderTable, type TableOptions } from '#render/table.ts';

/** The formats of an audit, by the name that `--format` takes. */
export const formats: Readonly<Record<string, (document: AuditDocument, options: TableOptions) => string>> = {
  table: renderTable,
  json: renderJson,
};
