import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { describe, expect, it } from 'vitest';
import { makeAccountDirectory } from '#adapters/aws/account-directory.ts';
import type { AccountDirectory } from '#ports/account-directory.ts';
import { connectionTo, json, localAws } from './local-aws.ts';

const [dev, test, prod] = ['111122223333', '222233334444', '333344445555'];
const [shop, nested] = ['ou-ab12-shop0000', 'ou-ab12-nested00'];

function account(Id: string | undefined, differences: object = {}) {
  return { Id, Name: 'shop', Email: 'shop@example.com', State: 'ACTIVE', Status: 'ACTIVE', ...differences };
}

interface Call {
  readonly operation: string;
  readonly ParentId?: string;
  readonly NextToken?: string;
}

/** What AWS answers to a call: a page, or the name of an error. */
type Answers = (call: Call) => object | string;

/** The directory over a server that answers as told, and what it was asked for. */
async function directoryOf(answers: Answers, pauseMs = 0): Promise<AccountDirectory & { readonly asked: string[] }> {
  const asked: string[] = [];
  const endpoint = await localAws((request, response, body) => {
    const operation = String(request.headers['x-amz-target']).replace(/^.*\./, '');
    const call: Call = { operation, ...JSON.parse(body) };
    asked.push([operation, call.ParentId, call.NextToken].filter(Boolean).join(' '));
    const answer = answers(call);
    if (typeof answer === 'string') json(response, { __type: answer, Message: 'no' }, 400);
    else json(response, answer);
  });
  return { ...makeAccountDirectory({ connection: connectionTo(endpoint), pauseMs }), asked };
}

describe('the accounts of the whole organization', () => {
  it('are those of all pages, an empty one in the middle included, in the order of their ids', async () => {
    const pages: Record<string, object> = {
      first: { Accounts: [account(prod, { Name: 'shop-prod', State: 'SUSPENDED' })], NextToken: 'second' },
      second: { Accounts: [], NextToken: 'third' },
      third: { Accounts: [account(dev), account(prod)] },
    };
    const directory = await directoryOf(({ NextToken = 'first' }) => pages[NextToken] ?? 'InvalidInputException');

    expect(await directory.accountsIn(undefined)).toEqual({
      readable: true,
      value: [
        { id: dev, name: 'shop', state: 'ACTIVE' },
        { id: prod, name: 'shop', state: 'ACTIVE' },
      ],
    });
    expect(directory.asked).toEqual(['ListAccounts', 'ListAccounts second', 'ListAccounts third']);
  });

  it('keep the state that AWS tells, which is not the retired Status', async () => {
    const closed = account(dev, { State: 'PENDING_CLOSURE', Status: 'ACTIVE', Name: undefined });
    const directory = await directoryOf(() => ({ Accounts: [closed] }));

    expect(await directory.accountsIn(undefined)).toEqual({
      readable: true,
      value: [{ id: dev, name: '', state: 'PENDING_CLOSURE' }],
    });
  });

  it.each<[string, object | string, object]>([
    ['are refused', 'AccessDeniedException', { obstacle: 'DENIED', detail: 'no' }],
    ['are asked for too often', 'TooManyRequestsException', { obstacle: 'THROTTLED', detail: 'no' }],
    ['are those of no organization', 'AWSOrganizationsNotInUseException', { obstacle: 'NOT_CONFIGURED', detail: 'no' }],
    ['fail', 'ServiceException', { obstacle: 'ERROR', detail: 'ServiceException: no' }],
    ['are none', { Accounts: [] }, { obstacle: 'ERROR', detail: 'got no account, wanted at least one' }],
    ['have no id', { Accounts: [account(undefined)] }, { obstacle: 'ERROR' }],
    ['have no state', { Accounts: [account(dev, { State: undefined })] }, { obstacle: 'ERROR' }],
    ['are not in the answer', {}, { obstacle: 'ERROR' }],
  ])('are unreadable where they %s', async (_, answer, because) => {
    const directory = await directoryOf(() => answer);

    expect(await directory.accountsIn(undefined)).toMatchObject({
      readable: false,
      because: { call: 'organizations:ListAccounts', ...because },
    });
  });

  it('are unreadable where a later page is refused: a shorter list would leave accounts out unseen', async () => {
    const directory = await directoryOf(({ NextToken }) =>
      NextToken ? 'AccessDeniedException' : { Accounts: [account(dev)], NextToken: 'second' },
    );

    expect(await directory.accountsIn(undefined)).toMatchObject({ readable: false, because: { obstacle: 'DENIED' } });
  });
});

describe('the accounts of units', () => {
  const tree: Record<string, object> = {
    [`ListAccountsForParent ${shop}`]: { Accounts: [account(dev)] },
    [`ListOrganizationalUnitsForParent ${shop}`]: { OrganizationalUnits: [], NextToken: 'more' },
    [`ListOrganizationalUnitsForParent ${shop} more`]: { OrganizationalUnits: [{ Id: nested, Name: 'nested' }] },
    [`ListAccountsForParent ${nested}`]: { Accounts: [], NextToken: 'more' },
    [`ListAccountsForParent ${nested} more`]: { Accounts: [account(test)] },
    [`ListOrganizationalUnitsForParent ${nested}`]: { OrganizationalUnits: [] },
  };
  const answers: Answers = ({ operation, ParentId, NextToken }) =>
    tree[[operation, ParentId, NextToken].filter(Boolean).join(' ')] ?? 'ParentNotFoundException';

  it('are those of the units below them too, of all pages', async () => {
    const directory = await directoryOf(answers);

    const accounts = await directory.accountsIn([shop]);

    expect(accounts).toMatchObject({ value: [{ id: dev }, { id: test }] });
    expect(directory.asked.sort()).toEqual(Object.keys(tree).sort());
  });

  it('are asked for once where a unit is named that lies in another', async () => {
    const directory = await directoryOf(answers);

    const accounts = await directory.accountsIn([nested, shop, nested]);

    expect(accounts).toMatchObject({ value: [{ id: dev }, { id: test }] });
    expect(directory.asked).toHaveLength(Object.keys(tree).length);
  });

  it('may be none', async () => {
    const directory = await directoryOf(() => ({ Accounts: [], OrganizationalUnits: [] }));

    expect(await directory.accountsIn([shop])).toEqual({ readable: true, value: [] });
  });

  it.each([
    ['ListAccountsForParent', nested],
    ['ListOrganizationalUnitsForParent', nested],
    ['ListAccountsForParent', shop],
  ])('are unreadable as a whole where %s of one unit is refused, and that unit is named', async (operation, unit) => {
    const directory = await directoryOf((call) =>
      call.operation === operation && call.ParentId === unit ? 'AccessDeniedException' : answers(call),
    );

    expect(await directory.accountsIn([shop])).toEqual({
      readable: false,
      because: { call: `organizations:${operation}`, obstacle: 'DENIED', detail: `${unit}: no` },
    });
  });

  it('are unreadable where there is no such unit', async () => {
    const directory = await directoryOf(answers);

    expect(await directory.accountsIn(['ou-ab12-nowhere0', shop])).toMatchObject({
      because: { obstacle: 'ERROR', detail: 'ou-ab12-nowhere0: ParentNotFoundException: no' },
    });
  });
});

describe('an organization', () => {
  it('is asked gently: a pause after each page, and no two calls at once', async () => {
    const at: number[] = [];
    const directory = await directoryOf(({ operation }) => {
      at.push(performance.now());
      return operation === 'ListAccountsForParent' ? { Accounts: [] } : { OrganizationalUnits: [] };
    }, 60);

    await directory.accountsIn([shop, nested]);

    const gaps = at.slice(1).map((time, index) => time - (at[index] ?? 0));
    expect(at).toHaveLength(4);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(55);
  });

  it('is asked again where it was throttled', async () => {
    let refusals = 1;
    const endpoint = await localAws((_, response) => {
      if (refusals-- > 0) json(response, { __type: 'TooManyRequestsException', Message: 'no' }, 400);
      else json(response, { Accounts: [account(dev)] });
    });
    const connection = connectionTo(endpoint, { maxAttempts: 3 });

    const accounts = await makeAccountDirectory({ connection, pauseMs: 0 }).accountsIn(undefined);

    expect(accounts).toMatchObject({ value: [{ id: dev }] });
    expect(connection.callsMade()).toBe(2);
  });

  it.each([
    ['eu-west-1', 'us-east-1', 'organizations.us-east-1.amazonaws.com'],
    ['cn-north-1', 'cn-northwest-1', 'organizations.cn-northwest-1.amazonaws.com.cn'],
    ['us-gov-east-1', 'us-gov-west-1', 'organizations.us-gov-west-1.amazonaws.com'],
  ])('is found by the SDK from %s where that partition has it', (home, signed, host) => {
    const { url, properties } = new OrganizationsClient({}).config.endpointProvider({ Region: home });

    expect([url.hostname, properties?.authSchemes?.[0]?.signingRegion]).toEqual([host, signed]);
  });
});
