import { LeaseHeldError, LeaseLostError } from '#app/lease.ts';
import { type RunSweepDeps, runSweep, type SweepOutcome, type SweepScope } from '#app/run-sweep.ts';
import type { Lease } from '#core/sweep.ts';
import { say } from '#render/phrase.ts';
import { hasEnded } from '../composition/holder.ts';
import { UsageError } from './io.ts';

/**
 * Runs a sweep on this machine. Where the history is this machine's alone, and who had its lease ended without giving
 * it back, nobody waits until it runs out.
 *
 * @throws {UsageError} where another sweep is at work, or has taken over
 * @throws {SweepInterruptedError}
 */
export async function sweepHere(
  deps: RunSweepDeps,
  scope: SweepScope,
  { isOwn }: { readonly isOwn: boolean },
): Promise<SweepOutcome> {
  try {
    return await runSweep(deps, scope).catch(async (error: unknown) => {
      // Of the machines that share a table, two may have one name.
      if (!isOwn || !(error instanceof LeaseHeldError) || !hasEnded(error.lease.holder)) throw error;
      await deps.store.releaseLease(error.lease.sweep);
      return runSweep(deps, scope);
    });
  } catch (error) {
    if (error instanceof LeaseHeldError) throw new UsageError(leaseHeldWords(error.lease));
    if (error instanceof LeaseLostError) throw new UsageError(leaseLostWords);
    throw error;
  }
}

function leaseHeldWords({ holder, until }: Lease): string {
  return [
    say`another audit is at work on this history: ${holder} holds it until ${until}, and longer while it goes on`.text,
    'Run again then, or with --no-history to look beside it: that compares with nothing, and keeps nothing.',
  ].join('\n');
}

const leaseLostWords =
  'another audit has taken over this history, since this one was not heard of for minutes: run again when that has ended';
