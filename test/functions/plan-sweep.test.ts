import { describe, expect, it } from 'vitest';
import { type AuditedAccounts, accountAuditOf } from '#app/planned-accounts.ts';
import { readable, unreadable } from '#core/reading.ts';
import type { OrganizationAccount } from '#ports/account-directory.ts';
import {
  AccountsUnlistedError,
  makeHandler,
  type PlanSweepHandlerDeps,
  TooManyAccountsError,
} from '../../functions/plan-sweep/handler.ts';
import { accounts, refused } from '../support/builders.ts';
import { type FakeAws, fakeAws, fakeReader } from '../support/fake-reader.ts';
import { type FakeStore, fakeStore } from '../support/fake-store.ts';
import { aSweep } from '../support/sweeps.ts';

const clock = { now: () => '2026-03-01T02:00:00.000Z' };
const event = { execution: 'arn:aws:states:eu-west-1:111122223333:execution:midwatch:one', attempt: 0 };
const listOf = (ids: readonly string[]): PlanSweepHandlerDeps['directory'] => ({
  accountsIn: async () => readable(ids.map((id): OrganizationAccount => ({ id, name: '', state: 'ACTIVE' }))),
});

function planner(overrides: Partial<PlanSweepHandlerDeps> = {}, aws: FakeAws = fakeAws()) {
  const logged: (readonly [string, object | undefined])[] = [];
  const write = (message: string, facts?: object) => void logged.push([message, facts]);
  const store: FakeStore = fakeStore(clock);
  const deps = {
    store,
    clock,
    log: { info: write, warn: write, error: write },
    reader: fakeReader(aws),
    directory: listOf([]),
    configured: { accounts: [{ id: accounts.dev }, { id: accounts.prod, regions: ['eu-west-1'] }] },
    notices: [],
    configuration: 'abc',
    caller: accounts.dev,
    ...overrides,
  };
  return { plan: makeHandler(deps), store, logged };
}

/** Last night there were clusters in two regions. */
async function withCatalogues(aws: FakeAws) {
  const planned = planner({}, aws);
  for (const region of ['eu-west-1', 'us-east-1']) {
    const read = { region, sweep: aSweep().id, addons: ['coredns'], images: [] };
    await planned.store.saveCatalogueRead({ ...aSweep(), startedAt: '2026-02-28T02:00:00.000Z' }, read);
  }
  return planned;
}

describe('a file of more breakages', () => {
  const source = (text: string): NonNullable<PlanSweepHandlerDeps['breakageSource']> => ({
    address: 'https://example.com/b.json',
    name: 'https://example.com/b.json',
    read: async () => (text === '' ? { ok: false, because: 'got the status 503, wanted 200' } : { ok: true, text }),
    parse: () => ({ ok: true, breakages: [], notices: [] }),
  });

  it('is read as the sweep begins, and its copy is there for all of it', async () => {
    const { plan, store, logged } = planner({ breakageSource: source('the file') });

    await plan(event);

    expect(await store.fileCopy('https://example.com/b.json')).toEqual({ text: 'the file', readAt: clock.now() });
    expect(logged.map(([message]) => message)).not.toContain('notice');
  });

  it('is a notice where it cannot be read, and the sweep goes on', async () => {
    const { plan, logged } = planner({ breakageSource: source('') });

    expect((await plan(event)).status).toBe('PLANNED');
    expect(logged).toContainEqual([
      'notice',
      {
        kind: 'BREAKAGES_UNREADABLE',
        subject: 'https://example.com/b.json',
        detail: 'got the status 503, wanted 200',
      },
    ]);
  });
});

describe('a plan', () => {
  it('is a sweep and the ids of the accounts, with every field that the state machine reads', async () => {
    const { plan } = planner();

    expect(await plan(event)).toEqual({
      status: 'PLANNED',
      execution: event.execution,
      attempt: 0,
      sweep: {
        id: expect.any(String),
        asOf: clock.now(),
        startedAt: clock.now(),
        baseline: true,
        configuration: 'abc',
      },
      accounts: [accounts.dev, accounts.prod],
    });
  });

  it('is the same for one execution, however often it asks', async () => {
    const { plan } = planner();

    expect(await plan(event)).toEqual(await plan(event));
  });

  it('is the account of the hub where nothing is configured', async () => {
    const { plan } = planner({ configured: {} });

    expect((await plan(event)).accounts).toEqual([accounts.dev]);
  });

  it('refreshes the catalogues of the regions that had clusters', async () => {
    const { plan, store, logged } = await withCatalogues(fakeAws());

    const { sweep } = await plan(event);

    expect((await store.catalogueReads()).map((read) => [read.region, read.sweep, read.addons])).toEqual([
      ['eu-west-1', sweep.id, ['coredns']],
      ['us-east-1', sweep.id, ['coredns']],
    ]);
    expect(logged.map(([message]) => message)).toEqual(['sweep planned']);
  });

  it.each([
    ['eks:DescribeClusterVersions', 'catalogue'],
    ['eks:DescribeAddonVersions', 'addon coredns'],
  ])('says which catalogues could not be refreshed, and goes on: %s', async (call, what) => {
    const aws = fakeAws();
    aws.refusals = { [what]: refused(call) };
    const { plan, logged } = await withCatalogues(aws);

    expect((await plan(event)).status).toBe('PLANNED');

    expect(logged).toContainEqual(['catalogue not refreshed', { region: 'us-east-1', call, obstacle: 'DENIED' }]);
  });

  it('says in the log, and to the end of the sweep, what has to be said of the configuration and of the accounts', async () => {
    const configured = { organization: { exclude: [accounts.test] } };
    const notices = [{ kind: 'SETTING_UNUSED' as const, subject: 'api', detail: 'later' }];
    const { plan, logged, store } = planner({ configured, notices, directory: listOf([accounts.dev]) });

    const { sweep } = await plan(event);

    expect(logged).toContainEqual(['notice', expect.objectContaining({ kind: 'UNKNOWN_ACCOUNT' })]);
    expect(logged).toContainEqual(['notice', notices[0]]);
    const stored = await store.noticesOf(String(sweep.id));
    expect(stored.map(({ kind }) => kind)).toEqual(['SETTING_UNUSED', 'UNKNOWN_ACCOUNT']);
  });
});

describe('another sweep at work', () => {
  it('is waited for, and counted', async () => {
    const { plan } = planner();
    await plan(event);

    expect(await plan({ execution: 'another', attempt: 3 })).toEqual({
      status: 'WAIT',
      execution: 'another',
      attempt: 4,
      sweep: {},
      accounts: [],
    });
  });

  it('is not waited for longer than a dead one would hold its lease', async () => {
    const { plan } = planner();
    await plan(event);

    expect((await plan({ execution: 'another', attempt: 118 })).status).toBe('WAIT');
    expect((await plan({ execution: 'another', attempt: 119 })).status).toBe('SKIPPED');
  });
});

describe('no plan is made', () => {
  const organization: AuditedAccounts = { organization: {} };

  it('where the accounts cannot be listed, and the call is named, not what AWS said', async () => {
    const directory = { accountsIn: async () => unreadable(refused('organizations:ListAccounts')) };
    const { plan } = planner({ configured: organization, directory });

    await expect(plan(event)).rejects.toBeInstanceOf(AccountsUnlistedError);
    await expect(plan(event)).rejects.toThrow(/organizations:ListAccounts: DENIED$/);
  });

  it.each([
    [{ attempt: 0 }, 'execution'],
    [{ execution: '', attempt: 0 }, 'execution'],
    [{ execution: 'one', attempt: -1 }, 'attempt'],
    ['nothing', 'object'],
  ])('of an event that is none: %j', async (wrong, named) => {
    await expect(planner().plan(wrong)).rejects.toThrow(named);
  });

  it('for more accounts than can go from state to state, and just as many can', async () => {
    const ids = (count: number) => Array.from({ length: count }, (_, i) => String(100_000_000_000 + i));
    const most = planner({ configured: organization, directory: listOf(ids(17_000)) });
    const more = planner({ configured: organization, directory: listOf(ids(17_500)) });

    const plan = await most.plan(event);

    expect(plan.accounts).toHaveLength(17_000);
    expect(Buffer.byteLength(JSON.stringify(plan))).toBeLessThanOrEqual(256 * 1024);
    await expect(more.plan(event)).rejects.toBeInstanceOf(TooManyAccountsError);
  });
});

it('knows of an account what the configuration says of it', () => {
  expect(accountAuditOf({ accounts: [{ id: accounts.prod, regions: ['eu-west-1'] }] }, accounts.prod)).toEqual({
    account: accounts.prod,
    regions: ['eu-west-1'],
  });
});
