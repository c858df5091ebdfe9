import { once } from 'node:events';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import dynalite from 'dynalite';

/** Where a server says which one it is: DynamoDB's own API knows no GET. */
export const identityPath = '/midwatch-store';

export interface DynaliteServer {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Serves a database on localhost alone: in memory, or from a folder that nobody else has open. */
export async function serveDynalite(identity: string, path?: string): Promise<DynaliteServer> {
  const server = dynalite({ createTableMs: 0, ...(path === undefined ? {} : { path }) });
  const [database] = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (request.headers.origin !== undefined) {
      // dynalite would let any page that the browser shows read and write the history.
      response.writeHead(403).end();
    } else if (request.method === 'GET' && request.url === identityPath) {
      response.end(identity);
    } else {
      passOn(request, response, database as RequestListener);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
      }),
  };
}

/**
 * Hands on a request once all of it is here: where a sender goes away in the middle, dynalite throws outside of
 * any request, and this process would end because another one did.
 */
function passOn(request: IncomingMessage, response: ServerResponse, database: RequestListener): void {
  const { method, url, headers } = request;
  buffer(request).then(
    (body) => database(Object.assign(Readable.from([body]), { method, url, headers }) as never, response),
    () => response.destroy(),
  );
}
