import type { IncomingMessage } from 'node:http';
import { Agent, get } from 'node:https';
import type { FileReading } from '#ports/file-reader.ts';
import { boundedBody } from './bounded-body.ts';
import { proxied } from './proxied.ts';

export interface HttpsFileOptions {
  /** Until the whole of it has come, redirects included. @default 10 seconds */
  readonly timeoutMs?: number;
  /** @default 256 KiB */
  readonly maxBytes?: number;
  /** Who is trusted besides those that Node trusts. */
  readonly ca?: string;
}

const mostRedirects = 3;

/**
 * Reads a file over https, and over nothing else: a redirect to another scheme is not followed.
 *
 * It goes by the proxy of the environment, where there is one. Whoever answers is checked by certificate, and sent nothing but the address. What is too large, too slow, or not
 * there is a reason, never a part of the file.
 */
export async function readHttpsFile(address: string, options: HttpsFileOptions = {}): Promise<FileReading> {
  const { timeoutMs = 10_000, maxBytes = 256 * 1024, ca } = options;
  const signal = AbortSignal.timeout(timeoutMs);
  const limits = { signal, maxBytes, ...(ca === undefined ? {} : { ca }) };
  try {
    return { ok: true, text: await follow(new URL(address), limits, mostRedirects) };
  } catch (error) {
    const because = signal.aborted ? `it had not come whole after ${timeoutMs / 1000} seconds` : messageOf(error);
    return { ok: false, because };
  }
}

interface Limits {
  readonly signal: AbortSignal;
  readonly maxBytes: number;
  readonly ca?: string;
}

async function follow(url: URL, limits: Limits, redirectsLeft: number): Promise<string> {
  if (url.protocol !== 'https:') throw new Error(`it redirects to ${url.protocol}//${url.host}: wanted https`);
  const response = await ask(url, limits);
  const { statusCode = 0, headers } = response;
  if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
    response.destroy();
    if (redirectsLeft === 0) throw new Error(`it redirects more than ${mostRedirects} times`);
    return follow(new URL(headers.location, url), limits, redirectsLeft - 1);
  }
  if (statusCode !== 200) {
    response.destroy();
    throw new Error(`got the status ${statusCode}, wanted 200`);
  }
  return textOf(response, limits.maxBytes);
}

function ask(url: URL, { signal, ca }: Limits): Promise<IncomingMessage> {
  const headers = { accept: 'application/json, application/yaml, text/plain, */*', 'user-agent': 'midwatch' };
  return new Promise((resolve, reject) => {
    // A connection of its own: nothing is left open between nights.
    const agent = new Agent(proxied());
    get(url, { agent, headers, signal, ...(ca === undefined ? {} : { ca }) }, resolve).on('error', reject);
  });
}

async function textOf(response: IncomingMessage, maxBytes: number): Promise<string> {
  const body = await boundedBody(response, maxBytes, () => new Error(`it is larger than ${maxBytes} bytes`));
  return new TextDecoder('utf-8', { fatal: true }).decode(body);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
