import type { Instant } from '#core/days.ts';

/** The real clock: for leases and expiry. What is judged goes by a sweep's `asOf`. */
export interface Clock {
  now(): Instant;
}
