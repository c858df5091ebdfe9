import { DescribeClusterCommand, EKSClient, ListAddonsCommand } from '@aws-sdk/client-eks';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { makeCircuitBreaker } from '#adapters/aws/circuit-breaker.ts';
import { callsInFlight, gentle } from '#adapters/aws/connection.ts';
import { CallNotMadeError, RoleNotAssumedError, unreadableBecause } from '#adapters/aws/obstacle.ts';
import { refusal } from './answers.ts';
import { dummyKeys } from './local-aws.ts';

const outcomes = {
  throttled: refusal('TooManyRequestsException', 'Too Many Requests', 429),
  unanswered: refusal('TimeoutError', 'no answer'),
  refused: refusal('AccessDeniedException', 'no', 403),
  failed: refusal('ServerException', 'no', 500),
  keyless: new RoleNotAssumedError({ call: 'sts:AssumeRole', obstacle: 'THROTTLED', detail: 'Rate exceeded' }),
  barred: new RoleNotAssumedError({ call: 'sts:AssumeRole', obstacle: 'DENIED', detail: 'no' }),
  answered: undefined,
};
type Outcome = keyof typeof outcomes;

/** Makes calls of one action, one after another, and tells how each ended. */
async function ends(all: readonly Outcome[], action = 'ListAddons', breaker = makeCircuitBreaker()) {
  const told: string[] = [];
  for (const outcome of all) {
    const error = outcomes[outcome];
    const ended = breaker(action, () => (error ? Promise.reject(error) : Promise.resolve()));
    told.push(
      await ended.then(
        () => 'answered',
        (thrown) => (thrown instanceof CallNotMadeError ? 'not made' : outcome),
      ),
    );
  }
  return told;
}

it.each<[string, readonly Outcome[], string]>([
  ['three were throttled', ['throttled', 'throttled', 'throttled', 'answered'], 'not made'],
  ['three were not answered', ['unanswered', 'unanswered', 'unanswered', 'answered'], 'not made'],
  ['three got nowhere, each in a way of its own', ['unanswered', 'throttled', 'keyless', 'answered'], 'not made'],
  ['two were throttled', ['throttled', 'throttled', 'answered'], 'answered'],
  [
    'three were throttled, with an answer between',
    ['throttled', 'throttled', 'answered', 'throttled', 'answered'],
    'answered',
  ],
  [
    'three were throttled, with a refusal between',
    ['throttled', 'refused', 'throttled', 'throttled', 'answered'],
    'answered',
  ],
  ['three were refused', ['refused', 'refused', 'refused', 'answered'], 'answered'],
  ['three failed', ['failed', 'failed', 'failed', 'answered'], 'answered'],
  ['the role was denied three times', ['barred', 'barred', 'barred', 'answered'], 'answered'],
])('a call of which %s before is told as it should be', async (_when, all, last) => {
  expect((await ends(all)).at(-1)).toBe(last);
});

it('makes a call unless the three before it got nowhere, and then none any more', async () => {
  const outcome = fc.constantFrom<Outcome>('throttled', 'unanswered', 'refused', 'failed', 'answered');
  await fc.assert(
    fc.asyncProperty(fc.array(outcome, { maxLength: 30 }), async (all) => {
      const nowhere = all.map((one) => one === 'throttled' || one === 'unanswered');
      const opensAt = all.findIndex((_, at) => at >= 3 && nowhere.slice(at - 3, at).every(Boolean));

      expect(await ends(all)).toEqual(all.map((one, at) => (opensAt !== -1 && at >= opensAt ? 'not made' : one)));
    }),
  );
});

it('counts each action for itself', async () => {
  const breaker = makeCircuitBreaker();
  await ends(['throttled', 'throttled', 'throttled'], 'ListAddons', breaker);

  expect(await ends(['answered'], 'ListNodegroups', breaker)).toEqual(['answered']);
  expect(await ends(['answered'], 'ListAddons', breaker)).toEqual(['not made']);
});

it('makes calls again after an answer to one that was on its way', async () => {
  const breaker = makeCircuitBreaker();
  let answer = (): void => undefined;
  const slow = breaker('ListAddons', () => new Promise<void>((resolve) => (answer = resolve)));
  await ends(['throttled', 'throttled', 'throttled', 'throttled'], 'ListAddons', breaker);

  answer();
  await slow;

  expect(await ends(['throttled', 'throttled', 'throttled', 'answered'], 'ListAddons', breaker)).toEqual([
    'throttled',
    'throttled',
    'throttled',
    'not made',
  ]);
});

describe('a call that was not made', () => {
  it.each<[Outcome, object]>([
    ['throttled', { call: 'eks:ListAddons', obstacle: 'THROTTLED', detail: ['Too Many Requests'] }],
    ['unanswered', { call: 'eks:ListAddons', obstacle: 'UNREACHABLE', detail: ['no answer in time'] }],
    ['keyless', { call: 'sts:AssumeRole', obstacle: 'THROTTLED', detail: ['Rate exceeded'] }],
  ])('is unreadable for what those before it were: %s', (outcome, expected) => {
    const told = unreadableBecause('eks:ListAddons', new CallNotMadeError({ cause: outcomes[outcome] }));

    const { detail: [detail] = [] } = expected as { detail?: string[] };
    expect(told).toEqual({
      ...expected,
      detail: `not made, since those before it in this region got nowhere: ${detail}`,
    });
  });
});

describe('behind an AWS that throttles all', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  const minuteMs = 55_000;

  /** How long calls of several clusters take, each action of each once, where each is given up after a minute. */
  async function throttledFor(clusters: number) {
    vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
    const sentAt: number[] = [];
    const requestHandler = {
      async handle() {
        sentAt.push(performance.now());
        await new Promise((resolve) => setTimeout(resolve, minuteMs));
        throw outcomes.throttled;
      },
    };
    const options = {
      region: 'eu-west-1',
      credentials: dummyKeys,
      maxAttempts: 1,
      requestHandler: requestHandler as never,
    };
    const client = gentle(new EKSClient(options), 100);
    const names = Array.from({ length: clusters }, (_, index) => `cluster-${index}`);
    const calls = names.flatMap((name) => [
      client.send(new DescribeClusterCommand({ name })),
      client.send(new ListAddonsCommand({ clusterName: name })),
    ]);
    let isOver = false;
    const settled = Promise.allSettled(calls).finally(() => {
      isOver = true;
    });
    for (let second = 0; !isOver && second < 600; second += 1) {
      await new Promise((resolve) => setImmediate(resolve)); // what is no timer takes its time
      await vi.advanceTimersByTimeAsync(1_000);
    }
    const minutes = 1 + (Math.max(...sentAt) - Math.min(...sentAt)) / minuteMs;
    return { sent: sentAt.length, minutes, ends: await settled };
  }

  it.each([16, 400])('the calls of %i clusters end within the time of two, and none of them well', async (clusters) => {
    const { sent, minutes, ends } = await throttledFor(clusters);

    expect(sent).toBeLessThanOrEqual(2 * (2 + callsInFlight));
    expect(minutes).toBeLessThan(2.5);
    expect(ends.every(({ status }) => status === 'rejected')).toBe(true);
    expect(ends.filter((end) => end.status === 'rejected' && end.reason instanceof CallNotMadeError)).toHaveLength(
      2 * clusters - sent,
    );
  });
});
