#!/usr/bin/env node
import { exitCodes } from '#core/exit-code.ts';
import { columnsOf } from './columns.ts';
import { interruption } from './interruption.ts';
import { invocationOf } from './invocation.ts';
import { describeUnexpected } from './unexpected.ts';

const { env, stdout, stderr } = process;

/** Node's own code for an error that nobody caught is 1, which says that there are findings. */
function fail(error: unknown): void {
  stderr.write(describeUnexpected(error, env), () => process.exit(exitCodes.unexpected));
}
process.on('uncaughtException', fail);

// What a library of ours should not call any more is nothing that who audits can mend.
process.noDeprecation = true;

for (const stream of [stdout, stderr]) {
  // A reader who has seen enough and left, as `head` does, is no error; an answer that could not be written is.
  stream.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' ? undefined : fail(error)));
}

// Only now, so that a part which cannot be loaded is told as well.
const { main } = await import('./main.ts');

process.exitCode = await main(process.argv.slice(2), {
  env,
  cwd: process.cwd(),
  program: invocationOf(process.argv[1] ?? ''),
  out: (text) => void stdout.write(text),
  err: (text) => void stderr.write(text),
  terminal: {
    out: stdout.isTTY === true && env.NO_COLOR === undefined,
    err: stderr.isTTY === true,
    columns: columnsOf(stdout.columns, env),
  },
  interrupted: () => interruption(process),
});
