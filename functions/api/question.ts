import type { z } from 'zod';
import { gotWanted, Problem } from './problem.ts';
import type { Params, Query, Route } from './route.ts';

/** Words that count in whatever case they come. */
const anyCase: readonly string[] = ['status', 'severity'];

/** What is asked, by the schemas of its route. @throws {Problem} with everything that is wrong with it */
export function questionOf({ query }: Route, search: URLSearchParams): Query {
  const repeated = [...new Set(search.keys())].find((name) => search.getAll(name).length > 1);
  if (repeated !== undefined) throw new Problem(400, gotWanted(`${repeated}`, 'each parameter once'));
  const given = Object.fromEntries([...search].map(([name, text]) => [name, wordOf(name, text)]));
  const parsed = query.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new Problem(400, parsed.error.issues.map((issue) => issueWords(issue, given, query)).join('; '));
}

/** Ids in a path name something that is there, or nothing: none is wrong. @throws {Problem} */
export function paramsOf({ params }: Route, encoded: Params): Params {
  return Object.fromEntries(
    Object.entries(params).map(([name, schema]) => {
      const text = decoded(encoded[name] ?? '');
      if (schema.safeParse(text).success) return [name, text];
      throw new Problem(404, `${name}: ${gotWanted(text, (schema.description ?? 'another').toLowerCase())}`);
    }),
  );
}

/** @throws {Problem} */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Problem(400, gotWanted(text, 'a path in which each % is followed by the two digits of a byte of UTF-8'));
  }
}

function wordOf(name: string, text: string): string | number {
  if (name === 'limit' && /^\d{1,9}$/.test(text)) return Number(text);
  return anyCase.includes(name) ? text.toUpperCase() : text;
}

function issueWords(
  issue: z.core.$ZodIssue,
  given: Readonly<Record<string, string | number>>,
  query: z.ZodObject,
): string {
  if (issue.code === 'unrecognized_keys') {
    return gotWanted(issue.keys.join(', '), `parameters among ${Object.keys(query.shape).join(', ') || 'none'}`);
  }
  const name = String(issue.path[0]);
  return `${name}: ${gotWanted(String(given[name]), wantedWords(issue))}`;
}

function wantedWords(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return `one of ${issue.values.join(', ')}`;
    case 'too_small':
      return `at least ${issue.minimum}`;
    case 'too_big':
      return `at most ${issue.maximum}`;
    case 'invalid_union':
      return 'a day like 2026-11-25 or an instant like 2026-11-25T02:00:00Z';
    case 'invalid_format':
      return 'the ARN of a cluster';
    default:
      return 'a whole number';
  }
}
