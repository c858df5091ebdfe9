import { setTimeout as wait } from 'node:timers/promises';
import pLimit from 'p-limit';
import { reservedMs as auditReservedMs } from '../../functions/audit-account/handler.ts';
import { reservedMs as concludeReservedMs } from '../../functions/conclude-sweep/handler.ts';
import type { Containers } from './containers.ts';

export interface ExecutionOptions {
  readonly containers: Containers;
  readonly execution: string;
  readonly accountsAtOnce: number;
  /** How long a call of a function may begin new work. */
  readonly workMs: number;
  readonly onAccount: (done: number, of: number) => void;
}

export interface Execution {
  readonly sweep: string;
  readonly accounts: readonly string[];
  /** The largest value that went from one state to another, in bytes, and between which. */
  readonly largest: { readonly bytes: number; readonly state: string };
  /** How often an account went on in another call. */
  readonly handOvers: number;
}

/** As the state machine waits between two calls that may ask the same region. */
const aSecond = 1_000;

/** Runs one sweep as the state machine of `infra` does: what goes from state to state is text in between. */
export async function runExecution(options: ExecutionOptions): Promise<Execution> {
  const { containers, execution, accountsAtOnce, workMs, onAccount } = options;
  let largest = { bytes: 0, state: '' };
  function pass<T>(state: string, value: T): T {
    const text = JSON.stringify(value);
    const bytes = Buffer.byteLength(text);
    if (bytes > largest.bytes) largest = { bytes, state };
    return JSON.parse(text);
  }
  const lasting = (reserved: number) => ({ getRemainingTimeInMillis: () => reserved + workMs });

  const planner = await containers.planner();
  const plan = pass('PlanSweep', await planner(pass('Start', { execution, attempt: 0 })));
  if (plan.status !== 'PLANNED') throw new Error(`plan: got ${plan.status}, wanted PLANNED`);
  await wait(aSecond);

  let handOvers = 0;
  let audited = 0;
  const idle: Awaited<ReturnType<Containers['auditor']>>[] = [];
  async function auditAccount(account: string): Promise<void> {
    let state: unknown = pass('AuditAccounts', { sweep: plan.sweep, work: { account } });
    for (;;) {
      const auditor = idle.pop() ?? (await containers.auditor());
      const result = await auditor(state, lasting(auditReservedMs));
      idle.push(auditor);
      state = pass('AuditAccount', result);
      if (result.done) break;
      handOvers += 1;
      await wait(aSecond);
    }
    audited += 1;
    onAccount(audited, plan.accounts.length);
  }
  const limit = pLimit(accountsAtOnce);
  await Promise.all(plan.accounts.map((account) => limit(auditAccount, account)));

  const concluder = await containers.concluder();
  let state: unknown = plan;
  for (let done = false; !done; ) {
    const result = await concluder(state, lasting(concludeReservedMs));
    state = pass('ConcludeSweep', result);
    ({ done } = result);
  }
  return { sweep: (plan.sweep as { id: string }).id, accounts: plan.accounts, largest, handOvers };
}
