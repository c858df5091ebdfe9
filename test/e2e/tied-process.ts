import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';

export interface TiedOptions {
  readonly env: Readonly<Record<string, string>>;
  /** Where it writes what it has to say. */
  readonly log: string;
}

/** A command that ends when we end it, or when we end ourselves, in whatever way. */
export interface TiedProcess {
  /** Its exit code; undefined where it was ended. */
  readonly ended: Promise<number | undefined>;
  readonly end: () => Promise<void>;
}

/**
 * Runs the command in a group of its own, beside a watcher that reads from a pipe which only we hold open: when the
 * pipe closes, the whole group is gone.
 */
const script = `
exec 3<&0
"$@" </dev/null 3<&- &
command=$!
{ read -r _; kill -KILL 0; } <&3 &
watcher=$!
wait "$command"
code=$?
kill "$watcher"
exit "$code"
`;

export function startTied(command: readonly string[], { env, log }: TiedOptions): TiedProcess {
  const file = openSync(log, 'a');
  const child: ChildProcess = spawn('sh', ['-c', script, 'sh', ...command], {
    env,
    detached: true,
    stdio: ['pipe', file, file],
  });
  const ended = new Promise<number | undefined>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? undefined));
  });
  return {
    ended,
    end: async () => {
      child.stdin?.end();
      await ended;
    },
  };
}
