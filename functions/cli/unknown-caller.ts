import type { Unreadable } from '#core/reading.ts';
import { say } from '#render/phrase.ts';
import type { Io } from './io.ts';

/** Why AWS could not be asked the first thing of all, and what to look at. */
export function unknownCallerWords({ call, obstacle, detail }: Unreadable, env: Io['env']): string {
  return [
    say`AWS could not be asked whose the credentials are: ${detail}`.text,
    say`(${call}: ${obstacle})`.text,
    whatToLookAt(obstacle, env),
  ].join('\n');
}

function whatToLookAt(obstacle: Unreadable['obstacle'], env: Io['env']): string {
  if (obstacle === 'DENIED')
    return 'See that the credentials are whole and of today: environment, profile, or a new login.';
  if (obstacle !== 'UNREACHABLE') return 'Run again: which account is audited as your own depends on the answer.';
  const setting = ['AWS_ENDPOINT_URL_STS', 'AWS_ENDPOINT_URL'].find((name) => env[name]);
  const endpoint = setting === undefined ? '' : say`, and ${setting}, which is ${env[setting] ?? ''}`.text;
  return `See that this machine reaches AWS: its network, proxy and DNS${endpoint}`;
}
