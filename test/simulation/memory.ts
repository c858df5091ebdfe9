import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What this process holds after all garbage is gone. */
export interface Held {
  readonly heapMb: number;
  readonly rssMb: number;
  readonly sockets: number;
}

setFlagsFromString('--expose_gc');
const collectGarbage: () => void = runInNewContext('gc');

export function held(): Held {
  collectGarbage();
  const { heapUsed, rss } = process.memoryUsage();
  const sockets = process.getActiveResourcesInfo().filter((kind) => /^TCPSocketWrap$/.test(kind)).length;
  return { heapMb: heapUsed / 2 ** 20, rssMb: rss / 2 ** 20, sockets };
}

/** Whether what is held at the end of a sweep is as much as at the end of its second quarter, give or take. */
export function isFlat(quarters: readonly number[]): boolean {
  const [, second, , last] = quarters;
  return second !== undefined && last !== undefined && last <= 1.15 * second;
}
