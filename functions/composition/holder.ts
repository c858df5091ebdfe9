import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** Who holds a lease for this process: told to people, and told apart from every other. */
export function thisProcess(): string {
  return `process ${process.pid} on ${hostname()}, ${randomUUID()}`;
}

/**
 * Whether a holder is a process of this machine that has ended, so that nobody will give back what it holds.
 *
 * Of another machine, and of a process whose number another one has now, it says no: their leases run out.
 */
export function hasEnded(holder: string): boolean {
  const [, pid, host] = /^process (\d+) on (.+), [0-9a-f-]{36}$/.exec(holder) ?? [];
  if (pid === undefined || host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
