import { beforeEach, describe, expect, it } from 'vitest';
import { anApi, arn, everyAnswer, sweepId } from './asked-history.ts';

let api: ReturnType<typeof anApi>;
beforeEach(async () => {
  api = anApi(await everyAnswer());
});

async function problem(path: string, init?: RequestInit) {
  const response = await api.ask(path, init);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return (await response.json()) as { status: number; title: string; detail: string };
}

const rulesOf = async (query: string) => {
  const { findings } = await api.askJson(`/v1/findings${query}`);
  return findings?.map(({ rule }) => rule);
};

describe('a question', () => {
  it.each([
    ['', ['cluster-health', 'kube-proxy-version-skew', 'nodegroup-health']],
    ['?status=resolved', ['addon-health']],
    ['?severity=critical', []],
    ['?rule=nodegroup-health', ['nodegroup-health']],
    ['?environment=prod', ['kube-proxy-version-skew']],
    ['?environment=Prod', []],
    [`?cluster=${arn}&rule=cluster-health`, ['cluster-health']],
    ['?limit=2', ['cluster-health', 'kube-proxy-version-skew']],
  ])('may be narrowed: findings%s', async (query, rules) => {
    expect(await rulesOf(query)).toEqual(rules);
  });

  it.each([
    ['an ARN as it is', arn],
    ['one that is encoded', encodeURIComponent(arn)],
    ['one of which each byte is encoded', [...arn].map((one) => `%${one.charCodeAt(0).toString(16)}`).join('')],
  ])('takes %s', async (_, id) => {
    expect((await api.ask(`/v1/clusters/${id}`)).status).toBe(200);
    expect((await api.ask(`/v1/clusters/${id}/history`)).status).toBe(200);
  });

  it.each([
    ['from=2026-03-02', ['2026-03-02']],
    ['to=2026-03-01', ['2026-03-01']],
    ['to=2026-03-01T02:59:59%2B01:00', []],
    ['to=2026-03-01T03:00:00%2B01:00', ['2026-03-01']],
    ['from=2026-03-02T02:00:00.001Z', []],
    ['from=2026-03-01&to=2026-03-01', ['2026-03-01']],
  ])('takes days and instants, the last with them: %s', async (query, days) => {
    const { entries } = await api.askJson(`/v1/clusters/${arn}/history?${query}`);

    expect([...new Set(entries?.map(({ at }) => at?.slice(0, 10)))]).toEqual(days);
  });

  it.each([
    ['findings?limit=0', 'limit: got "0", wanted at least 1'],
    ['findings?limit=101', 'limit: got "101", wanted at most 100'],
    ['findings?limit=99999999999999999999', 'limit: got "99999999999999999999", wanted a whole number'],
    ['findings?limit=1.5', 'limit: got "1.5", wanted a whole number'],
    ['findings?limit=', 'limit: got "", wanted a whole number'],
    ['findings?limit=1&limit=2', 'got "limit", wanted each parameter once'],
    ['findings?status=closed', 'status: got "CLOSED", wanted one of OPEN, RESOLVED'],
    ['findings?severity=bad', 'severity: got "BAD", wanted one of INFORMATIONAL, LOW, MEDIUM, HIGH, CRITICAL'],
    ['findings?environment=', 'environment: got "", wanted at least 1'],
    ['findings?rule=addon-helth', /^rule: got "addon-helth", wanted one of cluster-version-support, /],
    ['findings?cluster=shop-prod', 'cluster: got "shop-prod", wanted the ARN of a cluster'],
    ['findings?serverity=HIGH', /^got "serverity", wanted parameters among status, severity, /],
    [`clusters/${arn}?a=b`, 'got "a", wanted parameters among none'],
    ['findings?page=', 'page: got "", wanted at least 1'],
    ['findings?page=abc', 'page: got "abc", wanted the `next` of an answer to the same question'],
    [`clusters/${arn}/history?from=2026-02-30`, /^from: got "2026-02-30", wanted a day like /],
    [`clusters/${arn}/history?to=soon`, /^to: got "soon", wanted a day like /],
    [
      `clusters/${arn}/history?from=2026-03-02&to=2026-03-01`,
      'to: got "2026-03-01", wanted an instant that is not before 2026-03-02T00:00:00.000Z',
    ],
    ['sweeps/%E0%A4%A', /^got "%E0%A4%A", wanted a path in which each % /],
    ['findings?limit=0&status=x', /^status: .*; limit: /],
  ])('is told what is wrong with it: %s', async (path, detail) => {
    expect(await problem(`/v1/${path}`)).toEqual({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      detail: typeof detail === 'string' ? detail : expect.stringMatching(detail),
    });
  });

  it.each([
    ['/', 'got "/", wanted a path of the document at /v1/openapi.json'],
    ['/v1/', 'got "/v1/", wanted a path of the document at /v1/openapi.json'],
    ['/v1/findings/', 'got "/v1/findings/", wanted a path of the document at /v1/openapi.json'],
    ['/v2/findings', 'got "/v2/findings", wanted a path of the document at /v1/openapi.json'],
    [`/v1/clusters/${arn}/plan`, `cluster: got "${arn}/plan", wanted the arn of a cluster`],
    ['/v1/sweeps/never', 'got "never", wanted one that is known'],
    [`/v1/clusters/${arn}x`, `got "${arn}x", wanted one that is known`],
  ])('of what is not there is answered so: %s', async (path, detail) => {
    expect(await problem(path)).toMatchObject({ status: 404, title: 'Not Found', detail });
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('is none by %s', async (method) => {
    const response = await api.ask('/v1/findings', { method });

    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
    expect((await api.ask('/v1/nowhere', { method })).status).toBe(404);
  });

  it('shows no more of what it was sent than helps', async () => {
    const { detail } = await problem(`/v1/findings?rule=${'x'.repeat(5000)}\u202e`);

    expect(detail.length).toBeLessThan(1500);
    expect(detail).toContain(`"${'x'.repeat(100)}…"`);
  });
});

describe('a long answer', () => {
  const nextOf = async (path: string) => (await api.askJson(path)).next ?? '';

  it('goes on where it stopped, whatever the size of its parts', async () => {
    const page = await nextOf('/v1/findings?limit=1');

    expect(await rulesOf(`?limit=2&page=${page}`)).toEqual(['kube-proxy-version-skew', 'nodegroup-health']);
    expect(await nextOf(`/v1/findings?limit=2&page=${page}`)).toBe('');
  });

  it.each([
    ['of other findings', '/v1/findings?status=RESOLVED&page='],
    ['of something else', '/v1/sweeps?page='],
  ])('is not taken for one %s', async (_, path) => {
    expect(await problem(path + (await nextOf('/v1/findings?limit=1')))).toMatchObject({ status: 400 });
  });

  it.each([
    ['another version', { v: 2 }],
    ['no place', { at: '' }],
    ['a place that no key can be', { at: 'x'.repeat(1001) }],
    ['more than is in it', { more: 1 }],
  ])('goes on from nothing but what it gave: %s', async (_, forged) => {
    const token = JSON.parse(Buffer.from(await nextOf('/v1/findings?limit=1'), 'base64url').toString());
    const page = Buffer.from(JSON.stringify({ ...token, ...forged })).toString('base64url');

    expect(await problem(`/v1/findings?page=${page}`)).toMatchObject({ status: 400 });
  });
});

describe('an answer', () => {
  it('is kept by nobody but whoever asked, who is told while it is the same', async () => {
    const response = await api.ask('/v1/fleet');
    const etag = response.headers.get('etag')!;
    const again = await api.ask('/v1/fleet', { headers: { 'if-none-match': `"x", W/${etag}` } });

    expect(response.headers.get('cache-control')).toBe('private, no-cache');
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect(again.headers.get('etag')).toBe(etag);
    expect((await api.ask('/v1/fleet', { headers: { 'if-none-match': '"x"' } })).status).toBe(200);
    expect((await api.ask('/v1/sweeps')).headers.get('etag')).not.toBe(etag);
  });

  it('has no body for HEAD', async () => {
    const [get, head] = [await api.ask('/v1/fleet'), await api.ask('/v1/fleet', { method: 'HEAD' })];

    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(head.headers.get('etag')).toBe(get.headers.get('etag'));
  });

  it.each(['/v1/fleet', '/v1/openapi.json', '/v1/nowhere', '/v1/findings?limit=0'])(
    'is no page that anything could be done with, and is for no other site: %s',
    async (path) => {
      const { headers } = await api.ask(path, { headers: { origin: 'https://example.com' } });

      expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    },
  );

  it('holds no character that moves or hides text', async () => {
    const deps = await everyAnswer();
    const environments = [{ name: 'pr\u202eod\u0007', also: [] }];
    const settings = { ...deps.knowledge.settings, environments };
    const { ask } = anApi({ ...deps, knowledge: { ...deps.knowledge, settings } });

    expect(await (await ask('/v1/fleet')).text()).toContain('pr\\u202eod\\u0007');
  });

  it('tells nobody but the log of what nobody foresaw', async () => {
    const deps = await everyAnswer();
    const concludedSweep = () => Promise.reject(new Error('arn:aws:dynamodb:secret'));
    const { ask, errors } = anApi({ ...deps, store: { ...deps.store, concludedSweep } });

    const response = await ask(`/v1/sweeps/${sweepId}`);

    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
    expect(errors.map(({ message }) => message)).toEqual(['arn:aws:dynamodb:secret']);
  });
});

it('serves the document of itself', async () => {
  const response = await api.ask('/v1/openapi.json');

  expect(response.headers.get('content-type')).toBe('application/json');
  expect(await response.json()).toMatchObject({ openapi: '3.1.0', paths: { '/v1/findings': {} } });
});
