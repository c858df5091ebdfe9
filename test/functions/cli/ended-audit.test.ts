import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openEmbeddedStore } from '#adapters/dynamodb/embedded.ts';
import { readRecording } from '#adapters/recording/read-recording.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { type ReplayServer, startReplayServer } from '../../../functions/replay/server.ts';
import { emptyFolder } from '../../support/command.ts';
import { aSweep } from '../../support/sweeps.ts';

const program = resolve('functions/cli/index.ts');
const incident = resolve('events/recordings/incident');

let server: ReplayServer;
beforeAll(async () => {
  server = await startReplayServer({ recording: await readRecording(incident), night: 4 });
});
afterAll(() => server.close());
beforeEach(() => server.setNight(4));

/** A folder with the configuration of the incident, whose accounts are looked at one after the other. */
function workplace(): string {
  const cwd = emptyFolder();
  const config = readFileSync(join(incident, 'midwatch.yaml'), 'utf8');
  writeFileSync(join(cwd, 'midwatch.yaml'), `${config}limits: { accountsAtOnce: 1 }\n`);
  return cwd;
}

/** The audit as a process of its own, with its history below the folder it works in. */
function start(cwd: string, more: readonly string[] = []): ChildProcess {
  const asked = ['audit', '--as-of', '2024-02-07T02:00:00Z', '--format', 'json', '--fail-on', 'none', ...more];
  return spawn(process.execPath, [program, ...asked], {
    cwd,
    env: {
      PATH: process.env.PATH,
      HOME: cwd,
      AWS_ENDPOINT_URL: server.url,
      AWS_ACCESS_KEY_ID: '999988887777',
      AWS_SECRET_ACCESS_KEY: 'recorded',
      AWS_CONFIG_FILE: join(cwd, 'none'),
      AWS_SHARED_CREDENTIALS_FILE: join(cwd, 'none'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function ended(child: ChildProcess) {
  const code = new Promise<number | string | null>((done) =>
    child.once('exit', (status, signal) => done(status ?? signal)),
  );
  const [out, err] = await Promise.all([
    child.stdout ? text(child.stdout) : '',
    child.stderr ? text(child.stderr) : '',
  ]);
  return { code: await code, out, err };
}

const slowly = (delayMs: number) => server.misbehave([{ service: 'eks', delayMs }]);

/** Comes when the second of the three accounts is being looked at. */
async function inTheMiddle(before: number): Promise<void> {
  const isThere = () =>
    server
      .callsSeen()
      .slice(before)
      .some((call) => call.account === '222233334444' && call.cluster);
  while (!isThere()) await wait(10);
}

/** What an audit said, but for what differs between any two. */
function said({ out }: { readonly out: string }) {
  const { audit, ...document } = JSON.parse(out);
  return { ...document, baseline: audit.baseline, notices: audit.notices };
}

async function inOneRun() {
  server.misbehave([]);
  return said(await ended(start(workplace())));
}

describe('an audit that is ended in the middle', () => {
  it('finishes what it began, says so, and the next one sees and tells everything', async () => {
    const cwd = workplace();
    slowly(150);
    const before = server.callsSeen().length;
    const child = start(cwd);
    const ending = ended(child);
    await inTheMiddle(before);

    child.kill('SIGINT');
    const { code, out, err } = await ending;

    expect([code, out]).toEqual([130, '']);
    expect(err).toMatch(
      /^Ending: .*\nThe audit was ended before it was done: what was saved stays, the next audit goes on/,
    );
    const seen = server.callsSeen().slice(before);
    expect(seen.filter(({ account }) => account === '333344445555')).toEqual([]);
    const whole = await inOneRun();
    expect(whole.findings.length).toBeGreaterThan(0);
    expect(said(await ended(start(cwd)))).toEqual(whole);
  });

  it('says where it kept nothing', async () => {
    slowly(150);
    const before = server.callsSeen().length;
    const child = start(workplace(), ['--no-history']);
    const ending = ended(child);
    await inTheMiddle(before);

    child.kill('SIGTERM');

    expect((await ending).err).toContain('The audit was ended before it was done: nothing was kept.\n');
  });

  it('ends at once when it is told twice', async () => {
    slowly(60_000);
    const before = server.callsSeen().length;
    const child = start(workplace());
    const ending = ended(child);
    while (
      !server
        .callsSeen()
        .slice(before)
        .some(({ service }) => service === 'eks')
    )
      await wait(10);

    child.kill('SIGINT');
    child.stderr?.once('data', () => child.kill('SIGINT'));

    expect((await ending).code).toBe('SIGINT');
  });

  it('keeps nobody waiting where it was killed', async () => {
    const cwd = workplace();
    slowly(150);
    const before = server.callsSeen().length;
    const child = start(cwd);
    const ending = ended(child);
    await inTheMiddle(before);

    child.kill('SIGKILL');
    expect((await ending).code).toBe('SIGKILL');
    const whole = await inOneRun();

    expect(said(await ended(start(cwd)))).toEqual(whole);
  });
});

describe('an audit beside another', () => {
  it('ends with 3, and says who is at work, until when, and how to look all the same', async () => {
    const cwd = workplace();
    const folder = join(cwd, '.local', 'share', 'midwatch');
    const opened = await openEmbeddedStore({ folder }, { clock: systemClock });
    const until = '2099-01-01T00:00:00.000Z';
    const holder = `process ${process.pid} on ${hostname()}, 01234567-89ab-cdef-0123-456789abcdef`;
    await opened.store.takeLease({ holder, sweep: aSweep(), until });

    const { code, out, err } = await ended(start(cwd));
    const beside = await ended(start(cwd, ['--no-history']));
    await opened.close();

    expect([code, out]).toEqual([3, '']);
    expect(err).toContain(`another audit is at work on this history: ${holder} holds it until ${until}`);
    expect(err).toContain('--no-history');
    expect(beside.code).toBe(0);
  });
});
