import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makePace } from '#adapters/aws/pace.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const sleep = (millis: number) => new Promise<void>((resolve) => void setTimeout(resolve, millis));

/** The most that arrived within any second. */
function mostInASecond(arrivals: readonly number[]): number {
  return Math.max(...arrivals.map((from) => arrivals.filter((at) => at >= from && at < from + 1000).length));
}

/** Sends so many calls at once, each so long on its way there. */
async function arrivalsOf(calls: number, perSecond: number, delay: (call: number) => number) {
  const pace = makePace(perSecond);
  const arrivals: number[] = [];
  const sent = Promise.all(
    Array.from({ length: calls }, (_, call) =>
      pace(async () => {
        await sleep(delay(call));
        arrivals.push(performance.now());
        await sleep(5);
      }),
    ),
  );
  await vi.runAllTimersAsync();
  await sent;
  return arrivals;
}

it('lets through at once as many calls as a second may have', async () => {
  const arrivals = await arrivalsOf(20, 20, () => 0);

  expect(arrivals[19]).toBe(arrivals[0]);
});

it.each<[string, (call: number) => number]>([
  ['all are as fast', () => 0],
  ['the first are held up on their way', (call) => (call < 20 ? 900 : 0)],
  ['every second one is held up on its way', (call) => (call % 2) * 700],
])('lets no more than that arrive within any second, where %s', async (_how, delay) => {
  const arrivals = await arrivalsOf(100, 20, delay);

  expect(arrivals).toHaveLength(100);
  expect(mostInASecond(arrivals)).toBe(20);
});

it('waits a whole second for a place, though timers fire early', async () => {
  const { setTimeout: inTime } = globalThis;
  vi.stubGlobal('setTimeout', (fire: () => void, ms: number) => inTime(fire, Math.max(1, ms - 2)));
  const pace = makePace(1);
  const sent: number[] = [];

  const both = Promise.all([1, 2].map(() => pace(async () => sent.push(performance.now()))));
  await vi.runAllTimersAsync();
  await both;
  vi.unstubAllGlobals();

  expect((sent[1] ?? 0) - (sent[0] ?? 0)).toBeGreaterThanOrEqual(1000);
});

it('comes as near to the limit as the answers are fast', async () => {
  const arrivals = await arrivalsOf(200, 20, () => 0);

  expect(Math.max(...arrivals) - Math.min(...arrivals)).toBeLessThan(9 * 1010);
});

it('counts a call that fails, and gives its place back', async () => {
  vi.useRealTimers();
  const pace = makePace(1);
  const failing = pace(() => Promise.reject(new Error('lost')));
  const next = pace(async () => 'next');

  await expect(failing).rejects.toThrow('lost');
  expect(await Promise.race([next, wait(500, 'waiting')])).toBe('waiting');
  expect(await next).toBe('next');
});
