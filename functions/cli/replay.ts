import { join } from 'node:path';
import { makeAccountDirectory } from '#adapters/aws/account-directory.ts';
import { makeAwsReader } from '#adapters/aws/aws-reader.ts';
import { callerIdentity } from '#adapters/aws/caller-identity.ts';
import { makeAwsClients } from '#adapters/aws/clients.ts';
import { makeConnection } from '#adapters/aws/connection.ts';
import { openEmbeddedStore } from '#adapters/dynamodb/embedded.ts';
import { RecordingError } from '#adapters/recording/problems.ts';
import { readRecording } from '#adapters/recording/read-recording.ts';
import type { Recording } from '#adapters/recording/recording.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { runSweep } from '#app/run-sweep.ts';
import type { Digest } from '#core/digest/digest.ts';
import { imageParameters } from '#data/image-parameters.ts';
import { renderReplayNight } from '#render/replay-night.ts';
import { type Configuration, readConfiguration } from '../composition/configuration.ts';
import { judgingOf } from '../composition/judging.ts';
import { kubernetesOf } from '../composition/kubernetes.ts';
import { sweepDeps } from '../composition/sweep-deps.ts';
import { type ReplayServer, startReplayServer } from '../replay/server.ts';
import { howToAsk } from './how-to-ask.ts';
import { type Io, UsageError } from './io.ts';
import { planAccounts } from './plan-accounts.ts';
import { portTrouble } from './port-trouble.ts';
import { recordingFolder } from './recording-folder.ts';

export interface ReplayOptions {
  readonly serve: boolean;
  readonly night?: number;
  readonly port?: number;
}

/** Walks the nights of a recording through the whole system, or serves one of them as AWS would. */
export async function replay(named: string, options: ReplayOptions, io: Io): Promise<number> {
  const folder = recordingFolder(named, io.cwd);
  const recording = await readRecording(folder).catch((error: unknown) => {
    throw error instanceof RecordingError ? new UsageError(error.message) : error;
  });
  const { night, port } = options;
  if (options.serve) return serve(recording, folder, night ?? recording.nights.length, port, io);
  if (port !== undefined) throw new UsageError('--port goes with --serve: a replay needs none');
  if (night !== undefined)
    throw new UsageError('--night goes with --serve: a replay walks all nights, since each builds on those before');

  const configuration = await readConfiguration(join(folder, 'midwatch.yaml'), io.cwd);
  const server = await startReplayServer({ recording });
  try {
    await walk(recording, configuration, server, io);
  } finally {
    await server.close();
  }
  return 0;
}

async function walk(recording: Recording, configuration: Configuration, server: ReplayServer, io: Io): Promise<void> {
  const { config } = configuration;
  const judging = judgingOf(configuration);
  const { reader, directory } = await reachRecorded(recording, configuration, server.url);
  const { store, close } = await openEmbeddedStore({ memory: true }, { clock: systemClock });
  const layout = { width: io.terminal.columns, colour: io.terminal.out };
  try {
    const progress = { report: () => undefined };
    for (const [index, { asOf, title, story }] of recording.nights.entries()) {
      server.setNight(index + 1);
      const { accounts, notices } = await planAccounts(config, recording.hub, directory);
      const sent: Digest[] = [];
      const notifier = { notify: async (digest: Digest) => void sent.push(digest) };
      const deps = { ...sweepDeps(judging, config, { reader, store, progress }), notifier };
      const { document, digest } = await runSweep(deps, { accounts, notices, asOf });
      const night = { night: index + 1, of: recording.nights.length, title, story, document, digest };
      io.out(`${index === 0 ? '' : '\n'}${renderReplayNight({ ...night, sent: sent.length > 0 }, layout)}`);
    }
  } finally {
    await close();
  }
}

/** Reads the recorded AWS as the hub would: its own account by its credentials, the others by their role. */
async function reachRecorded({ hub }: Recording, { config }: Configuration, endpoint: string) {
  const connection = makeConnection({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: hub, secretAccessKey: 'recorded' },
  });
  const identity = await callerIdentity(connection);
  if (!identity.readable)
    throw new Error(`the replay server did not say whose its credentials are: ${identity.because.detail}`);
  const { memberRole } = config;
  const caller = identity.value;
  const clients = makeAwsClients({ connection, caller, memberRole, sessionName: 'midwatch-replay' });
  const reader = makeAwsReader(clients, imageParameters, kubernetesOf(config));
  return { reader, directory: makeAccountDirectory({ connection }) };
}

/** Serves one night until somebody ends it, and says how to ask it. */
async function serve(
  recording: Recording,
  folder: string,
  number: number,
  port: number | undefined,
  io: Io,
): Promise<number> {
  const night = recording.nights[number - 1];
  if (!night) throw new UsageError(`unknown night: got ${number}, wanted one from 1 to ${recording.nights.length}`);
  const server = await startOn(port, recording, number);
  try {
    io.out(howToAsk({ recording, folder, night, url: server.url }, io));
    await io.interrupted();
  } finally {
    await server.close();
  }
  return 0;
}

/** @throws {UsageError} where somebody else has the port, or may have it */
async function startOn(port: number | undefined, recording: Recording, night: number): Promise<ReplayServer> {
  const chosen = port === undefined ? {} : { port };
  return startReplayServer({ recording, night, ...chosen }).catch((error: NodeJS.ErrnoException) => {
    throw portTrouble(port ?? 0, error);
  });
}
