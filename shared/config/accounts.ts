import { z } from 'zod';
import { AccountId, distinct, mapping, Name, Region, refuseRepeated, textOf } from './shapes.ts';

/** Which accounts are audited, and where. */

export const Regions = distinct(Region, 'at least one region; leave it out for all that are enabled');

export const ExcludedRegions = distinct(Region, 'at least one region; leave it out to exclude none');

const Account = mapping(
  {
    id: AccountId,
    name: Name.exactOptional(),
    environment: Name.exactOptional(),
    regions: Regions.exactOptional().describe('In place of the regions of all accounts.'),
    excludeRegions: ExcludedRegions.exactOptional().describe('Besides those that are excluded in all accounts.'),
  },
  'a mapping of id, name, environment, regions and excludeRegions',
);

const DistinctAccounts = z
  .array(Account, { error: 'a list of accounts' })
  .check(refuseRepeated(({ id }, index) => [{ name: id, path: [index, 'id'] }], 'each account once'));

export const Accounts = DistinctAccounts.min(1, {
  error: 'at least one account; leave it out for the account of your credentials',
}).describe('The accounts to audit; the one of the credentials where it is left out.');

export const Organization = mapping(
  {
    units: distinct(
      textOf(
        'an organizational unit or root, such as ou-ab12-cdef3456',
        /^(?:ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32})$/,
      ),
      'at least one organizational unit',
    ).exactOptional(),
    exclude: distinct(AccountId, 'a list of account ids').exactOptional(),
    accounts: DistinctAccounts.min(1, {
      error: 'at least one account; leave it out where there is nothing to say of any',
    })
      .exactOptional()
      .describe('What is said of single accounts of the organization; the others are audited all the same.'),
  },
  'a mapping of units, exclude and accounts',
).describe('Audits the accounts of an organization, or of some of its units with those below them.');
