import type { RunningSweep } from '#core/answer.ts';
import { minuteOf } from './day-words.ts';
import { type Phrase, say } from './phrase.ts';

/** That a sweep is running: what is told is of the one before, or partly of it. */
export function runningWords({ asOf, startedAt, leasedUntil }: Omit<RunningSweep, 'baseline'>): Phrase {
  return say`A sweep of ${minuteOf(asOf)} is running, begun ${minuteOf(startedAt)}; it has the lease until ${minuteOf(leasedUntil)}.`;
}
