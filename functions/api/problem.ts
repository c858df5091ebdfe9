import { STATUS_CODES } from 'node:http';
import { harmlessJson } from '#render/json.ts';

/** A question that cannot be answered, by RFC 9457. What the detail says may be shown to whoever asked. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.status = status;
    this.headers = headers;
  }
}

/** The most of what somebody sent that is sent back. */
const longestShown = 100;

/** What was got and what was wanted, where it is somebody else's text. */
export function gotWanted(got: string, wanted: string): string {
  const shown = got.length > longestShown ? `${got.slice(0, longestShown)}…` : got;
  return `got ${JSON.stringify(shown)}, wanted ${wanted}`;
}

export function problemResponse({ status, message: detail, headers }: Problem): Response {
  const body = { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail };
  return new Response(harmlessJson(body), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  });
}
