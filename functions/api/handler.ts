import { parseEvent } from '../lambda/event-error.ts';
import { HttpEvent, type HttpResult } from './event.ts';

/** What answers a request. */
export interface HttpApp {
  fetch(request: Request): Response | Promise<Response>;
}

/** The one header of a request that an answer goes by. */
const heeded = 'if-none-match';

/** Answers what API Gateway lets through. Whose it is and where it came to is no part of any answer. */
export function makeHandler(app: HttpApp) {
  return async (input: unknown): Promise<HttpResult> => {
    const { rawPath, rawQueryString, headers, requestContext } = parseEvent(HttpEvent, input);
    // What API Gateway decoded is none of the signs that part a URL.
    const path = rawPath.replaceAll(/[?#\\]/g, encodeURIComponent);
    const url = new URL(`http://api${path}${rawQueryString === '' ? '' : `?${rawQueryString}`}`);
    const kept = headers[heeded];
    const { method } = requestContext.http;
    const response = await app.fetch(
      new Request(url, { method, headers: kept === undefined ? {} : { [heeded]: kept } }),
    );
    return {
      statusCode: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
  };
}
