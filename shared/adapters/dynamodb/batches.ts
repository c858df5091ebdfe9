import { setTimeout as wait } from 'node:timers/promises';

export type Pause = (milliseconds: number) => Promise<unknown>;

/** DynamoDB was asked again and again, and did not take everything. */
export class StoreOverloadedError extends Error {
  override readonly name = 'StoreOverloadedError';
}

const attempts = 10;
const firstPauseMilliseconds = 50;

/**
 * Requests all in batches of a size, side by side, and again what a request gave back as not done.
 *
 * Pauses grow, and differ from one sender to the other. @throws {StoreOverloadedError}
 */
export async function inBatches<T>(
  all: readonly T[],
  size: number,
  request: (batch: readonly T[]) => Promise<readonly T[]>,
  pause: Pause = wait,
): Promise<void> {
  const batches = Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
  await Promise.all(batches.map((batch) => untilDone(batch, request, pause)));
}

async function untilDone<T>(
  batch: readonly T[],
  request: (batch: readonly T[]) => Promise<readonly T[]>,
  pause: Pause,
): Promise<void> {
  let left = await request(batch);
  for (let attempt = 1; left.length > 0; attempt++) {
    if (attempt === attempts) {
      throw new StoreOverloadedError(`${left.length} of ${batch.length} items not taken in ${attempts} attempts`);
    }
    await pause(firstPauseMilliseconds * 2 ** (attempt - 1) * (0.5 + Math.random() / 2));
    left = await request(left);
  }
}
