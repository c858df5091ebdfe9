import { existsSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { delimiter, join, resolve } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { awsEnvironment, type LocalAccount } from './aws-environment.ts';
import { startTied } from './tied-process.ts';
import { until } from './until.ts';

/** A local AWS, by ministack. */
export interface Engine {
  /** The account that is deployed to. */
  readonly local: LocalAccount;
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

/**
 * Starts an engine that refuses as AWS does: by policies, by trust, by signatures. It listens on this machine only.
 *
 * It speaks TLS, since what we deploy denies all else, by a certificate that it makes for itself.
 */
export async function startEngine({ program, account, region, endpoints, folder }: EngineOptions): Promise<Engine> {
  const port = await freePort();
  const certificate = join(folder, 'ministack-tls/server.crt');
  const local = { url: `https://127.0.0.1:${port}`, account, region, certificate };
  const log = join(folder, 'engine.log');
  const engine = startTied([program], {
    log,
    env: {
      ...awsEnvironment(local, folder),
      ...endpoints,
      AUTH: 'true',
      USE_SSL: 'true',
      BIND_HOST: '127.0.0.1',
      MINISTACK_HOST: '127.0.0.1',
      GATEWAY_PORT: `${port}`,
      MINISTACK_ACCOUNT_ID: account,
      MINISTACK_REGION: region,
      // What a state machine waits for is over in a tenth of the time.
      SFN_WAIT_SCALE: '0.1',
    },
  });
  await until('the engine to be ready', 30, () => isReady(local).catch(() => undefined)).catch((error: Error) => {
    throw new Error(`${error.message}; it said:\n${readFileSync(log, 'utf8')}`);
  });
  return { local, log, stop: engine.end };
}

/** Throws while there is no certificate yet, or nobody who listens. */
async function isReady({ url, certificate }: LocalAccount): Promise<true | undefined> {
  setDefaultCACertificates([...getCACertificates('bundled'), readFileSync(certificate, 'utf8')]);
  return (await fetch(`${url}/_ministack/ready`)).ok || undefined;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
