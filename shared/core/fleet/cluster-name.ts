import type { EnvironmentName } from './environment-names.ts';

/** What a cluster's name says by the usual manners of naming: `shop-prod`, `prod-shop`, `shop-prod-eu-west-1`. */
export interface NameReading {
  /** The environment, as it is written there. */
  readonly environment: string;
  /** What comes before the environment or, where it comes first, after it; empty for a name that says no more. */
  readonly system: string;
}

interface Found extends EnvironmentName {
  readonly start: number;
  readonly end: number;
}

/** A region as a part of a name. The environment may stand before it or after it. */
const region = /(?:^|[-_.])(?:af|ap|ca|cn|eu|il|me|mx|sa|us)(?:-gov|-iso[a-z]?)?-[a-z]{4,9}-\d(?=$|[-_.])/gi;

/**
 * Looks for an environment among the parts of a cluster's name, which dashes, dots and underscores separate.
 *
 * Of several, the first that does not open the name is taken: a system may be called `test-runner`.
 */
export function readClusterName(clusterName: string, names: readonly EnvironmentName[]): NameReading | undefined {
  const text = trimmed(clusterName.replace(region, ''));
  const found = names.flatMap((name) => occurrences(text, name));
  const whole = found.filter((one) => !found.some((other) => contains(other, one)));
  const [best] = whole.sort((a, b) => order(a, text) - order(b, text) || a.start - b.start);
  if (!best) return undefined;
  const before = trimmed(text.slice(0, best.start));
  return {
    environment: text.slice(best.start, best.end),
    system: before === '' ? trimmed(text.slice(best.end)) : before,
  };
}

/** The lower, the likelier it is that the environment is meant. */
function order({ start, end, certain }: Found, text: string): number {
  if (start > 0 && certain) return 0;
  if (start > 0 && end === text.length) return 1;
  if (certain) return 2;
  return start > 0 ? 3 : 4;
}

function occurrences(text: string, { name, certain }: EnvironmentName): readonly Found[] {
  const places = uniform(text);
  const wanted = uniform(name);
  const found: Found[] = [];
  for (let start = places.indexOf(wanted); start !== -1; start = places.indexOf(wanted, start + 1)) {
    const end = start + wanted.length;
    const stands = [places[start - 1], places[end]].every((beside) => beside === undefined || beside === '-');
    if (stands) found.push({ name, certain, start, end });
  }
  return found;
}

function contains(outer: Found, inner: Found): boolean {
  return outer.start <= inner.start && outer.end >= inner.end && outer.name.length > inner.name.length;
}

function uniform(text: string): string {
  return text.toLowerCase().replace(/[_. ]/g, '-');
}

function trimmed(text: string): string {
  return text.replace(/^[-_.]+|[-_.]+$/g, '');
}
