import type { AuditDocument } from '#core/document.ts';
import type { Store } from '#ports/store.ts';
import { readAuditDocument } from '../audit-document.ts';
import type { AskDeps } from './ask-deps.ts';

/** What a page about the whole fleet is made of. It reads every cluster: for one who looks, and not for the API. */
export interface AskDocumentDeps extends Omit<AskDeps, 'store'> {
  readonly store: Store;
}

/** The document of the last sweep that looked at the whole fleet, by what is known now; undefined before the first. */
export async function askDocument({ store, rules, knowledge }: AskDocumentDeps): Promise<AuditDocument | undefined> {
  const sweep = await store.latestWholeSweep();
  if (!sweep) return undefined;
  const coverage = await store.coverageOf(sweep.id);
  const notices = await store.noticesOf(sweep.id);
  return readAuditDocument({ store, rules, knowledge }, sweep, coverage, {
    durationSeconds: 0,
    calls: 0,
    notices,
    over: [],
  });
}
