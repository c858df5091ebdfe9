import { setTimeout as wait } from 'node:timers/promises';

/** Asks again and again until there is an answer. @throws when there is none within the seconds. */
export async function until<T>(what: string, seconds: number, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await wait(200);
  }
  throw new Error(`got nothing in ${seconds} s, wanted ${what}`);
}
