import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';

const program = resolve('functions/cli/index.ts');
const incident = resolve('events/recordings/incident');
const rule = 'kube-proxy-version-skew';

interface Setting {
  readonly env?: Readonly<Record<string, string>>;
  /** A module that runs before the program does. */
  readonly before?: string;
  readonly stdout?: 'pipe' | number;
}

function start(argv: readonly string[], { env = {}, before = '', stdout = 'pipe' }: Setting = {}): ChildProcess {
  const first = `data:text/javascript,${encodeURIComponent(before)}`;
  return spawn(process.execPath, ['--import', first, program, ...argv], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', stdout, 'pipe'],
  });
}

async function ended(child: ChildProcess) {
  const code = new Promise<number | null>((done) => child.once('exit', done));
  const [out, err] = await Promise.all([
    child.stdout ? text(child.stdout) : '',
    child.stderr ? text(child.stderr) : '',
  ]);
  return { code: await code, out, err };
}

describe('the process', () => {
  it('ends without a word, and as it would have, where the reader of the answer has left', async () => {
    const child = start(['replay', incident]);
    const code = new Promise((done) => child.once('exit', done));
    child.stdout?.once('data', () => child.stdout?.destroy());

    expect(child.stderr && (await text(child.stderr))).toBe('');
    expect(await code).toBe(0);
  });

  it.skipIf(!existsSync('/dev/full'))(
    'does not end as if all were well where the answer could not be written',
    async () => {
      const { code, err } = await ended(start(['explain', rule], { stdout: openSync('/dev/full', 'w') }));

      expect(code).toBe(4);
      expect(err).toMatch(/^midwatch .*: Error: .*ENOSPC/);
    },
  );

  it('never takes an error that nobody waited for as findings', async () => {
    const { code, err } = await ended(
      start(['explain', rule], { before: 'setTimeout(() => { throw new TypeError("oh") }, 800)' }),
    );

    expect(code).toBe(4);
    expect(err).toMatch(/^midwatch .*: TypeError: oh .*MIDWATCH_DEBUG=1.*\n$/);
  });

  it('says in a line that a part of it could not be loaded', async () => {
    const before = `import { registerHooks } from 'node:module';
      registerHooks({ resolve(name, context, next) {
        if (name === 'classic-level') throw new Error('no build for this machine');
        return next(name, context);
      } });`;

    const { code, err } = await ended(start(['--version'], { before }));

    expect([code, err.split('\n').length]).toEqual([4, 2]);
    expect(err).toContain('no build for this machine');
  });
});
