import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openEmbeddedStore } from '#adapters/dynamodb/embedded.ts';
import { readRecording } from '#adapters/recording/read-recording.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { type ReplayServer, startReplayServer } from '../../../functions/replay/server.ts';
import { type Answer, command, emptyFolder } from '../../support/command.ts';

const incident = resolve('events/recordings/incident');
const [test, prod] = ['222233334444', '333344445555'];

let server: ReplayServer;
beforeAll(async () => {
  server = await startReplayServer({ recording: await readRecording(incident), night: 4 });
});
afterAll(() => server.close());
beforeEach(() => server.setNight(4));

const config = ['--config', join(incident, 'midwatch.yaml')];

/** Audits from one workstation day after day, of the incident's accounts. */
function aWorkstation(configured = config, account = '999988887777', XDG_DATA_HOME = emptyFolder()) {
  let day = 1;
  return (...argv: readonly string[]): Promise<Answer> =>
    command(
      [
        ...['audit', ...configured, '--format', 'json', '--fail-on', 'none'],
        ...['--as-of', `2024-02-0${day++}T02:00:00Z`, ...argv],
      ],
      {
        env: {
          AWS_ENDPOINT_URL: server.url,
          AWS_ACCESS_KEY_ID: account,
          AWS_SECRET_ACCESS_KEY: 'recorded',
          XDG_DATA_HOME,
        },
      },
    );
}

const lookedAt = ({ out }: Answer) => JSON.parse(out).coverage.map(({ account }: { account: string }) => account);
const refuse = (...accounts: readonly string[]) =>
  server.misbehave(accounts.map((account) => ({ operation: 'AssumeRole', account, answer: 'refused' as const })));

describe('--retry-failed', () => {
  it('looks again at what failed, and at what failed again the next time', async () => {
    const audit = aWorkstation();
    refuse(test, prod);
    const first = await audit();
    refuse(prod);

    const second = await audit('--retry-failed');
    refuse();
    const third = await audit('--retry-failed');
    const fourth = await audit('--retry-failed');

    expect([first, second, third].map(({ code }) => code)).toEqual([2, 2, 0]);
    expect(lookedAt(second)).toEqual([test, prod]);
    expect(lookedAt(third)).toEqual([prod]);
    expect([fourth.code, fourth.out]).toEqual([0, '']);
    expect(fourth.err).toBe('Nothing to retry: whatever was looked at last was seen whole.\n');
  });

  it('looks at a part of what failed where it is asked to', async () => {
    const audit = aWorkstation();
    refuse(test, prod);
    await audit();
    refuse();

    expect(lookedAt(await audit('--retry-failed', '--account', prod))).toEqual([prod]);
    expect(lookedAt(await audit('--retry-failed', '--region', 'eu-west-1'))).toEqual([test]);
  });

  it('is no audit that a whole one is compared with', async () => {
    const data = emptyFolder();
    const audit = aWorkstation(config, '999988887777', data);
    refuse(prod);
    await audit();

    await audit('--retry-failed');

    const { store, close } = await openEmbeddedStore({ folder: join(data, 'midwatch') }, { clock: systemClock });
    expect([await store.latestSweep(), await store.latestWholeSweep()].map((sweep) => sweep?.targets)).toEqual([1, 3]);
    await close();
  });

  it('looks again at an account until it knows its regions', async () => {
    const audit = aWorkstation([], prod);
    server.misbehave([{ operation: 'ListRegions', answer: 'refused' }]);
    await audit();
    server.misbehave([]);

    const region = await audit('--retry-failed', '--region', 'eu-west-1');
    const all = await audit('--retry-failed');
    const none = await audit('--retry-failed');

    expect(lookedAt(region)).toEqual([prod]);
    expect(lookedAt(all).length).toBeGreaterThan(1);
    expect(none.out).toBe('');
  });

  it.each([
    ['there is no history', [], /got one that holds no audit of all that is configured, wanted one of an audit/],
    ['none is wanted', ['--no-history'], /^--retry-failed goes by the history: got none, wanted/],
    ['only one cluster is looked at', ['--cluster', 'shop-prod'], /'--retry-failed' cannot be used with .*'--cluster/],
  ])('ends with 3 where %s', async (_, argv, expected) => {
    const { code, out, err } = await aWorkstation()('--retry-failed', ...argv);

    expect([code, out]).toEqual([3, '']);
    expect(err).toMatch(expected);
  });
});
