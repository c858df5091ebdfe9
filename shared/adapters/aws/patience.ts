import { STSClient } from '@aws-sdk/client-sts';
import { isTimeout } from './sdk-error.ts';

type AnyStrategy = Awaited<ReturnType<STSClient['config']['retryStrategy']>>;
type RetryStrategy = Extract<AnyStrategy, { acquireInitialRetryToken: unknown }>;

/** What gives no answer for so long may give none at all, and everything that waits behind the call waits as long. */
const mostTimeouts = 3;

/**
 * The SDK's standard way to try again: what was throttled or went astray, never what was refused; doubling, with jitter.
 *
 * But for time-outs, each of which takes as long as many throttled attempts, and for its quota, which ends all retries of a client once too many were needed: behind a low rate limit, an audit
 * would lose half of what it asks for. Nothing storms here, since what waits keeps its place among the few in flight.
 */
export function patience(maxAttempts: number): RetryStrategy {
  const standard = standardStrategy(maxAttempts);
  const timeouts = new WeakMap<object, number>();
  return {
    acquireInitialRetryToken: async (scope) => (await standard).acquireInitialRetryToken(scope),
    async refreshRetryTokenForRetry(token, error) {
      const timedOut = (timeouts.get(token) ?? 0) + (isTimeout(error.error) ? 1 : 0);
      if (timedOut >= mostTimeouts) throw new Error(`got no answer ${timedOut} times, wanted one`);
      const strategy = await standard;
      const next = await strategy.refreshRetryTokenForRetry(token, error);
      strategy.recordSuccess(next); // gives back what the retry took from the quota
      timeouts.set(next, timedOut);
      return next;
    },
    recordSuccess() {
      // Nothing was taken.
    },
  };
}

/** Taken out of a client, which is where the SDK shows it. */
async function standardStrategy(maxAttempts: number): Promise<RetryStrategy> {
  const strategy = await new STSClient({ maxAttempts, retryMode: 'standard' }).config.retryStrategy();
  if (!('acquireInitialRetryToken' in strategy))
    throw new Error('got a retry strategy of another SDK, wanted the second');
  return strategy;
}
