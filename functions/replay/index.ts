import { parseArgs } from 'node:util';
import { readRecording } from '#adapters/recording/read-recording.ts';
import { startReplayServer } from './server.ts';

// node functions/replay/index.ts <recording> [--night 4] [--port 4601]: AWS as a recording has it, for any client.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { night: { type: 'string', default: '1' }, port: { type: 'string', default: '0' } },
});
const recording = await readRecording(positionals[0] ?? '.');
const { url } = await startReplayServer({
  recording,
  night: /^\d+$/.test(values.night) ? Number(values.night) : values.night,
  port: Number(values.port),
});
process.stdout.write(`${recording.title}: ${url}, with the account's id for an access key id\n`);
