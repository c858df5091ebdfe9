import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ClusterJson, FindingsJson, FleetJson, HistoryJson, SweepJson, SweepsJson } from '#shared/answer-schema.ts';
import { makeApi } from '../../../functions/api/app.ts';
import { command, emptyFolder } from '../../support/command.ts';
import { expectGolden } from '../../support/golden.ts';
import { type RecordedHistory, recordedHistory } from '../../support/recorded-history.ts';

const arn = 'arn:aws:eks:eu-west-1:333344445555:cluster/shop-prod';

let history: RecordedHistory;
beforeAll(async () => {
  history = await recordedHistory('incident');
});
afterAll(() => history.close());

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** Asks the history of the incident, as far as it went. */
function ask(...argv: readonly string[]) {
  return command([...argv, '--store', history.folder, '--config', history.config]);
}

/** An API that answers so, or that of the history. */
async function served(fetch?: (request: Request) => Response): Promise<string> {
  const api = makeApi({ ...history, onError: () => undefined });
  const server = createAdaptorServer({ fetch: fetch ?? api.fetch });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const questions = [
  ['findings', ['findings'], FindingsJson],
  [
    'findings-resolved',
    ['findings', '--status', 'resolved', '--cluster', 'shop-prod', '--severity', 'high'],
    FindingsJson,
  ],
  ['drift', ['drift'], FleetJson],
  ['cluster', ['cluster', 'shop-prod'], ClusterJson],
  ['history', ['history', arn, '--from', '2024-02-08'], HistoryJson],
] as const;

describe.each(questions)('%s', (name, argv, schema) => {
  it('is told in words', async () => {
    const { code, out, err } = await ask(...argv);

    expect([code, err]).toEqual([0, '']);
    expectGolden(`answers/${name}.txt`, out);
  });

  it('is the document of the API as JSON, whole', async () => {
    const { code, out } = await ask(...argv, '--format', 'json');

    expect(code).toBe(0);
    expect(schema.safeParse(JSON.parse(out)).error).toBeUndefined();
    expect(JSON.parse(out)).not.toHaveProperty('next');
  });

  it('is the same of an API elsewhere', async () => {
    const here = await ask(...argv, '--format', 'json');

    const there = await command([...argv, '--format', 'json', '--api', await served()]);

    expect([there.code, there.err]).toEqual([0, '']);
    expect(JSON.parse(there.out)).toEqual(JSON.parse(here.out));
  });
});

describe('sweeps', () => {
  it('are listed, and one is shown by its id', async () => {
    const list = await ask('sweeps', '--format', 'json');
    const { sweeps } = SweepsJson.parse(JSON.parse(list.out));

    const words = await ask('sweeps');
    const one = await ask('sweeps', sweeps[0]!.id);
    const json = await ask('sweeps', sweeps[0]!.id, '--format', 'json');

    expect(words.out).toContain(`2024-02-10 02:00 UTC  ${sweeps[0]?.id}  3 clusters in 3 targets\n`);
    expect(words.out.match(/the first\n/g)).toHaveLength(1);
    expect(one.out).toContain('It saw everything.');
    expect(SweepJson.parse(JSON.parse(json.out)).coverage).toHaveLength(3);
  });
});

describe('a question', () => {
  it('about one system is answered with its clusters alone', async () => {
    expect(JSON.parse((await ask('drift', '--system', 'shop', '--format', 'json')).out).clusters).toHaveLength(3);
    expect(await ask('drift', '--system', 'bank')).toMatchObject({
      code: 3,
      err: 'unknown system: got bank, wanted one of shop\n',
    });
  });

  it('may be narrowed', async () => {
    const rules = async (...more: string[]) => {
      const { out } = await ask('findings', '--format', 'json', ...more);
      return FindingsJson.parse(JSON.parse(out)).findings.map(({ environment, rule }) => `${environment} ${rule}`);
    };

    expect(await rules('--environment', 'test')).toEqual(['test cluster-version-support']);
    expect(await rules('--rule', 'addon-permissions')).toEqual([]);
    expect((await rules('--rule', 'addon-permissions', '--severity', 'INFORMATIONAL')).length).toBe(3);
  });

  it.each([
    [['cluster', 'shop'], 3, /^unknown cluster: got shop, wanted the name or the ARN of one that was audited\n$/],
    [['cluster', `${arn}x`], 3, /^the history answered 404: got ".*shop-prodx", wanted one that is known\n$/],
    [['history', arn, '--from', 'soon'], 3, /^the history answered 400: from: got "soon", wanted a day like /],
    [['findings', '--rule', 'addon-helth'], 3, /^the history answered 400: rule: got "addon-helth", wanted one of /],
    [['findings', '--environment', 'prd'], 3, /^unknown environment: got prd, wanted one of dev, prod, test\n$/],
    [
      ['findings', '--format', 'json', '--format', 'table'],
      3,
      /^error: option '--format' was given twice, wanted it once\n/,
    ],
    [['findings', '--severity', 'bad'], 3, /got bad, wanted one of INFORMATIONAL, /],
    [['findings', '--api', 'http://127.0.0.1:1'], 3, /^got --api and --store, wanted one of them\n$/],
  ] as const)('that is wrong is told so: %j', async (argv, code, err) => {
    expect(await ask(...argv)).toMatchObject({ code, out: '', err: expect.stringMatching(err) });
  });

  it('of no audit is answered with what to do', async () => {
    const { out } = await command(['findings', '--store', emptyFolder()]);

    expect(out).toBe('No audit was concluded yet: run midwatch audit.\n');
  });

  it('of a history that is not there makes none', async () => {
    const folder = `${emptyFolder()}/new`;

    const named = await command(['findings', '--store', folder, '--format', 'json']);
    const byDefault = await command(['sweeps'], { env: { XDG_DATA_HOME: folder } });

    expect([named.code, named.out, byDefault.code, byDefault.out]).toEqual([3, '', 3, '']);
    expect(named.err).toBe(`no history: got ${folder}, wanted a folder that an audit made: run midwatch audit\n`);
    expect(byDefault.err).toContain(`got ${folder}/midwatch, wanted`);
    expect(existsSync(folder)).toBe(false);
  });

  it.each([
    ['ftp://x', 3, /^--api: got ftp:\/\/x, wanted an address such as /],
    ['nonsense', 3, /^--api: got nonsense, wanted an address/],
    ['http://127.0.0.1:1', 2, /^http:\/\/127.0.0.1:1\/ could not be asked: /],
  ])('is asked at an address that can be asked: %s', async (address, code, err) => {
    expect(await command(['findings', '--api', address])).toMatchObject({ code, err: expect.stringMatching(err) });
  });

  it.each([
    ['is not let in', () => Response.json({ message: 'Forbidden' }, { status: 403 }), / answered 403: Forbidden\n$/],
    ['breaks it', () => Response.json({ detail: 'x\u0007' }, { status: 500 }), / answered 500: x\\u\{7\}\n$/],
    ['meets somebody else', () => new Response('<html>'), / answered 200: no answer of this API\n$/],
    [
      'meets another release',
      () => Response.json({ schemaVersion: 2, findings: [] }),
      /^the answer is none of this API: schemaVersion: /,
    ],
  ])('that %s is not answered', async (_, fetch, err) => {
    const answer = await command(['findings', '--api', await served(fetch)]);

    expect(answer).toMatchObject({ code: 2, out: '', err: expect.stringMatching(err) });
  });

  it('needs the ARN where two clusters have one name', async () => {
    const clusters = (await history.store.clustersPage({ size: 9 })).items;
    const twin = { ...clusters[2]!, arn: arn.replace('eu-west-1', 'us-east-1'), region: 'us-east-1' };
    const store = { ...history.store, clustersPage: async () => ({ items: [...clusters, twin] }) };
    const api = makeApi({ ...history, store, onError: () => undefined });

    const { code, err } = await command([
      'cluster',
      'shop-prod',
      '--api',
      await served((request) => api.fetch(request) as never),
    ]);

    expect(code).toBe(3);
    expect(err).toBe(`several clusters have that name: got shop-prod, wanted the ARN of one: ${arn}, ${twin.arn}\n`);
  });
});

it('ends with 2 where a deployed history refuses', async () => {
  const server = createServer((_, response) =>
    response.writeHead(400).end('{"__type":"AccessDeniedException","message":"no"}'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  const env = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
    AWS_REGION: 'eu-west-1',
  };

  const { code, err } = await command(['findings', '--table', 'midwatch-history'], { env });

  expect([code, err]).toEqual([2, expect.stringContaining('table midwatch-history in eu-west-1 was refused: no')]);
});
