import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import { say } from '#render/phrase.ts';
import { documentPath } from '../api/app.ts';
import { gotWanted, Problem, problemResponse } from '../api/problem.ts';
import type { Io } from './io.ts';
import { type AskedHistory, openLocalApi } from './local-api.ts';
import { portTrouble } from './port-trouble.ts';

export interface ServeOptions extends AskedHistory {
  readonly port?: number;
}

/** Serves the dashboard and the API on this machine alone until somebody ends it, over a history that whoever serves it may read. */
export async function serve({ port = 0, ...history }: ServeOptions, io: Io): Promise<number> {
  const { api, dashboard, close } = await openLocalApi(history, io, (error) => {
    io.err(`${say`a question was not answered: ${error.name}: ${error.message}`.text}\n`);
  });
  try {
    const site = dashboard.all('*', ({ req }) => api.fetch(req.raw));
    const server = await listen(site, port);
    io.out(
      `The dashboard is at ${server.url}/\nThe API is at ${server.url}/v1, and what it answers at ${server.url}${documentPath}\nCtrl-C ends it.\n`,
    );
    await io.interrupted();
    await server.close();
  } finally {
    await close();
  }
  return 0;
}

/** @throws {UsageError} where somebody else has the port, or may have it */
async function listen(
  site: Hono,
  port: number,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createAdaptorServer({
    fetch: (request) => (isForHere(request) ? site.fetch(request) : misdirected(request)),
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portTrouble(port, error)));
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

/** Whether whoever asks means this machine: a name of somebody else's may lead here as well, and then a page of his asks. */
function isForHere({ url }: Request): boolean {
  return ['127.0.0.1', 'localhost'].includes(new URL(url).hostname);
}

function misdirected({ url }: Request): Response {
  return problemResponse(new Problem(421, gotWanted(new URL(url).host, '127.0.0.1 or localhost')));
}
