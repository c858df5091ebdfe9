import type { Reading } from '#core/reading.ts';

/** An account as its organization knows it. */
export interface OrganizationAccount {
  readonly id: string;
  readonly name: string;
  /** ACTIVE, SUSPENDED, PENDING_CLOSURE and the like, in the words of AWS. */
  readonly state: string;
}

/** Which accounts an organization has. */
export interface AccountDirectory {
  /**
   * The accounts of the whole organization, or of some of its units and of the units below these; each account once.
   *
   * Whole or unreadable: where one unit or one page was refused there is no list, since a shorter one would leave
   * accounts out unseen.
   */
  accountsIn(units: readonly string[] | undefined): Promise<Reading<readonly OrganizationAccount[]>>;
}
