import { join, resolve } from 'node:path';
import { openEmbeddedStore } from '#adapters/dynamodb/embedded.ts';
import { readRecording } from '#adapters/recording/read-recording.ts';
import { systemClock } from '#adapters/system-clock.ts';
import type { AskDeps } from '#app/ask/ask-deps.ts';
import { fleetRules } from '#core/fleet/rules/index.ts';
import { clusterRules } from '#core/rules/index.ts';
import type { Store } from '#ports/store.ts';
import { readConfiguration } from '../../functions/composition/configuration.ts';
import { judgingOf } from '../../functions/composition/judging.ts';
import { startReplayServer } from '../../functions/replay/server.ts';
import { command, emptyFolder } from './command.ts';

/** What the audits of all nights of a recording left behind. */
export interface RecordedHistory extends AskDeps {
  readonly store: Store;
  /** The folder of the embedded store. */
  readonly folder: string;
  readonly config: string;
  readonly close: () => Promise<void>;
}

export async function recordedHistory(name: string): Promise<RecordedHistory> {
  const recorded = resolve('events/recordings', name);
  const config = join(recorded, 'midwatch.yaml');
  const recording = await readRecording(recorded);
  const server = await startReplayServer({ recording });
  const folder = join(emptyFolder(), 'history');
  const env = {
    AWS_ENDPOINT_URL: server.url,
    AWS_ACCESS_KEY_ID: recording.hub,
    AWS_SECRET_ACCESS_KEY: 'recorded',
    AWS_REGION: 'eu-west-1',
  };
  for (const [index, { asOf }] of recording.nights.entries()) {
    server.setNight(index + 1);
    const argv = ['audit', '--config', config, '--store', folder, '--as-of', asOf, '--fail-on', 'none'];
    const { code, err } = await command(argv, { env });
    if (code > 2) throw new Error(err);
  }
  await server.close();
  const { store, close } = await openEmbeddedStore({ folder }, { clock: systemClock });
  const { knowledge } = judgingOf(await readConfiguration(config, process.cwd()));
  return { store, rules: [...clusterRules, ...fleetRules], knowledge, folder, config, close };
}
