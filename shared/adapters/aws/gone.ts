import type { Listed } from '#core/snapshot.ts';
import { isNotFound } from './obstacle.ts';

/** An answer, or undefined where what was asked about does not exist, or no longer. */
export async function unlessGone<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** What vanished between being listed and being described is no longer there, and is left out. */
export function isThere<T>(listed: Listed<T | undefined>): listed is Listed<T> {
  return !listed.detail.readable || listed.detail.value !== undefined;
}
