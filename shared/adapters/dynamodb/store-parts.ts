import type { Instant } from '#core/days.ts';
import type { Table } from './table.ts';

/** What each part of the store works with. */
export interface StoreParts {
  readonly table: Table;
  /** The real clock. */
  now(): Instant;
  /** When what is written now as history may go, as an attribute of its item. */
  expiry(): { readonly expiresAt: number };
}
