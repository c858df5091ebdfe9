import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command, emptyFolder } from '../../support/command.ts';
import { expectGolden } from '../../support/golden.ts';

const incident = resolve('events/recordings/incident');

/** The text of one night of a replay. */
function nightOf(out: string, night: number): string {
  const [, ...nights] = out.split(/^Night \d+ of \d+, /m);
  return nights[night - 1] ?? '';
}

describe('the replay of the incident', async () => {
  const { code, out, err } = await command(['replay', incident]);

  it('is as it was reviewed', () => {
    expect([code, err]).toEqual([0, '']);
    expectGolden('incident.txt', out);
  });

  it('says since the upgrade to 1.24 that kube-proxy is out of its skew', () => {
    expect(nightOf(out, 2)).toMatch(/HIGH +shop-prod kube-proxy: v1\.21\.2-eksbuild\.2 is three minors behind/);
  });

  it('says since dev and test were made anew that prod has drifted from them, in both add-ons', () => {
    expect(nightOf(out, 3)).toMatch(/MEDIUM +shop-prod vpc-cni: .*dev|MEDIUM +shop-prod vpc-cni: .*sibling/s);
    expect(nightOf(out, 3)).toMatch(/MEDIUM +shop-prod kube-proxy/);
    expect(nightOf(out, 3)).toContain('environment-drift-addon');
  });

  it('says, at the latest the night before, that the combination has never run', () => {
    expect(nightOf(out, 4)).toMatch(/HIGH +shop-prod: .*(never|no sibling|not run|untested)/s);
  });

  it('says, at the latest the night before, what will break at the next version, and tells it again', () => {
    expect(nightOf(out, 4)).toMatch(
      /CRITICAL +shop-prod kube-proxy: v1\.21\.2-eksbuild\.2 will break at the upgrade to 1\.25/,
    );
    expect(nightOf(out, 4)).toMatch(/Subject: still CRITICAL prod shop-prod kube-proxy/);
  });

  it('says an hour after that it is broken now', () => {
    expect(nightOf(out, 5)).toMatch(
      /CRITICAL +shop-prod kube-proxy: v1\.21\.2-eksbuild\.2 does not work under Kubernetes\s+1\.25/,
    );
    expect(nightOf(out, 5)).toContain('upgraded untested');
  });

  it('names the add-ons that must move before the control plane before it', () => {
    const commands = [...nightOf(out, 3).matchAll(/update-(addon|cluster-version)[\s\S]*?(kube-proxy|vpc-cni|1\.25)/g)];

    expect(commands.map((match) => match[2]).slice(0, 3)).toEqual(['kube-proxy', 'vpc-cni', '1.25']);
  });

  it('is quiet about all of it when all is mended', () => {
    const [, stillOpen] = /Still open([\s\S]*)The digest/.exec(nightOf(out, 7)) ?? [];

    expect(stillOpen).toContain('MEDIUM');
    expect(stillOpen).not.toMatch(/CRITICAL|HIGH|shop-prod (kube-proxy|vpc-cni|node group)/);
  });
});

it.each(readdirSync('events/recordings', { withFileTypes: true }).filter((entry) => entry.isDirectory()))(
  'the recording $name is played by its name',
  async ({ name }) => {
    const { code, out } = await command(['replay', name]);

    expect(code).toBe(0);
    expect(out).toMatch(/^Night 1 of \d+, /);
  },
);

it('a folder goes before a recording of its name', async () => {
  const cwd = emptyFolder();
  mkdirSync(join(cwd, 'incident'));

  const { code, err } = await command(['replay', 'incident'], { cwd });

  expect(code).toBe(3);
  expect(err).toContain('no such file');
});

describe('what is no recording', () => {
  it.each([
    ['a folder that is not there', () => '/nowhere/at/all'],
    ['an empty folder', emptyFolder],
    [
      'a recording with a broken manifest',
      () => {
        const folder = emptyFolder();
        writeFileSync(join(folder, 'recording.yaml'), 'schemaVersion: 7\n');
        return folder;
      },
    ],
  ])('is told, and ends with 3: %s', async (_what, folder) => {
    const { code, out, err } = await command(['replay', folder()]);

    expect([code, out]).toEqual([3, '']);
    expect(err).toMatch(/recording/);
    expect(err).not.toMatch(/^\s+at /m);
  });

  it('is one whose configuration is broken', async () => {
    const folder = join(emptyFolder(), 'copy');
    cpSync(incident, folder, { recursive: true });
    writeFileSync(join(folder, 'midwatch.yaml'), 'notice: { standardSupport: soon }\n');

    const { code, err } = await command(['replay', folder]);

    expect(code).toBe(3);
    expect(err).toMatch(/notice\.standardSupport: got "soon"/);
  });
});

describe('a night that is served', () => {
  it('answers until it is interrupted, to an audit that is told how to ask', async () => {
    let answered: unknown;
    const serving = command(['replay', incident, '--serve', '--night', '4'], {
      interrupted: async () => {
        answered = 'asked to end';
      },
    });

    const { code, out } = await serving;

    expect(code).toBe(0);
    expect(answered).toBe('asked to end');
    expect(out).toMatch(/AWS_ENDPOINT_URL=http:\/\/127\.0\.0\.1:\d+/);
  });

  it('is asked without a configuration where its recording has none', async () => {
    const folder = join(emptyFolder(), 'copy');
    cpSync(incident, folder, { recursive: true });
    rmSync(join(folder, 'midwatch.yaml'));

    const { out } = await command(['replay', folder, '--serve'], { interrupted: async () => undefined });

    expect(out).toMatch(
      /AWS_ACCESS_KEY_ID=999988887777 midwatch audit --no-history --as-of 2024-02-10T02:00:00\.000Z$/m,
    );
  });

  it('says in a line that its port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;

    const { code, out, err } = await command(['replay', incident, '--serve', '--port', String(port)]);
    taken.close();

    expect([code, out]).toEqual([3, '']);
    expect(err).toBe(`port ${port} is taken: wanted one that is free, or no --port to have one chosen\n`);
  });

  it('leaves its port free, however it ends', async () => {
    const interrupted = async () => {
      throw new Error('oh');
    };
    const { out } = await command(['replay', incident, '--serve'], { interrupted });
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(out)?.[0] ?? '';

    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  it.each([
    [['--port', '4000'], '--port goes with --serve'],
    [['--serve', '--night', '8'], 'unknown night: got 8, wanted one from 1 to 7'],
    [['--serve', '--night', '0'], 'got 0, wanted the number of a night, from 1'],
    [['--night', '4'], '--night goes with --serve'],
    [['--serve', '--port', '70000'], 'got 70000, wanted a port'],
  ])('wants sensible options: %j', async (options, expected) => {
    const { code, err } = await command(['replay', incident, ...options]);

    expect(code).toBe(3);
    expect(err).toContain(expected);
  });
});
