import { type CallerIdentity, NoCredentialsError } from '#adapters/aws/caller-identity.ts';
import { examineFleet } from '#app/examine-fleet.ts';
import { examineBreakages } from '#app/known-breakages.ts';
import { accountAuditOf, plannedAccounts } from '#app/planned-accounts.ts';
import { type Examination, isAllSeen } from '#core/examination.ts';
import { exitCodes } from '#core/exit-code.ts';
import type { AccountDirectory } from '#ports/account-directory.ts';
import { renderExamination } from '#render/examination.ts';
import { renderExaminationJson } from '#render/examination-json.ts';
import type { Layout } from '#render/layout.ts';
import { type Config, configNotices } from '#shared/config.ts';
import { readConfiguration } from '../composition/configuration.ts';
import { judgingOf } from '../composition/judging.ts';
import { judgingDeps } from '../composition/sweep-deps.ts';
import { type Io, UsageError } from './io.ts';
import { type Narrowing, narrowed } from './narrow.ts';
import { makeProgressLine } from './progress-line.ts';
import { reachAws } from './reach-aws.ts';
import { assertKnownRegions } from './regions.ts';

export interface DoctorOptions extends Narrowing {
  readonly config?: string;
  readonly format: string;
}

/** The formats of an examination, by the name that `--format` takes. */
export const examinationFormats: Readonly<Record<string, (examination: Examination, layout: Layout) => string>> = {
  table: renderExamination,
  json: renderExaminationJson,
};

/** Says what an audit would be let see, and what mends the rest; answers with the process's exit code. */
export async function doctor(options: DoctorOptions, io: Io): Promise<number> {
  const configuration = await readConfiguration(options.config, io.cwd);
  const { config } = configuration;
  const judging = judgingOf(configuration);
  const progress = makeProgressLine(io.terminal.err);
  try {
    const { caller, reader, directory } = await reachAws(config, 'midwatch-doctor', io);
    const { accounts, notices, ...unlisted } = await accountsOf(config, options, caller, directory);
    const asked = narrowed(accounts, options, io);
    await assertKnownRegions(
      reader,
      caller.account,
      asked.flatMap(({ regions = [] }) => regions),
    );
    const { settings } = judging.knowledge;
    const deps = { ...judgingDeps(judging), reader, progress, settings, accountsAtOnce: config.limits.accountsAtOnce };
    const examination = await examineFleet(deps, {
      ...unlisted,
      accounts: asked,
      caller,
      auditorArn: `arn:${caller.partition}:iam::${caller.account}:role/${config.name}-auditor`,
      deployment: config.name,
      notices: [...(await examineBreakages(judging.breakageSource)), ...configNotices(config), ...notices],
    });
    progress.stop();
    const layout = { width: io.terminal.columns, colour: io.terminal.out };
    io.out(examinationFormats[options.format]?.(examination, layout) ?? '');
    return isAllSeen(examination) ? exitCodes.clean : exitCodes.incomplete;
  } catch (error) {
    throw error instanceof NoCredentialsError ? new UsageError(error.message) : error;
  } finally {
    progress.stop();
  }
}

/** The accounts of the configuration; where an organization does not tell them, those that were named, or the own one. */
async function accountsOf(
  config: Config,
  { account }: Narrowing,
  caller: Pick<CallerIdentity, 'account'>,
  directory: AccountDirectory,
) {
  const planned = await plannedAccounts(config, caller.account, directory);
  if (planned.readable) return planned.value;
  const named = account ?? [caller.account];
  return { accounts: named.map((id) => accountAuditOf(config, id)), notices: [], organization: planned.because };
}
