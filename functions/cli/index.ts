#!/usr/bin/env node
import { once } from 'node:events';
import { main } from './main.ts';

const { env, stdout, stderr } = process;

process.exitCode = await main(process.argv.slice(2), {
  env,
  cwd: process.cwd(),
  out: (text) => void stdout.write(text),
  err: (text) => void stderr.write(text),
  terminal: {
    out: stdout.isTTY === true && env.NO_COLOR === undefined,
    err: stderr.isTTY === true,
    columns: stdout.columns ?? 100,
  },
  interrupted: async () => void (await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])),
});
