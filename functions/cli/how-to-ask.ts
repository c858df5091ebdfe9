import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { RecordedNight, Recording } from '#adapters/recording/recording.ts';
import { say } from '#render/phrase.ts';
import { commandLine } from '#render/shell.ts';
import type { Io } from './io.ts';

/** A night of a recording, and where it is served. */
interface Served {
  readonly recording: Recording;
  /** Where the recording lies. */
  readonly folder: string;
  readonly night: RecordedNight;
  readonly url: string;
}

/** What to type in another terminal to ask a served night: each line as it stands, whatever is set there of AWS. */
export function howToAsk({ recording, folder, night, url }: Served, { cwd, program }: Io): string {
  const { hub, nights } = recording;
  const config = resolve(cwd, folder, 'midwatch.yaml');
  const typed: readonly (readonly string[])[] = [
    ...(program.folder === undefined ? [] : [['cd', program.folder]]),
    ['export', `AWS_ENDPOINT_URL=${url}`, 'AWS_SECRET_ACCESS_KEY=recorded'],
    // With a profile, or with the token of a session, the SDK and the command of AWS would use other keys.
    ['unset', 'AWS_PROFILE', 'AWS_SESSION_TOKEN'],
    [
      `AWS_ACCESS_KEY_ID=${hub}`,
      ...program.command,
      ...['audit', '--no-history', '--as-of', night.asOf],
      ...(existsSync(config) ? ['--config', config] : []),
    ],
    ...placesOf(night).map(([account, region]) => [
      `AWS_ACCESS_KEY_ID=${account}`,
      ...['aws', 'eks', 'list-clusters', '--endpoint-url', url, '--region', region],
    ]),
  ];
  return [
    say`Night ${nights.indexOf(night) + 1} of ${nights.length}, ${night.title}, answers as AWS would at ${url}`.text,
    'In another terminal, where the access key id tells the account:',
    '',
    ...typed.map((words) => `  ${commandLine(words)}`),
    '',
    'Ctrl-C ends it.',
    '',
  ].join('\n');
}

/** Enough to see how it is done. */
const shownPlaces = 5;

/** Accounts that have clusters, each with a region that has some. */
function placesOf({ accounts }: RecordedNight): readonly (readonly [account: string, region: string])[] {
  return Object.entries(accounts)
    .flatMap(([account, { clusters }]) => {
      const region = Object.keys(clusters).find((one) => Object.keys(clusters[one] ?? {}).length > 0);
      return region === undefined ? [] : [[account, region] as const];
    })
    .slice(0, shownPlaces);
}
