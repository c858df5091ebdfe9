import { STSClient } from '@aws-sdk/client-sts';

type AnyStrategy = Awaited<ReturnType<STSClient['config']['retryStrategy']>>;
type RetryStrategy = Extract<AnyStrategy, { acquireInitialRetryToken: unknown }>;

/**
 * The SDK's standard way to try again: what was throttled or went astray, never what was refused; doubling, with jitter.
 *
 * But for its quota, which ends all retries of a client once too many were needed: behind a low rate limit, an audit
 * would lose half of what it asks for. Nothing storms here, since what waits keeps its place among the few in flight.
 */
export function patience(maxAttempts: number): RetryStrategy {
  const standard = standardStrategy(maxAttempts);
  return {
    acquireInitialRetryToken: async (scope) => (await standard).acquireInitialRetryToken(scope),
    async refreshRetryTokenForRetry(token, error) {
      const strategy = await standard;
      const next = await strategy.refreshRetryTokenForRetry(token, error);
      strategy.recordSuccess(next); // gives back what the retry took from the quota
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
