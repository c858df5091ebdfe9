import { ListRegionsCommand, paginateListRegions } from '@aws-sdk/client-account';
import { EKSClient, ListClustersCommand } from '@aws-sdk/client-eks';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ReplayServer, startReplayServer } from '../../../functions/replay/server.ts';
import { accounts, aNight, aRecordedCluster, aRecording, eks, hub, raw, region, shop, sts } from './builders.ts';

const RoleArn = `arn:aws:iam::${shop}:role/audit/midwatch-member`;
const RoleSessionName = 'midwatch';

let server: ReplayServer;

beforeAll(async () => {
  server = await startReplayServer({ recording: aRecording(aNight([aRecordedCluster('shop-dev')])) });
});
afterAll(() => server.close());

describe('AssumeRole', () => {
  it("gives credentials of the role's account, which then see its clusters", async () => {
    const { Credentials } = await sts(server.url, { account: hub }).send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName }),
    );
    const options = { account: `${Credentials?.AccessKeyId}`, sessionToken: `${Credentials?.SessionToken}` };
    const { clusters } = await eks(server.url, options).send(new ListClustersCommand({}));
    const identity = await sts(server.url, options).send(new GetCallerIdentityCommand({}));

    expect(clusters).toEqual(['shop-dev']);
    expect(identity.Arn).toBe(`arn:aws:sts::${shop}:assumed-role/midwatch-member/midwatch`);
  });

  it("serves the SDK's own provider of temporary credentials", async () => {
    const credentials = fromTemporaryCredentials({
      params: { RoleArn, RoleSessionName },
      masterCredentials: { accessKeyId: hub, secretAccessKey: 'test' },
      clientConfig: { endpoint: server.url, region },
    });
    const client = new EKSClient({ endpoint: server.url, region, credentials });

    const { clusters } = await client.send(new ListClustersCommand({}));

    expect(clusters).toEqual(['shop-dev']);
  });

  it.each([
    [undefined, 3600],
    [900, 900],
  ])('gives credentials that hold for the duration %s, by the real clock', async (DurationSeconds, seconds) => {
    const before = Date.now();
    const { Credentials } = await sts(server.url, { account: hub }).send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName, DurationSeconds }),
    );

    const expiration = Credentials?.Expiration?.getTime() ?? 0;
    expect(expiration).toBeGreaterThanOrEqual(before + seconds * 1000);
    expect(expiration).toBeLessThan(before + seconds * 1000 + 60_000);
  });

  it('is refused for an account that does not exist, as for a role that is not there', async () => {
    const strange = 'arn:aws:iam::123456789012:role/midwatch-member';
    const asked = sts(server.url, { account: hub }).send(new AssumeRoleCommand({ RoleArn: strange, RoleSessionName }));

    await expect(asked).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: arn:aws:iam::${hub}:user/replay is not authorized to perform: sts:AssumeRole on resource: ${strange}`,
      $metadata: { httpStatusCode: 403 },
    });
  });

  it.each([
    ['an ARN that is no role’s', { RoleArn: 'arn:aws:iam::111122223333:user/me', RoleSessionName }],
    ['a session name that AWS does not take', { RoleArn, RoleSessionName: 'x' }],
  ])('refuses %s', async (_what, input) => {
    await expect(sts(server.url).send(new AssumeRoleCommand(input))).rejects.toMatchObject({ name: 'ValidationError' });
  });
});

describe('GetCallerIdentity', () => {
  it('tells the account of the access key id', async () => {
    const { Account, Arn } = await sts(server.url, { account: hub }).send(new GetCallerIdentityCommand({}));

    expect([Account, Arn]).toEqual([hub, `arn:aws:iam::${hub}:user/replay`]);
  });

  it('refuses a credential that is no account’s', async () => {
    const asked = sts(server.url, { account: 'AKIAIOSFODNN7EXAMPLE' }).send(new GetCallerIdentityCommand({}));

    await expect(asked).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
  });
});

it.each(['AKIAIOSFODNN7EXAMPLE', 'constructor'])(
  'lets nobody with the credential %s become another',
  async (account) => {
    const asked = sts(server.url, { account }).send(new AssumeRoleCommand({ RoleArn, RoleSessionName }));

    await expect(asked).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
  },
);

describe('STS on the wire', () => {
  it('answers XML with the result inside', async () => {
    const body = 'Action=GetCallerIdentity&Version=2011-06-15';
    const answer = await raw(server.url, '/', { method: 'POST', body, service: 'sts' });

    expect(answer.headers.get('content-type')).toBe('text/xml');
    expect(await answer.text()).toMatch(
      /^<GetCallerIdentityResponse xmlns="https:\/\/sts\.amazonaws\.com\/doc\/2011-06-15\/"><GetCallerIdentityResult><UserId>.*<\/GetCallerIdentityResult>/,
    );
  });

  it('says that a failure is the receiver’s', async () => {
    server.misbehave([{ first: 1, answer: 'server-error' }]);
    const body = 'Action=GetCallerIdentity&Version=2011-06-15';
    const answer = await raw(server.url, '/', { method: 'POST', body, service: 'sts' });

    expect(answer.status).toBe(500);
    expect(await answer.text()).toContain('<Error><Type>Receiver</Type><Code>InternalFailure</Code>');
  });

  it.each([
    ['Action=Nothing', 'InvalidAction', 'Could not find operation Nothing'],
    ['Action=<b>', 'InvalidAction', 'Could not find operation &lt;b&gt;'],
    ['Action=GetSessionToken', 'InvalidRequestException', 'GetSessionToken is not served by the replay'],
  ])('answers %s with an error in XML', async (body, code, message) => {
    const answer = await raw(server.url, '/', { method: 'POST', body, service: 'sts' });

    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(
      `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`,
    );
  });
});

describe('ListRegions', () => {
  it('is refused to a credential that is no account’s', async () => {
    const asked = accounts(server.url, { account: '123456789012' }).send(new ListRegionsCommand({}));

    await expect(asked).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  });

  it('gives all regions with their status, whatever region signs', async () => {
    const { Regions } = await accounts(server.url, { region: 'us-east-1' }).send(new ListRegionsCommand({}));

    expect(Regions).toEqual([
      { RegionName: 'af-south-1', RegionOptStatus: 'DISABLED' },
      { RegionName: 'eu-west-1', RegionOptStatus: 'ENABLED_BY_DEFAULT' },
      { RegionName: 'me-south-1', RegionOptStatus: 'ENABLED' },
    ]);
  });

  it('gives those of a status, in pages', async () => {
    const client = accounts(server.url);
    const pages = paginateListRegions(
      { client },
      { MaxResults: 1, RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'] },
    );

    const names: (string | undefined)[] = [];
    for await (const { Regions } of pages) names.push(Regions?.map(({ RegionName }) => RegionName).join());

    expect(names).toEqual(['eu-west-1', 'me-south-1']);
  });

  it('refuses a page larger than fifty', async () => {
    const asked = accounts(server.url).send(new ListRegionsCommand({ MaxResults: 51 }));

    await expect(asked).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('tells nobody about another account', async () => {
    const own = await accounts(server.url).send(new ListRegionsCommand({ AccountId: shop }));
    const asked = accounts(server.url).send(new ListRegionsCommand({ AccountId: hub }));

    expect(own.Regions).toHaveLength(3);
    await expect(asked).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
