import { resolve } from 'node:path';
import { NoCredentialsError } from '#adapters/aws/caller-identity.ts';
import { openEmbeddedStore } from '#adapters/dynamodb/embedded.ts';
import { addNight, extendable } from '#adapters/recording/add-night.ts';
import { NamesFileError, readNames, writeNames } from '#adapters/recording/names-file.ts';
import { RecordingError } from '#adapters/recording/problems.ts';
import { readRecording } from '#adapters/recording/read-recording.ts';
import { systemClock } from '#adapters/system-clock.ts';
import type { AccountAudit } from '#app/audit-account.ts';
import { isIncomplete } from '#core/coverage.ts';
import type { Instant } from '#core/days.ts';
import type { AuditDocument } from '#core/document.ts';
import { exitCodes } from '#core/exit-code.ts';
import { say } from '#render/phrase.ts';
import { commandLine } from '#render/shell.ts';
import type { Config } from '#shared/config.ts';
import { readConfiguration } from '../composition/configuration.ts';
import { judgingOf } from '../composition/judging.ts';
import { sweepDeps } from '../composition/sweep-deps.ts';
import { makeDisguise } from '../record/disguise.ts';
import { disguised } from '../record/disguise-night.ts';
import { makePseudonyms } from '../record/pseudonyms.ts';
import { recordedConfiguration, tellingTags, tellingWords } from '../record/recorded-configuration.ts';
import { type HeardNight, makeRecorder } from '../record/recorder.ts';
import { type Io, UsageError } from './io.ts';
import { type Narrowing, narrowed } from './narrow.ts';
import { planAccounts } from './plan-accounts.ts';
import { makeProgressLine } from './progress-line.ts';
import { reachAws } from './reach-aws.ts';
import { assertKnownRegions } from './regions.ts';
import { sweepHere } from './sweep-here.ts';

export interface RecordOptions extends Narrowing {
  readonly config?: string;
  readonly names?: string;
  readonly asOf?: Instant;
}

/** Audits, and adds what AWS answered to a recording as its next night, under names that are nobody's. */
export async function record(given: string, options: RecordOptions, io: Io): Promise<number> {
  const folder = resolve(io.cwd, given);
  const namesFile = resolve(io.cwd, options.names ?? `${folder}.names.yaml`);
  if (namesFile.startsWith(`${folder}/`)) {
    throw new UsageError(
      `--names: got ${namesFile}, wanted a place outside of ${folder}: it says whose the recording is`,
    );
  }
  try {
    const before = await extendable(folder);
    const pseudonyms = makePseudonyms(await readNames(namesFile));
    const { config, night, document, asked } = await audited(options, io);

    const disguise = makeDisguise({ pseudonyms, kept: tellingWords(config), names: night.names });
    const by = { pseudonyms, disguise, tags: tellingTags(config) };
    const content = disguised(night, by);
    const configuration = recordedConfiguration(config, asked, by);
    const hub = pseudonyms.account(night.hub);
    const { asOf } = document.audit;
    // First the names: a night that calls things by names which nobody remembers could have no other after it.
    await writeNames(namesFile, pseudonyms.names());
    const number = await addNight(folder, before, { ...content, asOf, hub, configuration });
    await readRecording(folder);
    io.out(recordedWords({ folder, namesFile, number, document }, io));
    return exitCodes.clean;
  } catch (error) {
    const isUsage = [RecordingError, NamesFileError, NoCredentialsError].some((kind) => error instanceof kind);
    if (isUsage) throw new UsageError((error as Error).message);
    throw error;
  }
}

interface Audited {
  readonly config: Config;
  readonly night: HeardNight & { readonly hub: string };
  readonly document: AuditDocument;
  /** Absent where all was audited that is configured. */
  readonly asked: readonly AccountAudit[] | undefined;
}

/** An audit that compares with nothing and keeps nothing: what an earlier one knows would not be asked for. */
async function audited(options: RecordOptions, io: Io): Promise<Audited> {
  const { account, region, asOf } = options;
  const configuration = await readConfiguration(options.config, io.cwd);
  const { config } = configuration;
  const progress = makeProgressLine(io.terminal.err);
  const recorder = makeRecorder();
  const { store, close } = await openEmbeddedStore({ memory: true }, { clock: systemClock });
  try {
    const reached = await reachAws(config, 'midwatch-record', io, recorder);
    const { caller, reader, directory } = reached;
    const { accounts: planned, notices } = await planAccounts(config, caller.account, directory);
    const accounts = narrowed(planned, options, io);
    await assertKnownRegions(
      reader,
      caller.account,
      accounts.flatMap(({ regions = [] }) => regions),
    );
    const notifier = { notify: async () => undefined };
    const deps = { ...sweepDeps(judgingOf(configuration), config, { reader, store, progress }), notifier };
    const { document } = await sweepHere(
      deps,
      { accounts, notices, ...(asOf === undefined ? {} : { asOf }) },
      { isOwn: true },
    );
    const isNarrowed = account !== undefined || region !== undefined;
    const night = { ...recorder.night(caller.account), hub: caller.account };
    return { config, night, document, asked: isNarrowed ? accounts : undefined };
  } finally {
    progress.stop();
    await close();
  }
}

interface Recorded {
  readonly folder: string;
  readonly namesFile: string;
  readonly number: number;
  readonly document: AuditDocument;
}

function recordedWords({ folder, namesFile, number, document }: Recorded, { program }: Io): string {
  const { clusters, coverage } = document;
  const unseen = coverage.filter(isIncomplete).length;
  const lines = [
    say`Night ${number} of ${folder}: clusters: ${clusters.length}, accounts and regions: ${coverage.length}.`,
    ...(unseen === 0
      ? []
      : [say`Of these, ${unseen} could not be seen whole: what was refused or failed is recorded so.`]),
    say`Whose it is, only ${namesFile} says: keep that to yourself. The next night needs it.`,
    say`It is played by: ${commandLine([...program.command, 'replay', folder])}`,
  ];
  return `${lines.map(({ text }) => text).join('\n')}\n`;
}
