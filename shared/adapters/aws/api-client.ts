import { type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent, request as requestHttps } from 'node:https';
import { STSClient } from '@aws-sdk/client-sts';
import { SignatureV4 } from '@smithy/signature-v4';
import { boundedBody } from '../https/bounded-body.ts';
import { proxied } from '../https/proxied.ts';
import { isNoCredentials, NoCredentialsError } from './caller-identity.ts';

/** What an API answered. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: string;
}

/** An API could not be asked; the message names its address and says why. */
export class ApiUnreachableError extends Error {
  override readonly name = 'ApiUnreachableError';
}

export interface ApiClientOptions {
  /** Where its paths begin. */
  readonly address: URL;
  /** The region of an API that its address does not tell. */
  readonly region: () => Promise<string>;
  /** A token in place of a signature, for an API that wants one. */
  readonly token?: string | undefined;
  /** Until the whole of an answer has come. @default 35 seconds, more than API Gateway takes */
  readonly timeoutMs?: number;
}

/** An answer of API Gateway is never larger. */
const mostBytes = 10 * 1024 * 1024;

/**
 * Asks a deployed API with the caller's credentials, by Signature Version 4. One on this machine is asked without.
 *
 * @throws {ApiUnreachableError} {NoCredentialsError}
 */
export function makeApiClient(options: ApiClientOptions): (path: string) => Promise<ApiAnswer> {
  const { address, timeoutMs = 35_000 } = options;
  return async (path) => {
    // The path of the address is a stage, which those of the API follow.
    const url = new URL(address.pathname.replace(/\/$/, '') + path, address);
    const headers = await headersFor(url, options);
    try {
      const response = await send(url, headers, AbortSignal.timeout(timeoutMs));
      const body = await boundedBody(response, mostBytes, () => new Error(`it is larger than ${mostBytes} bytes`));
      return { status: response.statusCode ?? 0, body: body.toString() };
    } catch (error) {
      const because = error instanceof Error ? error.message : String(error);
      throw new ApiUnreachableError(`${address.href} could not be asked: ${because}`, { cause: error });
    }
  };
}

type Headers = Readonly<Record<string, string>>;

async function headersFor(url: URL, { region, token }: ApiClientOptions): Promise<Headers> {
  const headers = { host: url.host, accept: 'application/json', 'user-agent': 'midwatch' };
  if (token !== undefined) return { ...headers, authorization: `Bearer ${token}` };
  if (url.protocol === 'http:') return headers;
  const inAddress = /\.execute-api\.([a-z0-9-]+)\./.exec(url.hostname)?.[1];
  return sign(url, headers, inAddress ?? (await region()));
}

/** @throws {NoCredentialsError} */
async function sign(url: URL, headers: Headers, region: string): Promise<Headers> {
  const { credentials, sha256 } = new STSClient({ region }).config;
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256 });
  const query = Object.fromEntries(url.searchParams);
  try {
    const signed = await signer.sign({
      method: 'GET',
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query,
      headers,
    });
    return signed.headers;
  } catch (error) {
    throw isNoCredentials(error) ? new NoCredentialsError(error) : error;
  }
}

function send(url: URL, headers: Headers, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asked =
      url.protocol === 'http:'
        ? requestHttp(url, { headers, signal }, resolve)
        : // A connection of its own: nothing is left open when the answer has come.
          requestHttps(url, { headers, signal, agent: new Agent(proxied()) }, resolve);
    asked.on('error', reject).end();
  });
}
