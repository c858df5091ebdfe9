import { ListRegionsCommand } from '@aws-sdk/client-account';
import { ListClustersCommand } from '@aws-sdk/client-eks';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ReplayServer, startReplayServer } from '../../../functions/replay/server.ts';
import { accounts, aNight, aRecordedCluster, aRecording, eks, hub, shop, sts } from './builders.ts';

const keys: Readonly<Record<string, string>> = { ASIASHOP00000000TEST: shop, ASIAHUB000000000TEST: hub };

let server: ReplayServer;

beforeAll(async () => {
  const recording = aRecording(aNight([aRecordedCluster('shop-dev')]));
  server = await startReplayServer({ recording, accountOf: async (accessKeyId) => keys[accessKeyId] });
});
afterAll(() => server.close());

it.each([
  ['ASIASHOP00000000TEST', ['shop-dev']],
  ['ASIAHUB000000000TEST', []],
])('takes the keys %s for those of the account that gave them out', async (account, expected) => {
  const { clusters } = await eks(server.url, { account }).send(new ListClustersCommand({}));

  expect(clusters).toEqual(expected);
});

it('tells the account of such keys to their holder, and in the calls that it has seen', async () => {
  const { Account } = await sts(server.url, { account: 'ASIASHOP00000000TEST' }).send(new GetCallerIdentityCommand({}));

  expect(Account).toBe(shop);
  expect(server.callsSeen().at(-1)).toMatchObject({ operation: 'GetCallerIdentity', account: shop });
});

it('refuses keys that nobody gave out', async () => {
  const asked = accounts(server.url, { account: 'ASIANOBODY000000TEST' }).send(new ListRegionsCommand({}));

  await expect(asked).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
});
