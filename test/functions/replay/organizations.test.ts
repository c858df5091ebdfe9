import {
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  paginateListAccounts,
} from '@aws-sdk/client-organizations';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeAccountDirectory } from '#adapters/aws/account-directory.ts';
import { makeConnection } from '#adapters/aws/connection.ts';
import type { FaultAnswer } from '#adapters/recording/fault.ts';
import { type ReplayServer, startReplayServer } from '../../../functions/replay/server.ts';
import { aNight, anOrganization, aRecording, hub, organizations, raw, region, regions, shop } from './builders.ts';

const stranger = '444455556666';
const many = Array.from({ length: 45 }, (_, index) => `5000000000${10 + index}`);

let server: ReplayServer;

beforeAll(async () => {
  const accounts = Object.fromEntries([hub, shop, stranger].map((id) => [id, { regions, clusters: {} }]));
  const organized = aNight([], { accounts, organization: anOrganization(many) });
  const alone = aNight([], { accounts, id: 'alone' });
  server = await startReplayServer({ recording: aRecording(organized, alone) });
});
afterEach(() => server.setNight(1));
afterAll(() => server.close());

const asHub = () => organizations(server.url, { account: hub });

describe('ListAccounts', () => {
  it('gives every account once, twenty a page, with dates and states, whatever region signs', async () => {
    const client = organizations(server.url, { account: hub, region: 'us-east-1' });

    const pages: (readonly (string | undefined)[])[] = [];
    for await (const { Accounts = [] } of paginateListAccounts({ client }, {}))
      pages.push(Accounts.map(({ Id }) => Id));

    expect(pages.map(({ length }) => length)).toEqual([20, 20, 7]);
    expect(new Set(pages.flat())).toEqual(new Set([hub, shop, ...many]));
    const { Accounts = [] } = await asHub().send(new ListAccountsCommand({ MaxResults: 1 }));
    expect(Accounts[0]).toMatchObject({ Id: hub, State: 'ACTIVE', JoinedTimestamp: new Date('2020-01-02T03:04:05Z') });
  });

  it.each([0, 21])('refuses a page of %i', async (MaxResults) => {
    const asked = asHub().send(new ListAccountsCommand({ MaxResults }));

    await expect(asked).rejects.toMatchObject({ name: 'InvalidInputException', $metadata: { httpStatusCode: 400 } });
  });

  it('is refused to an account that is neither the management account nor a delegated administrator', async () => {
    const asked = organizations(server.url, { account: shop }).send(new ListAccountsCommand({}));

    await expect(asked).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: "You don't have permissions to access this resource.",
    });
  });

  it('tells an account of no organization that there is none', async () => {
    const asked = organizations(server.url, { account: stranger }).send(new ListAccountsCommand({}));

    await expect(asked).rejects.toMatchObject({ name: 'AWSOrganizationsNotInUseException' });
  });

  it('tells everybody so on a night without one', async () => {
    server.setNight('alone');

    const asked = asHub().send(new ListAccountsCommand({}));

    await expect(asked).rejects.toMatchObject({ name: 'AWSOrganizationsNotInUseException' });
  });

  it('is refused to a credential that is no account’s', async () => {
    const asked = organizations(server.url, { account: '123456789012' }).send(new ListAccountsCommand({}));

    await expect(asked).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  });
});

describe('the lists of a parent', () => {
  it('hold what lies directly in it', async () => {
    const [accounts, units] = await Promise.all([
      asHub().send(new ListAccountsForParentCommand({ ParentId: 'r-ab12' })),
      asHub().send(new ListOrganizationalUnitsForParentCommand({ ParentId: 'r-ab12' })),
    ]);

    expect(accounts.Accounts?.map(({ Id }) => Id)).toEqual([hub]);
    expect(units.OrganizationalUnits?.map(({ Name }) => Name)).toEqual(['shop', 'empty']);
  });

  it('come in pages, and a token serves no other list', async () => {
    const ParentId = 'ou-ab12-many0000';
    const { NextToken } = await asHub().send(new ListAccountsForParentCommand({ ParentId }));

    const more = await asHub().send(new ListAccountsForParentCommand({ ParentId, NextToken }));
    const other = asHub().send(new ListAccountsForParentCommand({ ParentId: 'r-ab12', NextToken }));

    expect(more.Accounts).toHaveLength(20);
    await expect(other).rejects.toMatchObject({ name: 'InvalidInputException' });
  });

  it('are empty for a unit of which nothing is recorded', async () => {
    const { Accounts } = await asHub().send(new ListAccountsForParentCommand({ ParentId: 'ou-ab12-empty000' }));

    expect(Accounts).toEqual([]);
  });

  it('are refused for a parent that is not there', async () => {
    const asked = asHub().send(new ListAccountsForParentCommand({ ParentId: 'ou-ab12-nowhere0' }));

    await expect(asked).rejects.toMatchObject({ name: 'ParentNotFoundException' });
  });
});

describe('the directory of accounts', () => {
  const directory = () => {
    const credentials = { accessKeyId: hub, secretAccessKey: 'recorded' };
    return makeAccountDirectory({
      connection: makeConnection({ endpoint: server.url, region, credentials, maxAttempts: 1 }),
      pauseMs: 0,
    });
  };

  it('finds the accounts of a unit and of those below it, all pages', async () => {
    const accounts = await directory().accountsIn(['ou-ab12-shop0000', 'ou-ab12-empty000']);

    expect(accounts.readable && accounts.value.map(({ id }) => id)).toEqual([shop, ...many].sort());
  });

  it.each<[FaultAnswer, string]>([
    ['throttled', 'THROTTLED'],
    ['refused', 'DENIED'],
    ['refused-by-scp', 'DENIED_BY_SCP'],
    ['region-disabled', 'DENIED'],
    ['server-error', 'ERROR'],
    ['not-found', 'ERROR'],
    ['cut', 'UNREACHABLE'],
  ])('is unreadable on a bad day: %s', async (answer, obstacle) => {
    server.misbehave([{ service: 'organizations', answer }]);

    expect(await directory().accountsIn(undefined)).toMatchObject({
      because: { call: 'organizations:ListAccounts', obstacle },
    });
  });
});

describe('Organizations on the wire', () => {
  const post = (target: string, body = '{}') =>
    raw(server.url, '/', {
      method: 'POST',
      body,
      service: 'organizations',
      account: hub,
      headers: { 'x-amz-target': target },
    });

  it('answers JSON 1.1 with epoch seconds, and without a token on the last page', async () => {
    const answer = await post('AWSOrganizationsV20161128.ListAccountsForParent', '{"ParentId":"r-ab12"}');

    expect(answer.headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(await answer.json()).toEqual({
      Accounts: [{ Id: hub, Name: 'hub', State: 'ACTIVE', JoinedTimestamp: 1577934245 }],
    });
  });

  it('takes a null for what is not there', async () => {
    const answer = await post('AWSOrganizationsV20161128.ListAccounts', '{"NextToken":null,"MaxResults":null}');

    expect(answer.status).toBe(200);
  });

  it.each([
    [
      'AWSOrganizationsV20161128.Nothing',
      'UnknownOperationException',
      'AWSOrganizationsV20161128.Nothing is no operation',
    ],
    ['', 'UnknownOperationException', ' is no operation'],
    ['AWSOrganizationsV20161128.ListRoots', 'InvalidRequestException', 'ListRoots is not served by the replay'],
  ])('answers %s with an error in the body', async (target, __type, message) => {
    const answer = await post(target);

    expect([answer.status, await answer.json()]).toEqual([400, { __type, message }]);
  });
});
