import { NormalizedSchema } from '@smithy/core/schema';
import type { OperationSchema } from './operation.ts';

/** How one operation of a REST service is reached. */
export interface Route {
  readonly schema: OperationSchema;
  readonly method: string;
  readonly path: RegExp;
  readonly labels: readonly string[];
}

/** Reads method and path from an operation's schema; undefined where it has none. */
export function routeOf(schema: OperationSchema): Route | undefined {
  const traits = schema[3];
  if (typeof traits !== 'object' || !traits.http) return undefined;
  const [method, path] = traits.http;
  const labels = [...path.matchAll(/\{(\w+)\+?\}/g)].map(([, label]) => `${label}`);
  return { schema, method, path: new RegExp(`^${path.replace(/\{\w+\+?\}/g, '([^/]+)')}/?$`), labels };
}

export function findRoute(routes: readonly Route[], method: string, path: string): Route | undefined {
  return routes.find((route) => route.method === method && route.path.test(path));
}

/** The input of a call, from path, query and body, as the schema binds them. */
export function inputOf({ schema, path, labels }: Route, url: URL, body: string): Record<string, unknown> {
  const values = path.exec(url.pathname)?.slice(1) ?? [];
  const byLabel = new Map(labels.map((label, index) => [label, decodeURIComponent(values[index] ?? '')]));
  const inBody = readBody(body);
  const input: Record<string, unknown> = {};
  for (const [name, member] of NormalizedSchema.of(schema[4]).structIterator()) {
    const { httpQuery } = member.getMergedTraits();
    const value = byLabel.get(name) ?? (httpQuery ? queried(member, url.searchParams.getAll(httpQuery)) : inBody[name]);
    if (value !== undefined && value !== null) input[name] = value;
  }
  return input;
}

function queried(member: NormalizedSchema, texts: readonly string[]): unknown {
  if (texts.length === 0) return undefined;
  return member.isListSchema() ? texts : scalar(member, `${texts[0]}`);
}

/** A text of a query or a form as the type that the schema wants. */
export function scalar(member: NormalizedSchema, text: string): string | number | boolean {
  if (member.isNumericSchema()) return Number(text);
  return member.isBooleanSchema() ? text === 'true' : text;
}

/** A body that is no JSON object holds no member: AWS then misses what is required, or takes its defaults. */
export function readBody(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
