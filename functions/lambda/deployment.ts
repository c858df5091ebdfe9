import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type CallerIdentity, callerIdentity } from '#adapters/aws/caller-identity.ts';
import { makeConnection } from '#adapters/aws/connection.ts';
import { makeDynamoStore } from '#adapters/dynamodb/dynamo-store.ts';
import { makePowertoolsLog } from '#adapters/powertools/log.ts';
import { makePowertoolsMetrics } from '#adapters/powertools/metrics.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { configNotices } from '#shared/config.ts';
import { readConfiguration } from '../composition/configuration.ts';
import { judgingOf } from '../composition/judging.ts';
import { judgingDeps, notifyDeps } from '../composition/sweep-deps.ts';
import { instruments } from './instruments.ts';
import { setting } from './setting.ts';

/** The file that lies beside the bundle of each function: validated when it was deployed, and read as it was then. */
const configurationFile = join(dirname(fileURLToPath(import.meta.url)), 'midwatch.yaml');

/** Whose the credentials are could not be read. */
export class CallerUnknownError extends Error {
  override readonly name = 'CallerUnknownError';
}

/** What all functions have in common, made once a container. */
export async function makeDeployment() {
  const file = process.env.MIDWATCH_CONFIG ?? configurationFile;
  const configuration = await readConfiguration(file, process.cwd());
  const { config } = configuration;
  const judging = judgingOf(configuration);
  const connection = makeConnection({ callsPerSecond: config.limits.callsPerSecond });
  const client = DynamoDBDocumentClient.from(instruments.tracer.captureAWSv3Client(new DynamoDBClient({})));
  return {
    config,
    /** The first digits of its hash, by which a sweep tells what it went by. */
    configurationHash: createHash('sha256')
      .update(await readFile(file))
      .digest('hex')
      .slice(0, 12),
    connection,
    /** What has to be said of the configuration. */
    notices: configNotices(config),
    caller: remembered(async () => {
      const identity = await callerIdentity(connection);
      if (!identity.readable) throw new CallerUnknownError(`${identity.because.call}: ${identity.because.obstacle}`);
      return identity.value;
    }),
    deps: {
      ...judgingDeps(judging),
      notify: notifyDeps(config),
      store: makeDynamoStore({
        client,
        tableName: setting('MIDWATCH_TABLE'),
        clock: systemClock,
        retentionDays: config.retention,
      }),
      log: makePowertoolsLog(instruments.logger),
      metrics: makePowertoolsMetrics(instruments.metrics),
    },
  };
}

/** Asks once, and again only where it was not told. */
function remembered(ask: () => Promise<CallerIdentity>): () => Promise<CallerIdentity> {
  let known: Promise<CallerIdentity> | undefined;
  return async () => {
    known ??= ask();
    try {
      return await known;
    } catch (error) {
      known = undefined;
      throw error;
    }
  };
}
