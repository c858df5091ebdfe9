import { Argument, Command, CommanderError, Option } from 'commander';
import { UnreadableItemError } from '#adapters/dynamodb/item.ts';
import { exitCodes } from '#core/exit-code.ts';
import { severities } from '#core/severity.ts';
import { say } from '#render/phrase.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { ConfigurationError } from '../composition/configuration.ts';
import { type AuditOptions, audit } from './audit.ts';
import { completionScript, type Shell, shells } from './completion.ts';
import { type DoctorOptions, doctor, examinationFormats } from './doctor.ts';
import { explain } from './explain.ts';
import { formats } from './formats.ts';
import { helpAfter, helpAfterAll } from './help.ts';
import { type Io, RefusedError, UsageError } from './io.ts';
import {
  gather,
  parseAccount,
  parseFailOn,
  parseInstant,
  parseNamed,
  parseNight,
  parsePort,
  parseSeverity,
  refuseSecondValues,
} from './options.ts';
import {
  cluster,
  drift,
  type FindingsOptions,
  findings,
  type HistoryPeriodOptions,
  history,
  type QueryOptions,
  queryFormats,
  sweeps,
} from './queries.ts';
import { type RecordOptions, record } from './record.ts';
import { type ReplayOptions, replay } from './replay.ts';
import { type ServeOptions, serve } from './serve.ts';
import { describeUnexpected } from './unexpected.ts';

/* What several commands take alike. */
const configFile = new Option(
  '--config <file>',
  'the configuration (default: midwatch.yaml in this folder, where there is one)',
).argParser(parseNamed('a file'));
const storeFolder = new Option('--store <folder>', 'where the history is kept (default: your data folder)').argParser(
  parseNamed('a folder'),
);
const deployedTable = new Option('--table <name>', 'the deployed history, with your credentials').argParser(
  parseNamed('the name of a table'),
);

/** Runs a command line and answers with the process's exit code. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  let code = 0;
  const program = makeProgram(io, (ended) => {
    code = ended;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    // commander has said what is wrong, or shown the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage;
    if (error instanceof UsageError || error instanceof ConfigurationError) {
      io.err(`${error.message}\n`);
      return exitCodes.usage;
    }
    if (error instanceof UnreadableItemError) {
      io.err(`${say`${error.message}`.text}\n${otherRelease}\n`);
      return exitCodes.usage;
    }
    if (error instanceof RefusedError) {
      io.err(`${error.message}\n`);
      return exitCodes.incomplete;
    }
    io.err(describeUnexpected(error, io.env));
    return exitCodes.unexpected;
  }
}

/** The history is never mended by guessing: what this release does not understand, another one may. */
const otherRelease =
  'Another release of Midwatch wrote it, or it is damaged: run that release, or keep the history elsewhere with --store.';

function makeProgram(io: Io, end: (code: number) => void): Command {
  const program = new Command('midwatch')
    .description('The night watch over Amazon EKS: what is out of support, does not fit or has drifted.')
    .version(packageJson.version)
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ writeOut: io.out, writeErr: io.err });

  program
    .command('audit')
    .description('audit the clusters that your AWS credentials reach, and say what changed since the last audit')
    .addOption(configFile)
    .option('--account <id>', 'look at this account only; may be given several times', gather(parseAccount))
    .option(
      '--region <name>',
      'look at this region only; may be given several times',
      gather(parseNamed('the name of a region')),
    )
    .option('--cluster <name>', 'look at this cluster only', parseNamed('the name of a cluster'))
    .addOption(
      new Option('--retry-failed', 'look again at what could not be seen whole the last time')
        .default(false)
        .conflicts('cluster'),
    )
    .option('--as-of <instant>', 'speak of this instant instead of now', parseInstant)
    .addOption(new Option('--format <name>', 'how to answer').choices(Object.keys(formats)).default('table'))
    .addOption(
      new Option('--fail-on <severity>', 'end with 1 from this severity on; none: never')
        .choices(['none', ...severities])
        .argParser(parseFailOn)
        .default('HIGH'),
    )
    .addOption(storeFolder)
    .option('--table <name>', 'the deployed history; its people are not told', parseNamed('the name of a table'))
    .option('--no-history', 'compare with nothing, and keep nothing')
    .option('--informational', 'show what is INFORMATIONAL too', false)
    .action(async (options: AuditOptions) => end(await audit(options, io)));

  program
    .command('doctor')
    .description('say what an audit would be let see, and what mends the rest; nothing is stored')
    .addOption(configFile)
    .option('--account <id>', 'ask of this account only; may be given several times', gather(parseAccount))
    .option(
      '--region <name>',
      'ask of this region only; may be given several times',
      gather(parseNamed('the name of a region')),
    )
    .addOption(new Option('--format <name>', 'how to answer').choices(Object.keys(examinationFormats)).default('table'))
    .action(async (options: DoctorOptions) => end(await doctor(options, io)));

  asked(program.command('findings'))
    .description('say what the audits found: what is wrong, or was')
    .addOption(new Option('--status <status>', 'open or resolved').choices(['open', 'resolved']).default('open'))
    .addOption(
      new Option('--severity <severity>', 'this one or worse')
        .choices([...severities])
        .argParser(parseSeverity)
        .default('LOW'),
    )
    .option('--environment <name>', 'of this environment', parseNamed('the name of an environment'))
    .option('--rule <rule>', 'of this rule', parseNamed('the id of a rule'))
    .option('--cluster <name>', 'on this cluster, by its name or ARN', parseNamed('the name of a cluster'))
    .action(async (options: FindingsOptions) => end(await findings(options, io)));

  asked(program.command('drift'))
    .description(
      'show the fleet as systems, environments and components: where siblings differ, and what is wrong where',
    )
    .option('--system <name>', 'this system only', parseNamed('the name of a system'))
    .action(async (options: QueryOptions & { readonly system?: string }) => end(await drift(options, io)));

  asked(program.command('cluster'))
    .description('show a cluster: what it runs, what lies before it, what is wrong on it')
    .argument('<cluster>', 'its name or ARN')
    .action(async (named: string, options: QueryOptions) => end(await cluster(named, options, io)));

  asked(program.command('history'))
    .description('show what happened to a cluster, and what it was')
    .argument('<cluster>', 'its name or ARN')
    .option('--from <day>', 'from this day or instant on', parseNamed('a day or an instant'))
    .option('--to <day>', 'up to this day or instant, and what it was then', parseNamed('a day or an instant'))
    .action(async (named: string, options: HistoryPeriodOptions) => end(await history(named, options, io)));

  asked(program.command('sweeps'))
    .description('list the sweeps, or say what one of them could see')
    .argument('[sweep]', 'the id of one')
    .action(async (id: string | undefined, options: QueryOptions) => end(await sweeps(id, options, io)));

  program
    .command('serve')
    .description(
      'serve the API on this machine, over the history of this workstation or the deployed one; it only reads',
    )
    .addOption(configFile)
    .addOption(storeFolder)
    .addOption(deployedTable)
    .option('--port <number>', 'where to serve, on 127.0.0.1 (default: any that is free)', parsePort)
    .action(async (options: ServeOptions) => end(await serve(options, io)));

  program
    .command('replay')
    .description('walk the nights of a recording through the whole system, or serve one of them as AWS would')
    .argument('<recording>', 'the folder of a recording, or the name of one that comes with midwatch')
    .option('--serve', 'serve one night as AWS would', false)
    .option('--night <number>', 'the night to serve (default: the last)', parseNight)
    .option('--port <number>', 'where to serve (default: any that is free)', parsePort)
    .action(async (folder: string, options: ReplayOptions) => end(await replay(folder, options, io)));

  program
    .command('record')
    .description('add what AWS answers to an audit to a recording, as its next night, under names that are nobody’s')
    .argument('<folder>', 'the folder of a recording, or one to begin it in')
    .addOption(configFile)
    .option('--account <id>', 'record this account only; may be given several times', gather(parseAccount))
    .option(
      '--region <name>',
      'record this region only; may be given several times',
      gather(parseNamed('the name of a region')),
    )
    .option(
      '--names <file>',
      'what stands for what, read and written (default: beside the folder)',
      parseNamed('a file'),
    )
    .option('--as-of <instant>', 'record it as the night of this instant instead of now', parseInstant)
    .action(async (folder: string, options: RecordOptions) => end(await record(folder, options, io)));

  program
    .command('explain')
    .description('show the page of a rule: why, how it is judged, how to mend it, how to debug it')
    .argument('<rule>', 'the id of a rule')
    .action((id: string) => end(explain(id, io)));

  program
    .command('completion')
    .description('print what makes a shell complete the commands, options and values of midwatch')
    .addArgument(new Argument('<shell>', 'which one').choices([...shells]))
    .action((shell: Shell) => io.out(completionScript(program, shell)));

  for (const one of program.commands) {
    refuseSecondValues(one);
    one.addHelpText('after', () => helpAfter(one.name()));
  }
  return program.addHelpText('after', helpAfterAll);
}

/** A command that asks the history, of whomever has it. */
function asked(command: Command): Command {
  return command
    .addOption(configFile)
    .addOption(storeFolder)
    .addOption(deployedTable)
    .option('--api <address>', 'a deployed API, with your credentials', parseNamed('an address'))
    .addOption(new Option('--format <name>', 'how to answer').choices([...queryFormats]).default('table'));
}
