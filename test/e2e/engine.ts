import { existsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { delimiter, join, resolve } from 'node:path';
import { awsEnvironment } from './aws-environment.ts';
import { startTied } from './tied-process.ts';
import { until } from './until.ts';

/** A local AWS, by ministack. */
export interface Engine {
  readonly url: string;
  readonly log: string;
  readonly stop: () => Promise<void>;
}

export interface EngineOptions {
  readonly program: string;
  /** The account that is deployed to. */
  readonly account: string;
  readonly region: string;
  /** Who answers, in place of the engine, to the functions that it runs. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** A folder for what it writes. */
  readonly folder: string;
}

const installed = resolve(import.meta.dirname, '../../.cache/ministack/bin');

/** Where the engine is installed; undefined where it is not. */
export function findEngine(): string | undefined {
  const folders = [installed, ...(process.env.PATH ?? '').split(delimiter)];
  return folders.map((folder) => join(folder, 'ministack')).find((program) => existsSync(program));
}

/** Starts an engine that refuses as AWS does: by policies, by trust, by signatures. It listens on this machine only. */
export async function startEngine({ program, account, region, endpoints, folder }: EngineOptions): Promise<Engine> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const log = join(folder, 'engine.log');
  const engine = startTied([program], {
    log,
    env: {
      ...awsEnvironment({ url, account, region }, folder),
      ...endpoints,
      AUTH: 'true',
      BIND_HOST: '127.0.0.1',
      MINISTACK_HOST: '127.0.0.1',
      GATEWAY_PORT: `${port}`,
      MINISTACK_ACCOUNT_ID: account,
      MINISTACK_REGION: region,
    },
  });
  await until('the engine to be ready', 30, async () => {
    const answer = await fetch(`${url}/_ministack/ready`).catch(() => undefined); // nobody listens yet
    return answer?.ok || undefined;
  });
  return { url, log, stop: engine.end };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
