import { NoCredentialsError } from '#adapters/aws/caller-identity.ts';
import type { AccountAudit } from '#app/audit-account.ts';
import { failedPart, failedTargets } from '#app/failed-targets.ts';
import { SweepInterruptedError } from '#app/run-sweep.ts';
import { isIncomplete } from '#core/coverage.ts';
import type { AuditDocument } from '#core/document.ts';
import { exitCodeOf, exitCodes } from '#core/exit-code.ts';
import type { Severity } from '#core/severity.ts';
import { configNotices } from '#shared/config.ts';
import { readConfiguration } from '../composition/configuration.ts';
import { judgingOf } from '../composition/judging.ts';
import { sweepDeps } from '../composition/sweep-deps.ts';
import { formats } from './formats.ts';
import { assertOneHistory, type History, type HistoryOptions, openHistory } from './history.ts';
import { historyTrouble } from './history-trouble.ts';
import { type Io, UsageError } from './io.ts';
import { type Narrowing, narrowed } from './narrow.ts';
import { planAccounts } from './plan-accounts.ts';
import { makeProgressLine } from './progress-line.ts';
import { reachAws } from './reach-aws.ts';
import { assertKnownRegions } from './regions.ts';
import { sweepHere } from './sweep-here.ts';

export interface AuditOptions extends Narrowing, HistoryOptions {
  readonly config?: string;
  readonly cluster?: string;
  readonly retryFailed: boolean;
  readonly format: string;
  readonly failOn: Severity | 'none';
  readonly informational: boolean;
}

/** Who asks on a workstation is told by the answer. */
const toldByTheAnswer = { notify: async () => undefined };

/** Audits what the caller's credentials reach, and answers with the process's exit code. */
export async function audit(options: AuditOptions, io: Io): Promise<number> {
  assertOneHistory(options);
  const configuration = await readConfiguration(options.config, io.cwd);
  const { config } = configuration;
  const judging = judgingOf(configuration);
  const progress = makeProgressLine(io.terminal.err);
  try {
    const { caller, reader, directory, region } = await reachAws(config, 'midwatch-audit', io);
    const planned = await planAccounts(config, caller.account, directory);
    const accounts = narrowed(planned.accounts, options, io);
    await assertKnownRegions(
      reader,
      caller.account,
      accounts.flatMap(({ regions = [] }) => regions),
    );
    const history = await openHistory(options, config, region, io);
    const { kind, store, notices } = history;
    const isInterrupted = hearInterruption(io, progress);
    try {
      const audited = options.retryFailed ? await failedOf(history, accounts) : accounts;
      if (audited.length === 0) {
        io.err('Nothing to retry: whatever was looked at last was seen whole.\n');
        return exitCodes.clean;
      }
      const deps = { ...sweepDeps(judging, config, { reader, store, progress }), isInterrupted };
      const { account, region: regions, cluster, retryFailed } = options;
      const isNarrowed = retryFailed || [account, regions, cluster].some((one) => one !== undefined);
      const { document } = await sweepHere(
        kind === 'DEPLOYED' ? deps : { ...deps, notifier: toldByTheAnswer },
        {
          accounts: audited,
          // The nightly sweep tells what changed since the last that told it.
          partial: isNarrowed || kind === 'DEPLOYED',
          notices: [...notices, ...configNotices(config), ...planned.notices],
          ...(regions === undefined ? {} : { regions }),
          ...(cluster === undefined ? {} : { onlyCluster: cluster }),
          ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
        },
        { isOwn: kind === 'OWN' },
      );
      progress.stop();
      assertFound(document, cluster);
      io.out(
        formats[options.format]?.(document, {
          width: io.terminal.columns,
          colour: io.terminal.out,
          informational: options.informational,
          failOn: options.failOn,
          history: kind !== 'NONE',
          environments: judging.knowledge.settings.environments.map(({ name }) => name),
        }) ?? '',
      );
      return exitCodeOf(document, options.failOn);
    } catch (error) {
      if (!(error instanceof SweepInterruptedError)) throw error;
      io.err(endedWords(kind));
      return exitCodes.interrupted;
    } finally {
      await history.close();
    }
  } catch (error) {
    throw error instanceof NoCredentialsError ? new UsageError(error.message) : historyTrouble(error);
  } finally {
    progress.stop();
  }
}

/** What of the accounts could not be seen whole. @throws {UsageError} where nothing is known of what was */
async function failedOf({ kind, store }: History, accounts: readonly AccountAudit[]) {
  const failed = kind === 'NONE' ? undefined : await failedTargets(store);
  if (failed) return failedPart(accounts, failed);
  const got = kind === 'NONE' ? 'none' : 'one that holds no audit of all that is configured';
  throw new UsageError(`--retry-failed goes by the history: got ${got}, wanted one of an audit that was not narrowed`);
}

/** Whether somebody wants it to end: told at once, since what was begun may take its time. */
function hearInterruption({ interrupted, err }: Io, progress: { stop(): void }): () => boolean {
  let isInterrupted = false;
  void interrupted().then(() => {
    isInterrupted = true;
    progress.stop();
    err('Ending: what was begun is finished first. Once more, and it ends at once.\n');
  });
  return () => isInterrupted;
}

function endedWords(kind: History['kind']): string {
  const kept = kind === 'NONE' ? 'nothing was kept' : 'what was saved stays, the next audit goes on from it';
  return `The audit was ended before it was done: ${kept}.\n`;
}

/** A mistyped name is no cluster in good order. @throws {UsageError} where all was seen, and nothing is called so */
function assertFound({ clusters, coverage }: AuditDocument, name: string | undefined): void {
  if (name === undefined || clusters.length > 0 || coverage.some(isIncomplete)) return;
  throw new UsageError(`unknown cluster: got ${name}, wanted one of those in the ${coverage.length} regions looked at`);
}
