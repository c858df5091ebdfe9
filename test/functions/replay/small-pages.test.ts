import { DescribeClusterCommand, ListAddonsCommand, paginateListAddons } from '@aws-sdk/client-eks';
import { ListAccountsCommand } from '@aws-sdk/client-organizations';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ReplayServer, startReplayServer } from '../../../functions/replay/server.ts';
import { aNight, anOrganization, aRecordedCluster, aRecording, eks, hub, organizations } from './builders.ts';

const addons = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [name, { addonName: name }]));
let server: ReplayServer;

beforeAll(async () => {
  const night = aNight([aRecordedCluster('shop-dev', { addons })], { organization: anOrganization(['444455556666']) });
  server = await startReplayServer({ recording: { ...aRecording(night), itemsAPage: 2 } });
});
afterAll(() => server.close());

const clusterName = 'shop-dev';

it('lists are answered page by page, whatever is asked for, until all is told', async () => {
  const sizes: number[] = [];
  for await (const { addons: some = [] } of paginateListAddons({ client: eks(server.url) }, { clusterName })) {
    sizes.push(some.length);
  }

  expect(sizes).toEqual([2, 2, 1]);
  const { addons: first } = await eks(server.url).send(new ListAddonsCommand({ clusterName, maxResults: 50 }));
  expect(first).toEqual(['a', 'b']);
});

it('who asks for fewer gets fewer', async () => {
  const { addons: first } = await eks(server.url).send(new ListAddonsCommand({ clusterName, maxResults: 1 }));

  expect(first).toEqual(['a']);
});

it('services that spell it otherwise do the same', async () => {
  const { Accounts = [] } = await organizations(server.url, { account: hub }).send(new ListAccountsCommand({}));

  expect(Accounts).toHaveLength(2);
});

it('what is no list is answered as ever', async () => {
  const { cluster } = await eks(server.url).send(new DescribeClusterCommand({ name: clusterName }));

  expect(cluster?.name).toBe(clusterName);
});
