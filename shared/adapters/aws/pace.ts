import pLimit from 'p-limit';

/** Sends a call as soon as there is room for it. */
export type Pace = <T>(send: () => Promise<T>) => Promise<T>;

const aSecondMs = 1_000;

/**
 * Lets no more than so many calls reach the other side within any second.
 *
 * That is counted where they arrive, and a call may be on its way for any time. So there are as many places as calls a
 * second, and a call keeps its place until a second after its answer: two calls of one place are a second apart for
 * whoever answers them, and any more calls within a second would be two of one place. The price is what an answer takes.
 */
export function makePace(perSecond: number): Pace {
  const places = pLimit(perSecond);
  /** When each place that is free was last answered, the longest ago first. */
  const answeredAt: number[] = Array.from({ length: perSecond }, () => Number.NEGATIVE_INFINITY);
  return (send) =>
    places(async () => {
      await until((answeredAt.shift() ?? 0) + aSecondMs);
      try {
        return await send();
      } finally {
        answeredAt.push(performance.now());
      }
    });
}

/** Timers cut both the time and the wait to whole milliseconds, and so fire up to two early: looked at again. */
async function until(instant: number): Promise<void> {
  for (let left = instant - performance.now(); left > 0; left = instant - performance.now())
    await new Promise((resolve) => setTimeout(resolve, left));
}
