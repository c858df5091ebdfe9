import { dayOf, daysBetween, type Instant } from '#core/days.ts';
import { figures, type Phrase, say } from './phrase.ts';

/** `2026-11-26, in 27 days`, or how long ago it was. */
export function dayAndDistance(instant: Instant, asOf: Instant): Phrase {
  return say`${dayOf(instant)}, ${distance(daysBetween(asOf, instant))}`;
}

function distance(days: number): string {
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  if (days === -1) return 'yesterday';
  return days > 0 ? `in ${days} days` : `${-days} days ago`;
}

/** `since 2026-11-01 (25 days)`. */
export function since(instant: Instant, asOf: Instant): Phrase {
  const days = daysBetween(instant, asOf);
  return days < 1 ? say`since ${dayOf(instant)}` : say`since ${dayOf(instant)} (${figures(days, 'day')})`;
}

/** `2026-11-26 02:00 UTC`. */
export function minuteOf(instant: Instant): string {
  return `${dayOf(instant)} ${instant.slice(11, 16)} UTC`;
}
