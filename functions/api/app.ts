import { Hono } from 'hono';
import { etag } from 'hono/etag';
import { secureHeaders } from 'hono/secure-headers';
import type { AskDeps } from '#app/ask/ask-deps.ts';
import { harmlessJson } from '#render/json.ts';
import { openApiDocument } from './openapi.ts';
import { readToken, writeToken } from './page-token.ts';
import { gotWanted, Problem, problemResponse } from './problem.ts';
import { paramsOf, questionOf } from './question.ts';
import { paramsIn, type Route } from './route.ts';
import { routes } from './routes.ts';

export interface ApiDeps extends AskDeps {
  /** Hears of what nobody foresaw. */
  readonly onError: (error: Error) => void;
}

export const documentPath = '/v1/openapi.json';

/** Nothing of an answer is ever a page: nobody frames it, and nothing in it loads anything. */
const headers = secureHeaders({
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  xFrameOptions: 'DENY',
});

/** The HTTP API: reads only, and whoever asks is let in before it. */
export function makeApi({ onError, ...deps }: ApiDeps): Hono {
  const app = new Hono();
  app.use(headers, etag());
  app.get(documentPath, () => jsonResponse(openApiDocument));
  app.get('/v1/*', async ({ req }) => jsonResponse(await answer(deps, new URL(req.url))));
  app.all('*', ({ req }) => {
    throw unanswered(req.method, new URL(req.url).pathname);
  });
  app.onError((error) => {
    if (error instanceof Problem) return problemResponse(error);
    onError(error);
    return problemResponse(
      new Problem(500, 'the answer could not be made: whoever runs this API finds why in its log'),
    );
  });
  return app;
}

async function answer(deps: AskDeps, { pathname, searchParams }: URL): Promise<object> {
  const [found] = routesAt(pathname);
  if (!found) throw unanswered('GET', pathname);
  const { route, encoded } = found;
  const params = paramsOf(route, encoded);
  const query = questionOf(route, searchParams);
  const { limit = 0, page, ...question } = query as { readonly limit?: number; readonly page?: string };
  const whole = [route.operationId, params, question];
  const from = page === undefined ? {} : { from: readToken(whole, page) };
  const given = await route.ask(deps, params, query, { size: limit, ...from });
  if (!given) throw new Problem(404, gotWanted(Object.values(params)[0] ?? String(query.cluster), 'one that is known'));
  const { body, next } = given;
  return next === undefined ? body : { ...body, next: writeToken(whole, next) };
}

function routesAt(path: string) {
  return routes.flatMap((route: Route) => {
    const encoded = paramsIn(route, path);
    return encoded ? [{ route, encoded }] : [];
  });
}

function unanswered(method: string, path: string): Problem {
  const isThere = path === documentPath || routesAt(path).length > 0;
  if (isThere && method !== 'GET') return new Problem(405, gotWanted(method, 'GET or HEAD'), { allow: 'GET, HEAD' });
  return new Problem(404, gotWanted(path, `a path of the document at ${documentPath}`));
}

function jsonResponse(body: unknown): Response {
  return new Response(harmlessJson(body), {
    // It is for whoever asked alone, who asks each time whether it is still so.
    headers: { 'content-type': 'application/json', 'cache-control': 'private, no-cache' },
  });
}
