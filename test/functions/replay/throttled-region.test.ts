import { afterAll, beforeAll, expect, it } from 'vitest';
import { callsInFlight } from '#adapters/aws/connection.ts';
import { coverageOf, refusalsOf } from '#app/target-coverage.ts';
import { type ReplayServer, startReplayServer } from '../../../functions/replay/server.ts';
import { readerOf } from '../../adapters/aws/local-aws.ts';
import { aNight, aRecordedCluster, aRecording, region, shop } from './builders.ts';

const target = { account: shop, region };
const asOf = '2024-02-07T02:00:00.000Z';
const names = Array.from({ length: 40 }, (_, index) => `shop-${10 + index}`);
const attempts = 3;
const lists = ['ListAddons', 'ListNodegroups', 'ListFargateProfiles', 'ListInsights', 'ListUpdates'];

let server: ReplayServer;
beforeAll(async () => {
  server = await startReplayServer({ recording: aRecording(aNight(names.map((name) => aRecordedCluster(name)))) });
});
afterAll(() => server.close());

it('a region in which AWS throttles all but the descriptions is given up soon, and nothing in it is taken for seen', async () => {
  server.misbehave(lists.map((operation) => ({ operation, answer: 'throttled' })));
  const reader = readerOf(server.url, {
    maxAttempts: attempts,
    credentials: { accessKeyId: shop, secretAccessKey: 'test' },
  });

  const before = performance.now();
  const looked = await Promise.all(
    names.map(async (name) => ({ name, detail: await reader.readCluster(target, name, asOf) })),
  );
  const tookMs = performance.now() - before;

  const refusals = looked.flatMap((one) => refusalsOf(one).refusals);
  const asked = server.callsSeen().filter(({ operation }) => lists.includes(operation));
  // Of each action two may end before the third that opens its circuit, with eight of it in flight: seven rounds at
  // most, where there would be 25. A call that is throttled to the end waits for up to a second and a half in all.
  expect(asked.length).toBeLessThanOrEqual(attempts * lists.length * (2 + callsInFlight));
  expect(tookMs).toBeLessThan(7 * 1_500);
  for (const operation of lists) {
    const ofOne = refusals.filter(({ call }) => call === `eks:${operation}`);
    expect([...new Set(ofOne.map(({ resource }) => resource))].sort()).toEqual(names);
    expect(new Set(ofOne.map(({ obstacle }) => obstacle))).toEqual(new Set(['THROTTLED']));
    expect(new Set(ofOne.map(({ detail }) => detail))).toEqual(
      new Set(['Too Many Requests', 'not made, since those before it in this region got nowhere: Too Many Requests']),
    );
  }
  const coverage = coverageOf(target, asOf, undefined, { clusters: names.length, refusals });
  expect(coverage.unreadable.length).toBeGreaterThanOrEqual(lists.length * names.length);
}, 30_000);

it('one action that is throttled is given up alone', async () => {
  server.misbehave([{ operation: 'ListAddons', answer: 'throttled' }]);
  const before = server.callsSeen().length;
  const reader = readerOf(server.url, { credentials: { accessKeyId: shop, secretAccessKey: 'test' } });

  const clusters = await Promise.all(names.map((name) => reader.readCluster(target, name, asOf)));

  const asked = server.callsSeen().slice(before);
  expect(asked.filter(({ operation }) => operation === 'ListAddons').length).toBeLessThanOrEqual(2 + callsInFlight);
  expect(clusters.filter((cluster) => cluster.readable && cluster.value?.nodegroups.readable)).toHaveLength(40);
  expect(clusters.filter((cluster) => cluster.readable && cluster.value?.addons.readable)).toEqual([]);
});

it('asks again what it gave up in the region, once the account is read anew', async () => {
  server.misbehave([{ operation: 'DescribeCluster', answer: 'throttled' }]);
  const reader = readerOf(server.url, { credentials: { accessKeyId: shop, secretAccessKey: 'test' } });
  const read = (name: string) => reader.readCluster(target, name, asOf);
  for (const name of names.slice(0, 5)) await read(name);
  server.misbehave([]);

  expect(await read('shop-15')).toMatchObject({ readable: false, because: { obstacle: 'THROTTLED' } });
  reader.release(shop);
  expect(await read('shop-15')).toMatchObject({ readable: true });
});
