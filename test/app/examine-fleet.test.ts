import { describe, expect, it } from 'vitest';
import { examineFleet } from '#app/examine-fleet.ts';
import type { Notice } from '#core/notice.ts';
import { aCluster, accounts, asOf, refused, settings } from '../support/builders.ts';
import { fakeAws } from '../support/fake-reader.ts';
import { aWorld } from '../support/sweeps.ts';

const known = {
  caller: { account: accounts.dev },
  auditorArn: 'arn:aws:iam::111122223333:role/midwatch-auditor',
  deployment: 'midwatch',
};
const notice: Notice = { kind: 'SETTING_UNUSED', subject: 'clusterAccess', detail: '' };

describe('a fleet that is examined', () => {
  it('is all accounts in their order, with what is known of it and what that cost', async () => {
    const aws = fakeAws([aCluster({ name: 'shop-prod', account: accounts.prod })]);
    const world = aWorld(aws);
    const scope = { ...known, notices: [notice], accounts: [{ account: accounts.dev }, { account: accounts.prod }] };

    const examination = await examineFleet({ ...world, settings: settings() }, scope);

    const { targets, ...rest } = examination;
    expect(targets.map(({ account, status }) => [account, status])).toEqual([
      [accounts.dev, 'EMPTY'],
      [accounts.prod, 'COVERED'],
    ]);
    expect(rest).toEqual({ ...known, asOf, durationSeconds: 0, calls: aws.asked.length, notices: [notice] });
    expect(world.store.writes).toEqual([]);
  });

  it('is told to hold clusters that are compared with no other', async () => {
    const world = aWorld(fakeAws([aCluster({ name: 'lonely', account: accounts.prod })]));
    const scope = { ...known, notices: [], accounts: [{ account: accounts.prod }] };

    const { notices } = await examineFleet({ ...world, settings: settings(), accountsAtOnce: 1 }, scope);

    expect(notices).toMatchObject([{ kind: 'NO_ENVIRONMENT', subject: 'lonely' }]);
  });

  it('is told not to be listed whole', async () => {
    const organization = refused('organizations:ListAccounts');
    const examination = await examineFleet(
      { ...aWorld(fakeAws()), settings: settings() },
      { ...known, organization, notices: [], accounts: [] },
    );

    expect(examination).toMatchObject({ organization, targets: [] });
  });
});
