import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import tls from 'node:tls';
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openEmbeddedStore } from '#adapters/dynamodb/embedded.ts';
import { readRecording } from '#adapters/recording/read-recording.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { type ReplayServer, startReplayServer } from '../../../functions/replay/server.ts';
import { type Answer, command, emptyFolder } from '../../support/command.ts';
import { localCertificate, startLocalHttps } from '../../support/local-https.ts';

const incident = resolve('events/recordings/incident');
const configured = ['--config', join(incident, 'midwatch.yaml')];
const nightBefore = ['--as-of', '2024-02-07T02:00:00Z'];
const json = ['--format', 'json'];

let server: ReplayServer;
beforeAll(async () => {
  server = await startReplayServer({ recording: await readRecording(incident), night: 4 });
});
afterAll(() => server.close());
beforeEach(() => server.setNight(4));

/** The environment of somebody who reaches the recorded AWS with the credentials of an account. */
function as(account: string, more: Readonly<Record<string, string>> = {}) {
  return { AWS_ENDPOINT_URL: server.url, AWS_ACCESS_KEY_ID: account, AWS_SECRET_ACCESS_KEY: 'recorded', ...more };
}
const prod = '333344445555';
const hub = '999988887777';

function audit(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = as(prod),
  cwd = emptyFolder(),
): Promise<Answer> {
  return command(['audit', ...argv], { env, cwd });
}

/** What every document must be; its findings by rule and severity. */
function findingsOf({ out }: Answer): string[] {
  const { findings } = JSON.parse(out) as { findings: { rule: string; severity: string; status: string }[] };
  return findings.filter(({ status }) => status === 'OPEN').map(({ rule, severity }) => `${severity} ${rule}`);
}

function withConfig(text: string): string {
  const folder = emptyFolder();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'midwatch.yaml'), text);
  return folder;
}

describe('an audit of what the credentials reach', () => {
  it('finds what is wrong in the own account, and ends with 1', async () => {
    const answer = await audit([...nightBefore, ...json]);

    expect([answer.code, answer.err]).toEqual([1, '']);
    expect(findingsOf(answer)).toContain('HIGH kube-proxy-version-skew');
    expect(findingsOf(answer)).toContain('CRITICAL addon-version-compatibility');
  });

  it('sees the siblings in the accounts of the configuration, by their role', async () => {
    const answer = await audit([...configured, ...nightBefore, ...json], as(hub));

    expect(findingsOf(answer)).toContain('HIGH untested-combination');
    const { coverage } = JSON.parse(answer.out) as { coverage: { account: string; status: string; role: string }[] };
    expect(coverage.map(({ account, status }) => [account, status])).toEqual([
      ['111122223333', 'COVERED'],
      ['222233334444', 'COVERED'],
      ['333344445555', 'COVERED'],
    ]);
    expect(coverage[0]?.role).toBe('arn:aws:iam::111122223333:role/midwatch-member');
  });

  it('answers machines with what the published schema says', async () => {
    const schema = JSON.parse(readFileSync('shared/data/schemas/audit-document.schema.json', 'utf8'));
    const validate = new Ajv2020({ validateFormats: false }).compile(schema);

    const { out } = await audit([...configured, ...nightBefore, ...json], as(hub));

    expect(validate(JSON.parse(out)), JSON.stringify(validate.errors)).toBe(true);
  });

  it('answers people in a table, and machines without progress', async () => {
    const { out, err } = await audit([...nightBefore, '--region', 'eu-west-1']);

    expect(out).toMatch(/CRITICAL/);
    expect(out).toContain('aws eks update-addon');
    expect(err).toBe('');
  });

  it.each([
    ['CRITICAL', 1],
    ['none', 0],
    ['critical', 1],
  ])('with --fail-on %s ends with %i', async (severity, expected) => {
    expect((await audit([...nightBefore, '--fail-on', severity])).code).toBe(expected);
  });

  it('ends with 0 where nothing is wrong', async () => {
    const { code, out } = await audit(['--as-of', '2024-01-20T02:00:00Z'], as('111122223333'));

    expect(out).not.toMatch(/HIGH|CRITICAL/);
    expect(code).toBe(0);
  });

  it('looks at one account, one region and one cluster where it is asked to', async () => {
    const answer = await audit(
      [...configured, ...nightBefore, ...json, '--account', prod, '--region', 'eu-west-1', '--cluster', 'shop-prod'],
      as(hub),
    );

    const { clusters } = JSON.parse(answer.out) as { clusters: { name: string }[] };
    expect(clusters.map(({ name }) => name)).toEqual(['shop-prod']);
  });
});

describe('an audit that remembers', () => {
  it('says what changed since the last one, and is a baseline the first time', async () => {
    const env = as(prod, { XDG_DATA_HOME: emptyFolder() });
    const first = JSON.parse((await audit([...nightBefore, ...json], env)).out);
    const second = JSON.parse((await audit(['--as-of', '2024-02-08T02:00:00Z', ...json], env)).out);

    expect(first.audit.baseline).toBe(true);
    expect(first.findings[0].transition).toBe('OPENED');
    expect(second.audit.baseline).toBe(false);
    expect(second.findings[0]).not.toHaveProperty('transition');
    expect(second.findings[0].firstObservedAt).toBe('2024-02-07T02:00:00.000Z');
  });

  it.each([
    ['--account', prod],
    ['--region', 'eu-west-1'],
    ['--cluster', 'shop-prod'],
  ])('takes a look at a part, by %s, for no audit that a whole one is compared with', async (option, part) => {
    const env = as(prod, { XDG_DATA_HOME: emptyFolder() });
    await audit([...nightBefore, option, part], env);

    const whole = JSON.parse((await audit(['--as-of', '2024-02-08T02:00:00Z', ...json], env)).out);

    expect(whole.audit.baseline).toBe(true);
  });

  it('keeps its history where it is told to', async () => {
    const store = join(emptyFolder(), 'history');
    await audit([...nightBefore, '--store', store]);

    const again = JSON.parse((await audit([...nightBefore, ...json, '--store', store])).out);

    expect(again.audit.baseline).toBe(false);
  });

  it('answers and does not store what lies before the last stored night, and says so', async () => {
    const env = as(prod, { XDG_DATA_HOME: emptyFolder() });
    await audit([...nightBefore], env);

    const earlier = JSON.parse((await audit(['--as-of', '2023-12-01', ...json], env)).out);
    const later = JSON.parse((await audit(['--as-of', '2024-02-08T02:00:00Z', ...json], env)).out);

    expect(earlier.audit.notices).toMatchObject([{ kind: 'NOT_STORED', subject: '2023-12-01T00:00:00.000Z' }]);
    expect(later.findings[0].firstObservedAt).toBe('2024-02-07T02:00:00.000Z');
  });

  it('answers and does not store what lies in the future, so that today is compared and stored', async () => {
    const env = as(prod, { XDG_DATA_HOME: emptyFolder() });
    await audit([...nightBefore], env);

    const toCome = JSON.parse((await audit(['--as-of', '2099-01-01', ...json], env)).out);
    const today = JSON.parse((await audit([...json], env)).out);

    expect(toCome.audit.notices).toMatchObject([{ kind: 'NOT_STORED', subject: '2099-01-01T00:00:00.000Z' }]);
    expect(toCome.audit.baseline).toBe(true);
    expect(today.audit).toMatchObject({ baseline: false, notices: [] });
  });

  it.each([
    ['--no-history', [...nightBefore, '--no-history']],
    ['a day that is not stored', ['--as-of', '2099-01-01']],
  ])('is no first audit with %s: there is no history', async (_, argv) => {
    const { out } = await audit(argv);

    expect(out).toContain('No history:');
    expect(out).not.toContain('first audit');
  });

  it('is told to be the first where it is', async () => {
    expect((await audit([...nightBefore])).out).toContain('The first audit');
  });

  it('keeps nothing where it is told not to', async () => {
    const env = as(prod, { XDG_DATA_HOME: emptyFolder() });
    await audit([...nightBefore, '--no-history'], env);

    expect(JSON.parse((await audit([...nightBefore, ...json, '--no-history'], env)).out).audit.baseline).toBe(true);
  });

  it('tells what of the history it cannot read, and leaves it as it is', async () => {
    const folder = join(emptyFolder(), 'history');
    await audit([...nightBefore, '--store', folder]);
    const sweeps = { TableName: 'midwatch', KeyConditionExpression: 'pk = :pk' };
    const query = new QueryCommand({ ...sweeps, ExpressionAttributeValues: { ':pk': 'SWEEPS' } });
    const history = await openEmbeddedStore({ folder }, { clock: systemClock });
    const [item] = (await history.client.send(query)).Items ?? [];
    await history.client.send(new PutCommand({ TableName: 'midwatch', Item: { ...item, schema: 2 } }));
    await history.close();

    const { code, out, err } = await audit([...nightBefore, '--store', folder]);

    expect([code, out]).toEqual([3, '']);
    expect(err).toMatch(/^item SWEEPS .* of the store cannot be read: schema: got schema 2, wanted 1\n.*--store.*\n$/);
  });

  it('tells where the history cannot be kept', async () => {
    const file = join(emptyFolder(), 'file');
    writeFileSync(file, '');

    const { code, err } = await audit([...nightBefore, '--store', file]);

    expect(code).toBe(3);
    expect(err).toContain(file);
  });
});

describe('an audit on a bad day', () => {
  it('ends with 1 where something is wrong as well', async () => {
    server.misbehave([{ operation: 'DescribeNodegroup', answer: 'refused' }]);

    expect((await audit([...nightBefore])).code).toBe(1);
  });

  it('does not fail because of a region that is switched off', async () => {
    server.misbehave([{ region: 'af-south-1', service: 'eks', answer: 'region-disabled' }]);

    const answer = await audit(['--region', 'af-south-1', ...json]);

    expect(answer.code).toBe(0);
    expect(answer.out).toContain('REGION_DISABLED');
  });

  it('fails where a region that nobody can switch off does not know the credentials', async () => {
    server.misbehave([{ region: 'us-east-1', service: 'eks', answer: 'region-disabled' }]);

    const answer = await audit(['--region', 'us-east-1', ...json]);

    expect(answer.code).toBe(2);
    expect(JSON.parse(answer.out).coverage).toMatchObject([{ status: 'ERROR', call: 'eks:ListClusters' }]);
  });

  it('fails where a region that AWS calls enabled does not know the credentials', async () => {
    server.misbehave([{ region: 'eu-west-1', service: 'eks', answer: 'region-disabled' }]);

    const answer = await audit([...json]);

    expect(answer.code).toBe(2);
    expect(JSON.parse(answer.out).coverage).toContainEqual(
      expect.objectContaining({ region: 'eu-west-1', status: 'ERROR', call: 'eks:ListClusters' }),
    );
  });

  it('says in one row that it does not know the regions', async () => {
    server.misbehave([{ operation: 'ListRegions', answer: 'refused' }]);

    const answer = await audit([...json]);

    expect(answer.code).toBe(2);
    expect(JSON.parse(answer.out).coverage).toMatchObject([
      { region: '*', status: 'DENIED', call: 'account:ListRegions' },
    ]);
  });

  it('looks at the region of the environment all the same', async () => {
    server.misbehave([{ operation: 'ListRegions', answer: 'refused' }]);

    const answer = await audit([...nightBefore, ...json], as(prod, { AWS_REGION: 'eu-west-1' }));

    expect(answer.code).toBe(1);
    expect(JSON.parse(answer.out).coverage.map((row: { region: string }) => row.region)).toEqual(['*', 'eu-west-1']);
  });

  it.each(['not-found', 'throttled'] as const)(
    'takes nobody for the caller where AWS does not say whose the credentials are: %s',
    async (answer) => {
      server.misbehave([{ operation: 'GetCallerIdentity', answer }]);
      const folder = emptyFolder();
      writeFileSync(join(folder, 'midwatch.yaml'), `accounts: [{ id: "${prod}" }]\n`);

      const before = server.callsSeen().length;
      const { code, out, err } = await audit([...nightBefore, '--account', prod], as(hub), folder);

      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(/^AWS could not be asked whose the credentials are: .*\n\(sts:GetCallerIdentity: /);
      const asked = server.callsSeen().slice(before);
      expect(new Set(asked.map(({ operation }) => operation))).toEqual(new Set(['GetCallerIdentity']));
    },
  );

  it('says what is in the way of the very first call, and what to look at', async () => {
    const { code, out, err } = await audit([], as(prod, { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }));

    expect([code, out]).toEqual([2, '']);
    expect(err).toBe(
      [
        'AWS could not be asked whose the credentials are: nothing answers at 127.0.0.1:1 (ECONNREFUSED)',
        '(sts:GetCallerIdentity: UNREACHABLE)',
        'See that this machine reaches AWS: its network, proxy and DNS, and AWS_ENDPOINT_URL, which is http://127.0.0.1:1',
        '',
      ].join('\n'),
    );
  });

  it('speaks of no setting that is not there', async () => {
    const { err } = await audit([], as(prod, { AWS_ENDPOINT_URL: '', AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1' }));

    expect(err).toMatch(/its network, proxy and DNS, and AWS_ENDPOINT_URL_STS, which is http:\/\/127\.0\.0\.1:1\n$/);
  });

  it('does not go on with credentials that AWS does not know', async () => {
    server.misbehave([{ operation: 'GetCallerIdentity', answer: 'region-disabled' }]);
    const folder = emptyFolder();
    writeFileSync(join(folder, 'midwatch.yaml'), `accounts: [{ id: "${prod}" }]\n`);

    const { code, err } = await audit([...nightBefore], as(prod), folder);

    expect(code).toBe(3);
    expect(err).toMatch(/\(sts:GetCallerIdentity: DENIED\)\nSee that the credentials are whole and of today/);
  });

  it('audits the other accounts where one refuses its role', async () => {
    server.misbehave([{ operation: 'AssumeRole', account: prod, answer: 'refused' }]);

    const answer = await audit([...configured, ...nightBefore, ...json, '--fail-on', 'none'], as(hub));

    expect(answer.code).toBe(2);
    const { coverage } = JSON.parse(answer.out) as { coverage: { status: string; call?: string }[] };
    expect(coverage.map(({ status }) => status)).toEqual(['COVERED', 'COVERED', 'DENIED']);
    expect(coverage[2]?.call).toBe('sts:AssumeRole');
  });
});

describe('wrong input', () => {
  it.each<[string, readonly string[], string, RegExp]>([
    [
      'a setting with a wrong value',
      [],
      'notice: { standardSupport: soon }',
      /midwatch\.yaml:1:\d+: notice\.standardSupport: got "soon", wanted/,
    ],
    ['a setting that there is not', [], 'notise: {}', /notise.*notice/],
    ['a file that is no YAML', [], 'a: [', /midwatch\.yaml:\d+:\d+/],
    [
      'a region that is excluded',
      ['--region', 'eu-west-1'],
      'excludeRegions: [eu-west-1]',
      /excluded region: got eu-west-1, wanted one that "excludeRegions" leaves in/,
    ],
    ['a configuration that is not there', ['--config', 'other.yaml'], '', /other\.yaml/],
    ['a region that there is not', ['--region', 'eu-wst-1'], '', /unknown region: got eu-wst-1/],
    [
      'an account that is not configured',
      ['--account', '123456789012'],
      '',
      /unknown account: got 123456789012, wanted one of 333344445555/,
    ],
    ['an account id that is none', ['--account', '42'], '', /got 42, wanted an account id/],
    ['an instant that is none', ['--as-of', '2026-02-30'], '', /got 2026-02-30, wanted a day/],
    ['an instant without a zone', ['--as-of', '2026-02-01T02:00'], '', /wanted a day/],
    ['a severity that there is not', ['--fail-on', 'BAD'], '', /got BAD, wanted one of none, INFORMATIONAL/],
    ['a format that there is not', ['--format', 'xml'], '', /xml.*table, json/s],
    ['a folder without a name', ['--store', ''], '', /got an empty text, wanted a folder/],
    ['a file without a name', ['--config', ''], '', /got an empty text, wanted a file/],
    ['a cluster without a name', ['--cluster', ' '], '', /got an empty text, wanted the name of a cluster/],
    ['an option that there is not', ['--regoin', 'eu-west-1'], '', /unknown option.*--region/s],
  ])('is told, and ends with 3: %s', async (_what, argv, config, expected) => {
    const { code, out, err } = await audit(argv, as(prod), config === '' ? emptyFolder() : withConfig(config));

    expect(err).toMatch(expected);
    expect([code, out]).toEqual([3, '']);
    expect(err).not.toMatch(/^\s+at /m);
  });

  it('is a cluster that there is not', async () => {
    const { code, err } = await audit([...nightBefore, '--cluster', 'shop-prdo']);

    expect(code).toBe(3);
    expect(err).toContain('unknown cluster: got shop-prdo');
  });

  it('is no credentials', async () => {
    const { code, out, err } = await audit([], { AWS_ENDPOINT_URL: server.url });

    expect([code, out]).toEqual([3, '']);
    expect(err).toMatch(/got no AWS credentials/);
  });

  it('is asked of no AWS before the configuration is whole', async () => {
    const before = server.callsSeen().length;

    await audit([], as(prod), withConfig('notise: {}'));

    expect(server.callsSeen().length).toBe(before);
  });
});

describe('a file of more breakages', () => {
  const breakage = {
    id: 'coredns-example',
    rule: 'addon-version-compatibility',
    condition: { addon: 'coredns', below: 'v99.0.0' },
    consequence: 'an example that always holds',
    severity: 'HIGH',
    horizon: 'now',
    source: 'https://example.com/issue',
    read: '2026-11-22',
  };

  it('is judged by', async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'midwatch.yaml'), 'knownBreakages: more.json\n');
    writeFileSync(join(folder, 'more.json'), JSON.stringify({ schemaVersion: 1, breakages: [breakage] }));

    expect((await audit([...nightBefore, ...json], as(prod), folder)).out).toContain('coredns-example');
  });

  it('is read from an https address, once, and its copy is used where it cannot be', async () => {
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), localCertificate]);
    let asked = 0;
    const elsewhere = await startLocalHttps((_, response) => {
      asked += 1;
      response.end(JSON.stringify({ schemaVersion: 1, breakages: [breakage] }));
    });
    const folder = withConfig(`knownBreakages: ${elsewhere.url}/more.json?token=secret\n`);
    const env = as(prod, { XDG_DATA_HOME: emptyFolder() });
    const night = async (day: number) => {
      const { out } = await audit(['--as-of', `2024-02-0${day}T02:00:00Z`, ...json], env, folder);
      const { findings, audit: of } = JSON.parse(out) as {
        findings: { fault?: string; status: string }[];
        audit: { notices: { kind: string; subject: string; detail: string }[] };
      };
      return { found: findings.find(({ fault }) => fault === 'coredns-example')?.status, notices: of.notices };
    };

    expect(await night(7)).toEqual({ found: 'OPEN', notices: [] });
    expect(asked).toBe(1);
    await elsewhere.close();

    expect(await night(8)).toEqual({
      found: 'OPEN',
      notices: [
        {
          kind: 'BREAKAGES_UNREADABLE',
          subject: `${elsewhere.url}/more.json`,
          detail: expect.stringMatching(/ECONNREFUSED.*; what was read on 2024-02-07 is used$/),
        },
      ],
    });
  });

  it.each([
    ['too large', `{"schemaVersion": 1, "breakages": []}${' '.repeat(256 * 1024)}`, 'it is larger than 262144 bytes'],
    ['no text', Buffer.from([0x7b, 0xff, 0x7d]), expect.stringContaining('utf-8')],
  ])('is a notice where it is %s', async (_, content, detail) => {
    const folder = withConfig('knownBreakages: more.json\n');
    writeFileSync(join(folder, 'more.json'), content);

    const answer = await audit([...nightBefore, ...json], as(prod), folder);

    expect(JSON.parse(answer.out).audit.notices).toEqual([
      { kind: 'BREAKAGES_UNREADABLE', subject: 'more.json', detail },
    ]);
  });

  it('mends nothing by not being there any more', async () => {
    const folder = emptyFolder();
    const env = as(prod, { XDG_DATA_HOME: emptyFolder() });
    writeFileSync(join(folder, 'midwatch.yaml'), 'knownBreakages: more.json\n');
    writeFileSync(join(folder, 'more.json'), JSON.stringify({ schemaVersion: 1, breakages: [breakage] }));
    await audit([...nightBefore, ...json], env, folder);
    rmSync(join(folder, 'more.json'));

    const { out } = await audit(['--as-of', '2024-02-08T02:00:00Z', ...json], env, folder);

    const findings = JSON.parse(out).findings as { fault?: string; status: string }[];
    expect(findings.find(({ fault }) => fault === 'coredns-example')?.status).toBe('OPEN');
  });

  it.each([
    ['is not there', undefined],
    ['is broken', '{ "schemaVersion": 1, "breakages": [{}] }'],
  ])('is a notice where it %s, and changes nothing else', async (_how, text) => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'midwatch.yaml'), 'knownBreakages: more.json\n');
    if (text !== undefined) writeFileSync(join(folder, 'more.json'), text);

    const answer = await audit([...nightBefore, ...json], as(prod), folder);

    expect(JSON.parse(answer.out).audit.notices).toMatchObject([
      { kind: 'BREAKAGES_UNREADABLE', subject: 'more.json' },
    ]);
    expect(findingsOf(answer)).toContain('CRITICAL addon-version-compatibility');
  });
});
