import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CloudAnswer } from './cloud-process.ts';
import type { Size } from './organization.ts';

/** AWS and DynamoDB, in another process that ends with this one. */
export interface Cloud {
  /** Turns to a night, and counts from nothing. */
  readonly turnTo: (night: string) => Promise<CloudAnswer>;
  readonly ask: () => Promise<CloudAnswer>;
  readonly close: () => void;
}

export async function startCloud({ accounts, regions }: Size): Promise<Cloud> {
  const program = fileURLToPath(new URL('cloud-process.ts', import.meta.url));
  const child = fork(program, [String(accounts), String(regions)]);
  child.once('exit', (code) => {
    if (code) throw new Error(`the process of AWS and DynamoDB ended with ${code}`);
  });
  await once(child, 'message');
  const ask = async (question: { readonly night?: string }): Promise<CloudAnswer> => {
    const answered = once(child, 'message');
    child.send(question);
    return (await answered)[0] as CloudAnswer;
  };
  return { turnTo: (night) => ask({ night }), ask: () => ask({}), close: () => child.disconnect() };
}
