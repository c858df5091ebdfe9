import { commandLine } from '../shell.ts';

/** The command that shows all that is open, with what to do in its order. */
export const askHere = 'midwatch findings';

/** The same of the history of a hub, wherever it is asked: its table lies where its topic does. */
export function askHub(table: string, topicArn: string): string {
  const [, , , region = ''] = topicArn.split(':');
  return commandLine([`AWS_REGION=${region}`, ...askHere.split(' '), '--table', table]);
}
