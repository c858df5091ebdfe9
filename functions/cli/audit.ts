import { makeAccountDirectory } from '#adapters/aws/account-directory.ts';
import { makeAwsReader } from '#adapters/aws/aws-reader.ts';
import { callerIdentity, NoCredentialsError } from '#adapters/aws/caller-identity.ts';
import { makeAwsClients } from '#adapters/aws/clients.ts';
import { makeConnection } from '#adapters/aws/connection.ts';
import { type EmbeddedStore, openEmbeddedStore } from '#adapters/dynamodb/embedded.ts';
import { defaultStoreFolder, StoreFolderError } from '#adapters/dynamodb/store-folder.ts';
import { systemClock } from '#adapters/system-clock.ts';
import type { AccountAudit } from '#app/audit-account.ts';
import { runSweep } from '#app/run-sweep.ts';
import { isIncomplete } from '#core/coverage.ts';
import type { Instant } from '#core/days.ts';
import type { AuditDocument } from '#core/document.ts';
import { exitCodeOf } from '#core/exit-code.ts';
import type { Notice } from '#core/notice.ts';
import type { Unreadable } from '#core/reading.ts';
import type { Severity } from '#core/severity.ts';
import { type Config, configNotices } from '#shared/config.ts';
import { readConfiguration } from '../composition/configuration.ts';
import { judgingOf } from '../composition/judging.ts';
import { sweepDeps } from '../composition/sweep-deps.ts';
import { formats } from './formats.ts';
import { type Io, RefusedError, UsageError } from './io.ts';
import { planAccounts } from './plan-accounts.ts';
import { makeProgressLine } from './progress-line.ts';
import { assertKnownRegions } from './regions.ts';
import { unknownCallerWords } from './unknown-caller.ts';

export interface AuditOptions {
  readonly config?: string;
  readonly account?: readonly string[];
  readonly region?: readonly string[];
  readonly cluster?: string;
  readonly asOf?: Instant;
  readonly format: string;
  readonly failOn: Severity | 'none';
  readonly store?: string;
  readonly history: boolean;
  readonly informational: boolean;
}

/** Audits what the caller's credentials reach, and answers with the process's exit code. */
export async function audit(options: AuditOptions, io: Io): Promise<number> {
  const configuration = await readConfiguration(options.config, io.cwd);
  const { config } = configuration;
  const judging = await judgingOf(configuration);
  const progress = makeProgressLine(io.terminal.err);
  try {
    const { caller, reader, directory } = await reachAws(config, options, io);
    const planned = await planAccounts(config, caller, directory);
    const accounts = narrowed(planned.accounts, options, io);
    await assertKnownRegions(
      reader,
      caller,
      accounts.flatMap(({ regions = [] }) => regions),
    );
    const { store, kept, notices, close } = await openHistory(options, io);
    try {
      const { document } = await runSweep(sweepDeps(judging, config, { reader, store, progress }), {
        accounts,
        notices: [...notices, ...judging.notices, ...configNotices(config), ...planned.notices],
        ...(options.cluster === undefined ? {} : { onlyCluster: options.cluster }),
        ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
      });
      progress.stop();
      assertFound(document, options.cluster);
      io.out(
        formats[options.format]?.(document, {
          width: io.terminal.columns,
          colour: io.terminal.out,
          informational: options.informational,
          history: kept,
          environments: judging.knowledge.settings.environments.map(({ name }) => name),
        }) ?? '',
      );
      return exitCodeOf(document, options.failOn);
    } finally {
      await close();
    }
  } catch (error) {
    if (error instanceof NoCredentialsError || error instanceof StoreFolderError) throw new UsageError(error.message);
    throw error;
  } finally {
    progress.stop();
  }
}

/** The caller's account, and what reads AWS as the caller and in the roles of other accounts. */
async function reachAws(config: Config, options: AuditOptions, { env }: Io) {
  const { memberRole, accounts = [], organization, limits } = config;
  const connection = makeConnection({ callsPerSecond: limits.callsPerSecond });
  const identity = await callerIdentity(connection);
  const caller = identity.readable ? identity.value : namedCaller(accounts, options, identity.because, env);
  const needsRole = organization !== undefined || accounts.some(({ id }) => id !== caller.account);
  const clients = makeAwsClients({
    connection,
    caller,
    sessionName: 'midwatch-audit',
    ...(needsRole ? { memberRole } : {}),
  });
  return { caller: caller.account, reader: makeAwsReader(clients), directory: makeAccountDirectory({ connection }) };
}

/** The one account that was asked for, where AWS does not say whose the credentials are: the audit will tell the rest. */
function namedCaller(
  accounts: NonNullable<Config['accounts']>,
  options: AuditOptions,
  because: Unreadable,
  env: Io['env'],
) {
  const [account, ...others] = options.account ?? accounts.map(({ id }) => id);
  if (account !== undefined && others.length === 0 && because.obstacle !== 'DENIED')
    return { account, partition: 'aws' };
  const words = unknownCallerWords(because, env);
  // Credentials that nobody takes are as good as none.
  throw because.obstacle === 'DENIED' ? new UsageError(words) : new RefusedError(words);
}

/** Of many ids, nobody reads the list. */
const mostIdsShown = 20;

/** The part of the planned accounts that was asked for. @throws {UsageError} for an account or a region that is not in it */
function narrowed(
  planned: readonly AccountAudit[],
  { account: ids, region }: AuditOptions,
  { env }: Io,
): readonly AccountAudit[] {
  const strange = ids?.filter((id) => !planned.some(({ account }) => account === id)) ?? [];
  if (strange.length > 0) {
    const known = planned.map(({ account }) => account);
    const wanted = known.length > mostIdsShown ? `the ${known.length} that are audited` : known.join(', ');
    throw new UsageError(`unknown account: got ${strange.join(', ')}, wanted one of ${wanted}`);
  }
  const homeRegion = env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
  const home = homeRegion === undefined ? {} : { homeRegion };
  const asked = planned.filter(({ account }) => ids === undefined || ids.includes(account));
  if (region === undefined) return asked.map((one) => ({ ...one, ...home }));
  const within = asked.flatMap(({ account, excludeRegions = [] }) => {
    const regions = region.filter((one) => !excludeRegions.includes(one));
    return regions.length === 0 ? [] : [{ account, regions }];
  });
  if (within.length > 0) return within;
  throw new UsageError(`excluded region: got ${region.join(', ')}, wanted one that "excludeRegions" leaves in`);
}

/** A mistyped name is no cluster in good order. @throws {UsageError} where all was seen, and nothing is called so */
function assertFound({ clusters, coverage }: AuditDocument, name: string | undefined): void {
  if (name === undefined || clusters.length > 0 || coverage.some(isIncomplete)) return;
  throw new UsageError(`unknown cluster: got ${name}, wanted one of those in the ${coverage.length} regions looked at`);
}

interface History extends Pick<EmbeddedStore, 'store' | 'close'> {
  /** Whether it is compared with what was known before, and kept. */
  readonly kept: boolean;
  readonly notices: readonly Notice[];
}

/**
 * The history of this workstation, or none.
 *
 * An instant before the last stored night is answered and not stored, and so is one to come: the audits of the days
 * until then would all lie before it.
 */
async function openHistory({ store: folder, history, asOf }: AuditOptions, { env }: Io): Promise<History> {
  const now = systemClock.now();
  if (!history) return noHistory();
  if (asOf !== undefined && asOf > now) return noHistory(asOf, `it is still to come, it is ${now} now`);
  const opened = await openEmbeddedStore({ folder: folder ?? defaultStoreFolder(env) }, { clock: systemClock });
  const latest = await opened.store.latestSweep();
  const instant = asOf ?? now;
  if (latest === undefined || instant >= latest.asOf) return { ...opened, kept: true, notices: [] };
  await opened.close();
  return noHistory(instant, `the history already reaches ${latest.asOf}`);
}

async function noHistory(notStored?: Instant, why = ''): Promise<History> {
  const detail = `${why}: nothing was compared with the history, and nothing is kept`;
  const notices = notStored === undefined ? [] : [{ kind: 'NOT_STORED' as const, subject: notStored, detail }];
  return { ...(await openEmbeddedStore({ memory: true }, { clock: systemClock })), kept: false, notices };
}
