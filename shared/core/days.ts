/** An instant in ISO 8601, in UTC, as `Date.toISOString` writes it: two of them compare as strings. */
export type Instant = string;

const millisecondsPerDay = 86_400_000;

/** Whole days of the UTC calendar from one instant to another; negative when `to` lies before `from`. */
export function daysBetween(from: Instant, to: Instant): number {
  return dayNumber(to) - dayNumber(from);
}

/** Hours from one instant to another, parts of them included. */
export function hoursBetween(from: Instant, to: Instant): number {
  return (Date.parse(to) - Date.parse(from)) / 3_600_000;
}

/** The day of an instant in UTC, as `2026-11-26`. */
export function dayOf(instant: Instant): string {
  return instant.slice(0, 10);
}

export function addDays(instant: Instant, days: number): Instant {
  return new Date(Date.parse(instant) + days * millisecondsPerDay).toISOString();
}

/** The last instant before one. */
export function justBefore(instant: Instant): Instant {
  return new Date(Date.parse(instant) - 1).toISOString();
}

function dayNumber(instant: Instant): number {
  return Math.floor(Date.parse(instant) / millisecondsPerDay);
}
