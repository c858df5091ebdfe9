import { type Reading, readable } from '#core/reading.ts';

interface Waiting<T> {
  readonly name: string;
  readonly answer: (reading: Reading<T | undefined>) => void;
}

/**
 * Looks things up by their names, many in one call: what is asked for while a call is under way goes with the next one.
 * Nothing is asked for twice; undefined for what is not there.
 */
export function batched<T>(
  most: number,
  ask: (names: readonly string[]) => Promise<Reading<ReadonlyMap<string, T>>>,
): (name: string) => Promise<Reading<T | undefined>> {
  const known = new Map<string, Promise<Reading<T | undefined>>>();
  const waiting: Waiting<T>[] = [];
  let isAsking = false;

  async function askForAll(): Promise<void> {
    isAsking = true;
    // Whoever asks in the same turn goes along.
    await Promise.resolve();
    while (waiting.length > 0) {
      const batch = waiting.splice(0, most);
      const found = await ask(batch.map(({ name }) => name));
      for (const { name, answer } of batch) answer(found.readable ? readable(found.value.get(name)) : found);
    }
    isAsking = false;
  }

  return (name) => {
    const asked =
      known.get(name) ??
      new Promise<Reading<T | undefined>>((answer) => {
        waiting.push({ name, answer });
        if (!isAsking) void askForAll();
      });
    known.set(name, asked);
    return asked;
  };
}
