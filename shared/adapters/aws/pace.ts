import pLimit from 'p-limit';

/** Sends a call as soon as there is room for it. */
export type Pace = <T>(send: () => Promise<T>) => Promise<T>;

/** Timers may fire a little early. */
const aSecondMs = 1_001;

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
      const freeAt = (answeredAt.shift() ?? 0) + aSecondMs;
      const left = freeAt - performance.now();
      if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
      try {
        return await send();
      } finally {
        answeredAt.push(performance.now());
      }
    });
}
