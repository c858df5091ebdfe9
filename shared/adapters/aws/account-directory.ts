import { setTimeout as wait } from 'node:timers/promises';
import {
  OrganizationsClient,
  paginateListAccounts,
  paginateListAccountsForParent,
  paginateListOrganizationalUnitsForParent,
} from '@aws-sdk/client-organizations';
import { z } from 'zod';
import { type Reading, readable, unreadable } from '#core/reading.ts';
import type { AccountDirectory, OrganizationAccount } from '#ports/account-directory.ts';
import type { AwsConnection } from './connection.ts';
import type { IamAction } from './iam-actions.ts';
import { attempt } from './obstacle.ts';
import { allPages } from './pages.ts';
import { parseAnswer, text } from './parse-answer.ts';

export interface AccountDirectoryOptions {
  readonly connection: AwsConnection;
  /** How long to wait after each page. @default what leaves the others of the organization their share */
  readonly pauseMs?: number;
}

/** The limits of Organizations are shared by the whole organization, and are a few calls a second. */
const defaultPauseMs = 250;

const AccountsPage = z.object({
  Accounts: z.array(
    z
      .object({ Id: z.string().regex(/^\d{12}$/), Name: z.string().nullish(), State: text })
      .transform(({ Id: id, Name, State: state }): OrganizationAccount => ({ id, name: Name ?? '', state })),
  ),
});
const UnitsPage = z.object({ OrganizationalUnits: z.array(z.object({ Id: text })) });

/**
 * The organization of the caller, one call after the other.
 *
 * It is asked where the partition of the home region has it. A page may be empty and not the last.
 */
export function makeAccountDirectory({
  connection: { config, region, counting },
  pauseMs = defaultPauseMs,
}: AccountDirectoryOptions): AccountDirectory {
  const client = counting(new OrganizationsClient({ ...config, region }));

  function accountsOf(unit: string | undefined): Promise<Reading<readonly OrganizationAccount[]>> {
    const itemsOf = (page: unknown) => parseAnswer(AccountsPage, page).Accounts;
    if (unit !== undefined) {
      const pages = paginateListAccountsForParent({ client }, { ParentId: unit });
      return attemptIn(unit, 'organizations:ListAccountsForParent', () => allPages(slowly(pages, pauseMs), itemsOf));
    }
    return attempt('organizations:ListAccounts', async () => {
      const accounts = await allPages(slowly(paginateListAccounts({ client }, {}), pauseMs), itemsOf);
      // No organization is without its management account, and one without would be watched by nobody.
      if (accounts.length === 0) throw new Error('got no account, wanted at least one');
      return accounts;
    });
  }

  function unitsBelow(unit: string): Promise<Reading<readonly string[]>> {
    return attemptIn(unit, 'organizations:ListOrganizationalUnitsForParent', () =>
      allPages(slowly(paginateListOrganizationalUnitsForParent({ client }, { ParentId: unit }), pauseMs), (page) =>
        parseAnswer(UnitsPage, page).OrganizationalUnits.map(({ Id }) => Id),
      ),
    );
  }

  async function accountsBelow(units: readonly string[]): Promise<Reading<readonly OrganizationAccount[]>> {
    const found: OrganizationAccount[] = [];
    const walked = new Set(units);
    // A set is walked in order, what is added on the way included: a unit that lies in another is asked once.
    for (const unit of walked) {
      const accounts = await accountsOf(unit);
      if (!accounts.readable) return accounts;
      const below = await unitsBelow(unit);
      if (!below.readable) return below;
      found.push(...accounts.value);
      for (const one of below.value) walked.add(one);
    }
    return readable(found);
  }

  return {
    async accountsIn(units) {
      const accounts = await (units === undefined ? accountsOf(undefined) : accountsBelow(units));
      return accounts.readable ? readable(eachOnce(accounts.value)) : accounts;
    },
  };
}

/** An attempt in one of several units: which one it was is part of why it failed. */
async function attemptIn<T>(unit: string, call: IamAction, read: () => Promise<T>): Promise<Reading<T>> {
  const reading = await attempt(call, read);
  if (reading.readable) return reading;
  return unreadable({ ...reading.because, detail: `${unit}: ${reading.because.detail}` });
}

async function* slowly<P>(pages: AsyncIterable<P>, pauseMs: number): AsyncIterable<P> {
  for await (const page of pages) {
    yield page;
    await wait(pauseMs);
  }
}

/** By id, so that the same organization gives the same list: AWS promises no order. */
function eachOnce(accounts: readonly OrganizationAccount[]): readonly OrganizationAccount[] {
  const byId = new Map(accounts.map((account) => [account.id, account]));
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
