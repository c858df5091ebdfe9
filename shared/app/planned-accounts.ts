import type { Notice } from '#core/notice.ts';
import { type Reading, readable, type Unreadable, unreadable } from '#core/reading.ts';
import type { AccountDirectory, OrganizationAccount } from '#ports/account-directory.ts';
import type { AccountAudit } from './audit-account.ts';

/** Which accounts a configuration wants audited, and where. With neither accounts nor an organization, the caller's own. */
export interface AuditedAccounts {
  readonly accounts?: readonly AuditedAccount[];
  readonly organization?: AuditedOrganization;
  /** For accounts that have none of their own. */
  readonly regions?: readonly string[];
  /** In all accounts, besides what each excludes. */
  readonly excludeRegions?: readonly string[];
}

/** What is said of one account. */
export interface AuditedAccount {
  readonly id: string;
  readonly regions?: readonly string[];
  readonly excludeRegions?: readonly string[];
}

export interface AuditedOrganization {
  /** Without units, all of it. */
  readonly units?: readonly string[];
  readonly exclude?: readonly string[];
  /** Of whom more is said; the others are audited all the same. */
  readonly accounts?: readonly AuditedAccount[];
}

export interface PlannedAccounts {
  readonly accounts: readonly AccountAudit[];
  readonly notices: readonly Notice[];
}

/**
 * The work items of a sweep.
 *
 * Unreadable where an organization could not be listed whole, or leaves nobody to audit: a sweep of a shorter list, or
 * of none, would find nothing wrong.
 */
export async function plannedAccounts(
  configured: AuditedAccounts,
  caller: string,
  directory: AccountDirectory,
): Promise<Reading<PlannedAccounts>> {
  const { organization, accounts = [{ id: caller }] } = configured;
  if (organization === undefined) {
    return readable({ accounts: accounts.map(({ id }) => accountAuditOf(configured, id)), notices: [] });
  }
  const listed = await directory.accountsIn(organization.units);
  if (!listed.readable) return listed;
  const audited = listed.value.filter(({ id, state }) => isActive(state) && !isExcluded(organization, id));
  if (audited.length === 0) return unreadable(nobodyLeft(organization, listed.value));
  return readable({
    accounts: audited.map(({ id }) => accountAuditOf(configured, id)),
    notices: [...strangers(organization, listed.value), ...leftOut(organization, listed.value)],
  });
}

/** The work item of one account, by what is said of it: all that a function needs that is given ids alone. */
export function accountAuditOf(configured: AuditedAccounts, account: string): AccountAudit {
  const said = (configured.accounts ?? configured.organization?.accounts)?.find(({ id }) => id === account);
  const regions = said?.regions ?? configured.regions;
  const excluded = [...(configured.excludeRegions ?? []), ...(said?.excludeRegions ?? [])];
  return {
    account,
    ...(regions === undefined ? {} : { regions }),
    ...(excluded.length === 0 ? {} : { excludeRegions: [...new Set(excluded)] }),
  };
}

function nobodyLeft({ units }: AuditedOrganization, listed: readonly OrganizationAccount[]): Unreadable {
  return {
    call: units === undefined ? 'organizations:ListAccounts' : 'organizations:ListAccountsForParent',
    obstacle: 'NOT_CONFIGURED',
    detail: `none of ${listed.length} accounts is ACTIVE and not excluded`,
  };
}

function isActive(state: string): boolean {
  return state === 'ACTIVE';
}

function isExcluded({ exclude = [] }: AuditedOrganization, account: string): boolean {
  return exclude.includes(account);
}

/** Ids in the configuration that are nobody's there: a slip of the pen leaves the account that was meant as it was. */
function strangers(
  { units, exclude = [], accounts = [] }: AuditedOrganization,
  listed: readonly OrganizationAccount[],
): readonly Notice[] {
  const known = new Set(listed.map(({ id }) => id));
  const whose = units === undefined ? 'the organization' : 'its units';
  const named = [
    ...exclude.map((id, index) => ({ id, subject: `organization.exclude[${index}]` })),
    ...accounts.map(({ id }, index) => ({ id, subject: `organization.accounts[${index}]` })),
  ];
  return named
    .filter(({ id }) => !known.has(id))
    .map(({ id, subject }) => ({ kind: 'UNKNOWN_ACCOUNT', subject, detail: `${id} is no account of ${whose}` }));
}

function leftOut(organization: AuditedOrganization, listed: readonly OrganizationAccount[]): readonly Notice[] {
  const inactive = listed.filter(({ id, state }) => !isActive(state) && !isExcluded(organization, id));
  if (inactive.length === 0) return [];
  const states = [...Map.groupBy(inactive, ({ state }) => state)].map(([state, { length }]) => `${length} ${state}`);
  const detail = `${inactive.length} of ${listed.length} accounts: ${states.sort().join(', ')}`;
  return [{ kind: 'ACCOUNTS_NOT_ACTIVE', subject: 'organization', detail }];
}
