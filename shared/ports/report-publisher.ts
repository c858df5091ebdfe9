import type { AuditDocument, FleetCut } from '#core/document.ts';

/** Puts the page of a sweep where people read it. */
export interface ReportPublisher {
  /** A page that is put twice is there once. @throws when it was not taken */
  publish(document: AuditDocument, cut: FleetCut | undefined): Promise<void>;
}
