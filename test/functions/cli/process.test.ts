import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { emptyFolder } from '../../support/command.ts';

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

describe('the width of the answer', () => {
  async function widthOf(columns: string): Promise<number> {
    const { out } = await ended(start(['explain', rule], { env: { COLUMNS: columns } }));
    // An address is never broken.
    return Math.max(
      ...out
        .split('\n')
        .filter((line) => !line.includes('https://'))
        .map(({ length }) => length),
    );
  }

  it('is that of COLUMNS in a pipe', async () => {
    expect(await widthOf('60')).toBeLessThanOrEqual(60);
    expect(await widthOf('160')).toBeGreaterThan(120);
  });

  it.each(['', 'wide', '0', '-1'])('is 100 where COLUMNS is %j', async (columns) => {
    expect(await widthOf(columns)).toBe(await widthOf('100'));
  });
});

describe('what a served night says can be typed', () => {
  async function served(): Promise<{ lines: readonly string[]; end: () => Promise<unknown> }> {
    const child = start(['replay', incident, '--serve', '--night', '4']);
    let said = '';
    await new Promise<void>((resolve) => {
      child.stdout?.on('data', (chunk) => {
        said += chunk;
        if (said.includes('Ctrl-C')) resolve();
      });
    });
    const lines = said.split('\n').flatMap((line) => (line.startsWith('  ') ? [line.trim()] : []));
    const end = () => {
      child.kill('SIGINT');
      return once(child, 'exit');
    };
    return { lines, end };
  }

  /** A terminal of somebody who works with AWS: other accounts, and a command of AWS that tells what it is asked. */
  function terminal(lines: readonly string[]) {
    const bin = emptyFolder();
    writeFileSync(join(bin, 'aws'), '#!/bin/sh\necho "$AWS_ACCESS_KEY_ID$AWS_PROFILE$AWS_SESSION_TOKEN $*"\n', {
      mode: 0o755,
    });
    const env = {
      PATH: [bin, dirname(process.execPath), process.env.PATH].join(delimiter),
      HOME: emptyFolder(),
      AWS_PROFILE: 'work',
      AWS_SESSION_TOKEN: 'real',
      AWS_CONFIG_FILE: '/nowhere',
      AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
    };
    return ended(spawn('sh', ['-c', lines.join('\n')], { env, cwd: emptyFolder(), stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  it('and audits the recorded fleet, from any folder', async () => {
    const { lines, end } = await served();

    const { code, out, err } = await terminal(lines.filter((line) => !/\baws eks\b/.test(line)));
    await end();

    expect([code, err]).toEqual([1, '']);
    expect(out).toContain('shop-prod kube-proxy: v1.21.2-eksbuild.2 will break at the upgrade to 1.25');
    expect(lines.join('\n')).toContain('npm run --silent midwatch -- audit');
  });

  it('and asks for the clusters of each account with the command of AWS', async () => {
    const { lines, end } = await served();

    const { code, out } = await terminal(lines.filter((line) => !/\baudit\b/.test(line)));
    await end();

    expect(code).toBe(0);
    expect(
      out
        .replaceAll(/127\.0\.0\.1:\d+/g, 'here')
        .trim()
        .split('\n'),
    ).toEqual(
      ['111122223333', '222233334444', '333344445555'].map(
        (account) => `${account} eks list-clusters --endpoint-url http://here --region eu-west-1`,
      ),
    );
  });
});
