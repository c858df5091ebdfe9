import type { z } from 'zod';
import { type ConfigError, formatPath, quote } from './config-error.ts';
import { nearest } from './nearest.ts';
import type { YamlText } from './yaml-text.ts';

type Issue = z.core.$ZodIssue;

/** What each schema of a file says when a value does not fit it: only what was wanted; what we got is added here. */
export function configErrors(issues: readonly Issue[], text: YamlText): readonly ConfigError[] {
  return issues.flatMap((issue) => errorsOf(issue, [], text));
}

function errorsOf(issue: Issue, prefix: readonly PropertyKey[], text: YamlText): readonly ConfigError[] {
  const path = [...prefix, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey([...path, key], issue.message.split(' '), text));
  }
  const meant = issue.code === 'invalid_union' ? meantBranch(issue.errors) : undefined;
  if (meant) return meant.flatMap((one) => errorsOf(one, path, text));
  const problem = `got ${describe(path, text)}, wanted ${issue.message}`;
  return [{ source: text.source, path: formatPath(path), problem, ...text.placeOf(path) }];
}

/** Of several shapes that a value may have, the one that it has; only then is what is wrong inside it of use. */
function meantBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const meant = branches.filter(
    (issues) => !issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0),
  );
  return meant.length === 1 ? meant[0] : undefined;
}

function unknownKey(path: readonly PropertyKey[], known: readonly string[], text: YamlText): ConfigError {
  const near = nearest(String(path.at(-1)), known);
  const wanted = near === undefined ? `one of ${known.join(', ')}` : `a known one: did you mean ${near}?`;
  const problem = `got an unknown key, wanted ${wanted}`;
  return { source: text.source, path: formatPath(path), problem, ...text.placeOf(path, 'key') };
}

function describe(path: readonly PropertyKey[], text: YamlText): string {
  const value = path.reduce<unknown>(
    (at, segment) => (at as Record<PropertyKey, unknown> | null | undefined)?.[segment],
    text.value,
  );
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'string' ? quote(value) : (text.writtenAt(path) ?? String(value));
}
