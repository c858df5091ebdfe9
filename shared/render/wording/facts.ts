import type { Json } from '#core/json.ts';
import type { Evidence } from '#core/verdicts.ts';

/** Evidence, read key by key. What nobody read is left over, so that no fact is lost for want of words. */
export interface Facts {
  text(key: string): string | undefined;
  number(key: string): number | undefined;
  /** Empty where there is no such list. */
  texts(key: string): readonly string[];
  flag(key: string): boolean;
  json(key: string): Json | undefined;
  /** Marks facts that the words of a finding need not hold. */
  pass(...keys: readonly string[]): void;
  leftOver(): readonly (readonly [string, Json])[];
}

export function factsOf(evidence: Evidence): Facts {
  const read = new Set<string>();
  const take = <T extends Json>(key: string, fits: (value: Json) => value is T): T | undefined => {
    const value = evidence[key];
    if (value === undefined || !fits(value)) return undefined;
    read.add(key);
    return value;
  };
  return {
    text: (key) => take(key, (value) => typeof value === 'string'),
    number: (key) => take(key, (value) => typeof value === 'number'),
    texts: (key) => take(key, isTexts) ?? [],
    flag: (key) => take(key, (value) => typeof value === 'boolean') ?? false,
    json: (key) => take(key, (value): value is Json => value !== null),
    pass: (...keys) => {
      for (const key of keys) read.add(key);
    },
    leftOver: () => Object.entries(evidence).filter(([key]) => !read.has(key)),
  };
}

function isTexts(value: Json): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** A fact that has no words of its own, as `key value`. */
export function factText(value: Json): string {
  if (Array.isArray(value)) return value.map(factText).join(', ') || 'none';
  if (value === null || typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([key, item]) => `${key} ${factText(item)}`)
    .join(', ');
}
