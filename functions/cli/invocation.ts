import { dirname, resolve } from 'node:path';

/** How the program that runs can be called again. */
export interface Invocation {
  /** The only folder from which it can; absent where any will do. */
  readonly folder?: string;
  readonly command: readonly string[];
}

/** As its sources are called, by the Node that the project brings, or as the one file that it is built into. */
export function invocationOf(script: string): Invocation {
  if (!script.endsWith('.ts')) return { command: ['node', script] };
  return { folder: resolve(dirname(script), '../..'), command: ['npm', 'run', '--silent', 'midwatch', '--'] };
}
