import { z } from 'zod';

/** As much of what API Gateway's HTTP APIs send, in the format 2.0, as a question holds. */
export const HttpEvent = z.object({
  /** Decoded by API Gateway. */
  rawPath: z.string(),
  /** As it was sent. */
  rawQueryString: z.string(),
  headers: z.record(z.string(), z.string()).default({}),
  requestContext: z.object({ http: z.object({ method: z.string() }) }),
});

export interface HttpResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
