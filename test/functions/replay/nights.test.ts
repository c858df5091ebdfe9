import { Server } from 'node:net';
import { DescribeClusterCommand, ListClustersCommand } from '@aws-sdk/client-eks';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterEach, expect, it, vi } from 'vitest';
import { type ReplayOptions, type ReplayServer, startReplayServer } from '../../../functions/replay/server.ts';
import { aNight, aRecordedCluster, aRecording, eks, hub, region, shop, sts } from './builders.ts';

const recording = aRecording(
  aNight([aRecordedCluster('first')], { id: '01-first' }),
  aNight([aRecordedCluster('second')], { id: '02-second' }),
);

let server: ReplayServer;

async function serve(options: Partial<ReplayOptions> = {}): Promise<void> {
  server = await startReplayServer({ recording, ...options });
}
afterEach(() => server.close());

async function clusters(): Promise<readonly string[]> {
  return (await eks(server.url).send(new ListClustersCommand({}))).clusters ?? [];
}

it('begins with the first night', async () => {
  await serve();

  expect(await clusters()).toEqual(['first']);
});

it.each([2, '02-second'])('serves the night that is asked for by %j', async (night) => {
  await serve({ night });

  expect(await clusters()).toEqual(['second']);
});

it.each([2, '02-second'])('turns to another night by %j while it runs', async (night) => {
  await serve();
  server.setNight(night);

  expect(await clusters()).toEqual(['second']);
});

it.each([0, 3, 'never'])('says which nights there are for the night %j', async (night) => {
  await serve();

  const wanted = `got ${JSON.stringify(night)}, wanted 1 to 2 or one of 01-first, 02-second`;
  expect(() => server.setNight(night)).toThrow(wanted);
  await expect(startReplayServer({ recording, night })).rejects.toThrow(wanted);
});

it('answers a slow call from the night on which it came', async () => {
  await serve();
  server.misbehave([{ delayMs: 80 }]);
  const asked = clusters();
  while (server.callsSeen().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  server.setNight(2);

  expect(await asked).toEqual(['first']);
});

it('tells which calls it has seen, refused ones too', async () => {
  await serve();
  const RoleArn = `arn:aws:iam::${shop}:role/midwatch-member`;
  await clusters();
  await sts(server.url, { account: hub }).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'midwatch' }));
  server.setNight(2);
  await eks(server.url)
    .send(new DescribeClusterCommand({ name: 'nope' }))
    .catch(() => undefined);

  expect(server.callsSeen()).toEqual([
    { service: 'eks', operation: 'ListClusters', account: shop, region, night: '01-first' },
    { service: 'sts', operation: 'AssumeRole', account: shop, region, night: '01-first' },
    { service: 'eks', operation: 'DescribeCluster', account: shop, region, night: '02-second', cluster: 'nope' },
  ]);
});

it('listens on this machine only', async () => {
  const listen = vi.spyOn(Server.prototype, 'listen');
  await serve();

  expect(listen).toHaveBeenCalledWith(0, '127.0.0.1', expect.any(Function));
  listen.mockRestore();
});

it('listens at a port of its own or the one asked for', async () => {
  await serve();
  const port = Number(new URL(server.url).port);
  await server.close();
  await serve({ port });

  expect(server.url).toBe(`http://127.0.0.1:${port}`);
  expect(await clusters()).toEqual(['first']);
});

it('says that a port is taken', async () => {
  await serve();
  const port = Number(new URL(server.url).port);

  await expect(startReplayServer({ recording, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

it('closes at once, even while it makes somebody wait', async () => {
  await serve();
  server.misbehave([{ delayMs: 30_000 }]);
  const asked = clusters().catch((error: Error) => error);
  while (server.callsSeen().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));

  await server.close();

  expect(await asked).toBeInstanceOf(Error);
});
