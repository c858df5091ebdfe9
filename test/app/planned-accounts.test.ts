import { describe, expect, it } from 'vitest';
import { type AuditedAccounts, accountAuditOf, plannedAccounts } from '#app/planned-accounts.ts';
import { type Reading, readable, unreadable } from '#core/reading.ts';
import type { AccountDirectory, OrganizationAccount } from '#ports/account-directory.ts';
import { refused } from '../support/builders.ts';

const [caller, dev, prod, gone] = ['999988887777', '111122223333', '333344445555', '444455556666'];

function active(...ids: readonly string[]): readonly OrganizationAccount[] {
  return ids.map((id) => ({ id, name: `account ${id}`, state: 'ACTIVE' }));
}

/** A directory that gives one answer, and remembers which units it was asked for. */
function directoryOf(answer: Reading<readonly OrganizationAccount[]>) {
  const asked: (readonly string[] | undefined)[] = [];
  const directory: AccountDirectory = {
    accountsIn: async (units) => {
      asked.push(units);
      return answer;
    },
  };
  return { asked, directory };
}

function plan(configured: AuditedAccounts, listed: readonly OrganizationAccount[] = active(caller, dev, prod)) {
  return plannedAccounts(configured, caller, directoryOf(readable(listed)).directory);
}

describe('the accounts of a sweep', () => {
  it.each<[string, AuditedAccounts, readonly object[]]>([
    ["the caller's own without any", {}, [{ account: caller }]],
    ['those that are listed', { accounts: [{ id: prod }, { id: dev }] }, [{ account: prod }, { account: dev }]],
    ['all of the organization', { organization: {} }, [{ account: caller }, { account: dev }, { account: prod }]],
    ['those of it that are not excluded', { organization: { exclude: [caller, dev] } }, [{ account: prod }]],
    [
      'those of it of whom nothing is said, too',
      { organization: { exclude: [caller], accounts: [{ id: prod, regions: ['eu-west-1'] }] } },
      [{ account: dev }, { account: prod, regions: ['eu-west-1'] }],
    ],
  ])('are %s', async (_, configured, accounts) => {
    expect(await plan(configured)).toEqual(readable({ accounts, notices: [] }));
  });

  it.each([[undefined], [['ou-ab12-shop0000']]])('are asked for by the units %j', async (units) => {
    const { asked, directory } = directoryOf(readable(active(dev)));

    await plannedAccounts({ organization: units === undefined ? {} : { units } }, caller, directory);

    expect(asked).toEqual([units]);
  });

  it('ask nobody where they are listed', async () => {
    const { asked, directory } = directoryOf(unreadable(refused('organizations:ListAccounts')));

    await plannedAccounts({ accounts: [{ id: dev }] }, caller, directory);

    expect(asked).toEqual([]);
  });

  it('are not known where the organization could not be listed', async () => {
    const refusal = unreadable(refused('organizations:ListAccounts'));

    expect(await plannedAccounts({ organization: {} }, caller, directoryOf(refusal).directory)).toEqual(refusal);
  });

  it.each([
    [{}, 'organizations:ListAccounts'],
    [{ units: ['ou-ab12-shop0000'] }, 'organizations:ListAccountsForParent'],
  ])('are never none: %j', async (organization, call) => {
    const listed = [...active(dev), { id: gone, name: '', state: 'SUSPENDED' }];

    expect(await plan({ organization: { ...organization, exclude: [dev] } }, listed)).toEqual(
      unreadable({ call, obstacle: 'NOT_CONFIGURED', detail: 'none of 2 accounts is ACTIVE and not excluded' }),
    );
  });
});

describe('the notices of a plan', () => {
  const noticesOf = async (configured: AuditedAccounts, listed?: readonly OrganizationAccount[]) => {
    const planned = await plan(configured, listed);
    return planned.readable ? planned.value.notices : [];
  };

  it('name what is said of accounts that are not there', async () => {
    const organization = { exclude: [dev, gone], accounts: [{ id: gone }, { id: prod }] };

    expect(await noticesOf({ organization })).toEqual([
      {
        kind: 'UNKNOWN_ACCOUNT',
        subject: 'organization.exclude[1]',
        detail: `${gone} is no account of the organization`,
      },
      {
        kind: 'UNKNOWN_ACCOUNT',
        subject: 'organization.accounts[0]',
        detail: `${gone} is no account of the organization`,
      },
    ]);
  });

  it('say that it is in none of the units, where only those were listed', async () => {
    const organization = { units: ['ou-ab12-shop0000'], exclude: [gone] };

    expect(await noticesOf({ organization })).toMatchObject([{ detail: `${gone} is no account of its units` }]);
  });

  it('count the accounts that are left out since they are not ACTIVE, but for those that are excluded', async () => {
    const states = ['SUSPENDED', 'PENDING_CLOSURE', 'SUSPENDED', 'CLOSED'];
    const inactive = states.map((state, index) => ({ id: `44445555666${index}`, name: '', state }));
    const organization = { exclude: ['444455556663'] };

    expect(await noticesOf({ organization }, [...active(dev), ...inactive])).toEqual([
      {
        kind: 'ACCOUNTS_NOT_ACTIVE',
        subject: 'organization',
        detail: '3 of 5 accounts: 1 PENDING_CLOSURE, 2 SUSPENDED',
      },
    ]);
  });
});

describe('the work item of one account', () => {
  it.each<[string, AuditedAccounts, object]>([
    ['is the account where nothing is said', {}, {}],
    ['has the regions of all', { regions: ['eu-west-1'] }, { regions: ['eu-west-1'] }],
    [
      'has its own in their place',
      { regions: ['eu-west-1'], accounts: [{ id: dev, regions: ['us-east-1'] }] },
      { regions: ['us-east-1'] },
    ],
    ['has the exclusions of all', { excludeRegions: ['eu-west-1'] }, { excludeRegions: ['eu-west-1'] }],
    [
      'has its own besides',
      {
        excludeRegions: ['eu-west-1', 'eu-west-2'],
        accounts: [{ id: dev, excludeRegions: ['eu-west-2', 'eu-west-3'] }],
      },
      { excludeRegions: ['eu-west-1', 'eu-west-2', 'eu-west-3'] },
    ],
    [
      'has nothing of what is said of another',
      { accounts: [{ id: prod, regions: ['eu-west-1'], excludeRegions: ['eu-west-2'] }] },
      {},
    ],
    [
      'has what is said of it in an organization',
      { organization: { accounts: [{ id: dev, regions: ['eu-west-1'], excludeRegions: ['eu-west-2'] }] } },
      { regions: ['eu-west-1'], excludeRegions: ['eu-west-2'] },
    ],
  ])('%s', (_, configured, expected) => {
    expect(accountAuditOf(configured, dev)).toEqual({ account: dev, ...expected });
  });
});
