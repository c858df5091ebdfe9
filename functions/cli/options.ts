import { type Command, InvalidArgumentError } from 'commander';
import type { Instant } from '#core/days.ts';
import { type Severity, severities } from '#core/severity.ts';

/** Reads `2024-02-07` (its first instant, UTC) or a full instant with its zone. */
export function parseInstant(text: string): Instant {
  const full = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
  const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(full);
  const at = isInstant ? new Date(full) : new Date(Number.NaN);
  // JavaScript takes the 30th of February for the 1st of March.
  const isRealDay = !Number.isNaN(at.getTime()) && isCalendarDay(full.slice(0, 10));
  if (!isRealDay) {
    throw new InvalidArgumentError(`got ${text}, wanted a day like 2026-11-25 or an instant like 2026-11-25T02:00:00Z`);
  }
  return at.toISOString();
}

function isCalendarDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}

export function parseFailOn(text: string): Severity | 'none' {
  const wanted = ['none', ...severities] as const;
  const found = wanted.find((one) => one.toLowerCase() === text.toLowerCase());
  if (!found) throw new InvalidArgumentError(`got ${text}, wanted one of ${wanted.join(', ')}`);
  return found;
}

export function parseSeverity(text: string): Severity {
  const found = severities.find((one) => one.toLowerCase() === text.toLowerCase());
  if (!found) throw new InvalidArgumentError(`got ${text}, wanted one of ${severities.join(', ')}`);
  return found;
}

export function parseAccount(text: string): string {
  if (!/^\d{12}$/.test(text)) throw new InvalidArgumentError(`got ${text}, wanted an account id of 12 digits`);
  return text;
}

export function parseNight(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError(`got ${text}, wanted the number of a night, from 1`);
  return Number(text);
}

export function parsePort(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) > 65_535) {
    throw new InvalidArgumentError(`got ${text}, wanted a port from 0 to 65535`);
  }
  return Number(text);
}

/** Refuses an empty text, as a variable of a script that was never set gives it, where it would be taken for a name. */
export function parseNamed(wanted: string): (text: string) => string {
  return (text) => {
    if (text.trim() === '') throw new InvalidArgumentError(`got an empty text, wanted ${wanted}`);
    return text;
  };
}

const gathering = new WeakSet<object>();

/** Gathers an option that may be given several times. */
export function gather<T>(
  parse: (text: string) => T,
): (text: string, before: readonly T[] | undefined) => readonly T[] {
  const gatherer = (text: string, before: readonly T[] = []): readonly T[] => [...before, parse(text)];
  gathering.add(gatherer);
  return gatherer;
}

/** Refuses any other option that is given two values: whichever was heeded, the other would be passed over in silence. */
export function refuseSecondValues(command: Command): void {
  for (const option of command.options) {
    if (!option.required || (option.parseArg && gathering.has(option.parseArg))) continue;
    let isGiven = false;
    command.on(`option:${option.name()}`, () => {
      if (isGiven) command.error(`error: option '${option.long}' was given twice, wanted it once`);
      isGiven = true;
    });
  }
}
