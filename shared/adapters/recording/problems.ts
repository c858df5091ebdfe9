import type { z } from 'zod';

/** A folder that is no recording, with everything that is wrong with it. */
export class RecordingError extends Error {
  readonly problems: readonly string[];

  constructor(folder: string, problems: readonly string[]) {
    super([`${folder} is not a recording`, ...problems].join('\n  '));
    this.name = 'RecordingError';
    this.problems = problems;
  }
}

/** One sentence of a problem: where, what we got and what we wanted. */
export function problem(file: string, path: readonly PropertyKey[], got: unknown, wanted: string): string {
  const where = path.length === 0 ? file : `${file}: ${dotted(path)}`;
  return `${where}: got ${shown(got)}, wanted ${wanted}`;
}

/** The problems that a schema found in a file's value. */
export function schemaProblems(file: string, value: unknown, { issues }: z.ZodError): readonly string[] {
  return issues.map((issue) => problem(file, issue.path, at(value, issue.path), wantedBy(issue)));
}

function wantedBy(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.startsWith('Invalid') ? `a value of type ${issue.expected}` : issue.message;
    case 'invalid_value':
      return issue.values.map((value) => JSON.stringify(value)).join(' or ');
    case 'unrecognized_keys':
      return `no ${issue.keys.join(', ')} here`;
    default:
      return issue.message;
  }
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], value);
}

function dotted(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}

const longest = 80;

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
