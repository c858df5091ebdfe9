import { type AuditedAccounts, type PlannedAccounts, plannedAccounts } from '#app/planned-accounts.ts';
import type { AccountDirectory } from '#ports/account-directory.ts';
import { organizationUnlisted } from '#render/organization-words.ts';
import { RefusedError } from './io.ts';

/** The accounts to audit. @throws {RefusedError} where the organization could not be listed: nothing is audited then */
export async function planAccounts(
  configured: AuditedAccounts,
  caller: string,
  directory: AccountDirectory,
): Promise<PlannedAccounts> {
  const planned = await plannedAccounts(configured, caller, directory);
  if (!planned.readable) throw new RefusedError(organizationUnlisted(planned.because).text);
  return planned.value;
}
