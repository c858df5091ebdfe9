import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTied } from './tied-process.ts';
import { until } from './until.ts';

// It is made of a POSIX shell, as the engine that it is for wants one.
describe.skipIf(process.platform === 'win32')('a tied process', () => {
  let folder: string;
  let log: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'midwatch-tied-'));
    log = join(folder, 'log');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('ends by itself with its own code, and with what it said in its log', async () => {
    const tied = startTied(['sh', '-c', 'echo "$GREETING"; exit 7'], { log, env: { ...path, GREETING: 'hello' } });

    expect(await tied.ended).toBe(7);
    expect(readFileSync(log, 'utf8')).toBe('hello\n');
  });

  it('ends when it is ended, with all that it started', async () => {
    const tied = startTied(talkers, { log, env: path });
    await until('both to talk', 10, talk);

    await tied.end();

    await until('silence', 10, silence);
  });

  it('ends with who started it, however hard that ends', async () => {
    const program = `import { startTied } from '${import.meta.dirname}/tied-process.ts';
      startTied(${JSON.stringify(talkers)}, ${JSON.stringify({ log, env: path })});`;
    const parent = spawn(process.execPath, ['--input-type', 'module', '--eval', program]);
    await until('both to talk', 10, talk);

    parent.kill('SIGKILL');

    await until('silence', 10, silence);
  });

  async function talk(): Promise<true | undefined> {
    const said = existsSync(log) ? readFileSync(log, 'utf8') : '';
    return (said.includes('a') && said.includes('b')) || undefined;
  }

  /** Ids would not do: one that is gone is still there until somebody asks after it. */
  async function silence(): Promise<true | undefined> {
    const before = statSync(log).size;
    await wait(500);
    return statSync(log).size === before || undefined;
  }
});

const path = { PATH: process.env.PATH ?? '' };

/** Two processes that talk until they are ended. */
const talkers = ['sh', '-c', 'talk() { while :; do echo $1; sleep 0.05; done; }; talk a & talk b'];
