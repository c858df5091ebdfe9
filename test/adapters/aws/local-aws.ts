import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';
import { makeAwsReader } from '#adapters/aws/aws-reader.ts';
import { type AwsClientsOptions, makeAwsClients } from '#adapters/aws/clients.ts';
import { type ConnectionOptions, makeConnection } from '#adapters/aws/connection.ts';
import { imageParameters } from '#data/image-parameters.ts';

export type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** A server on this machine that answers as it is told to, for one test. */
export async function localAws(answer: Answer): Promise<string> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    answer(request, response, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export function json(response: ServerResponse, body: object, status = 200, errorType?: string): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(errorType ? { 'x-amzn-errortype': errorType } : {}),
  });
  response.end(JSON.stringify(body));
}

export function xml(response: ServerResponse, body: string, status = 200): void {
  response.writeHead(status, { 'content-type': 'text/xml' });
  response.end(body);
}

export const dummyKeys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'not-a-secret' };

/** A connection to a server on this machine, that soon gives up. */
export function connectionTo(endpoint: string, options: ConnectionOptions = {}) {
  return makeConnection({ endpoint, region: 'eu-west-1', credentials: dummyKeys, maxAttempts: 1, ...options });
}

export function readerOf(
  endpoint: string,
  options: ConnectionOptions = {},
  clients: Partial<Omit<AwsClientsOptions, 'connection'>> = {},
) {
  const caller = { account: '111122223333', partition: 'aws' };
  const connection = connectionTo(endpoint, options);
  return makeAwsReader(
    makeAwsClients({ connection, caller, sessionName: 'midwatch-test', ...clients }),
    imageParameters,
  );
}
