import type { z } from 'zod';
import type { AskDeps } from '#app/ask/ask-deps.ts';
import type { PageWish } from '#ports/paged-store.ts';

/** What a question gave: the body of its answer, and where the next part of it begins. */
export interface Answered {
  readonly body: object;
  readonly next?: string | undefined;
}

/** One question that the API answers. Its schemas check what is asked, and are what its documentation says. */
export interface Route {
  /** As OpenAPI writes it: `/v1/clusters/{cluster}`. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  /** What stands in its path. */
  readonly params: Readonly<Record<string, z.ZodType<string>>>;
  readonly query: z.ZodObject;
  readonly answer: z.ZodType;
  /** Undefined where what is asked for is not known. */
  readonly ask: (deps: AskDeps, params: Params, query: Query, wish: PageWish) => Promise<Answered | undefined>;
}

export type Params = Readonly<Record<string, string>>;
export type Query = Readonly<Record<string, unknown>>;

/** A route whose `ask` takes what its own schemas give. */
export function defineRoute<P extends Record<string, z.ZodType<string>>, Q extends z.ZodObject>(
  route: Omit<Route, 'params' | 'query' | 'ask'> & {
    readonly params: P;
    readonly query: Q;
    readonly ask: (
      deps: AskDeps,
      asked: {
        readonly params: { readonly [K in keyof P]: string };
        readonly query: z.output<Q>;
        readonly wish: PageWish;
      },
    ) => Promise<Answered | undefined>;
  },
): Route {
  const { ask } = route;
  return {
    ...route,
    ask: (deps, params, query, wish) =>
      ask(deps, { params: params as { readonly [K in keyof P]: string }, query: query as z.output<Q>, wish }),
  };
}

/** What a path holds in the places that a template names; undefined where it is another. */
export function paramsIn({ path, params }: Route, asked: string): Params | undefined {
  const names = Object.keys(params);
  // An ARN has a slash in it, which comes as it is from API Gateway and encoded from elsewhere.
  const pattern = path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '(.+)');
  const match = new RegExp(`^${pattern}$`).exec(asked);
  return match ? Object.fromEntries(names.map((name, index) => [name, match[index + 1] ?? ''])) : undefined;
}
