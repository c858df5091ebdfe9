import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AskDeps } from '#app/ask/ask-deps.ts';
import { openApiDocument } from '../../../functions/api/openapi.ts';
import { clusterArn } from '../../support/builders.ts';
import { type RecordedHistory, recordedHistory } from '../../support/recorded-history.ts';
import { anApi, arn, everyAnswer, sweepId } from './asked-history.ts';
import { document, undocumentedIn } from './documented.ts';

const cluster = encodeURIComponent(arn);
const unknown = encodeURIComponent(clusterArn('unknown'));

/** For each path of the document, what gives each status that it tells of. */
const cases: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/v1/findings': {
    200: '/v1/findings',
    304: '/v1/findings',
    400: '/v1/findings?limit=0',
    404: `/v1/findings?cluster=${unknown}`,
    500: '/v1/findings',
  },
  '/v1/fleet': { 200: '/v1/fleet', 304: '/v1/fleet', 400: '/v1/fleet?status=OPEN', 500: '/v1/fleet' },
  '/v1/clusters/{cluster}': {
    200: `/v1/clusters/${cluster}`,
    304: `/v1/clusters/${cluster}`,
    400: `/v1/clusters/${cluster}?limit=1`,
    404: `/v1/clusters/${unknown}`,
    500: `/v1/clusters/${cluster}`,
  },
  '/v1/clusters/{cluster}/history': {
    200: `/v1/clusters/${cluster}/history`,
    304: `/v1/clusters/${cluster}/history`,
    400: `/v1/clusters/${cluster}/history?from=yesterday`,
    404: `/v1/clusters/${unknown}/history`,
    500: `/v1/clusters/${cluster}/history`,
  },
  '/v1/sweeps': { 200: '/v1/sweeps', 304: '/v1/sweeps', 400: '/v1/sweeps?page=x', 500: '/v1/sweeps' },
  '/v1/sweeps/{sweep}': {
    200: `/v1/sweeps/${sweepId}`,
    304: `/v1/sweeps/${sweepId}`,
    400: `/v1/sweeps/${sweepId}?limit=many`,
    404: '/v1/sweeps/unknown',
    500: `/v1/sweeps/${sweepId}`,
  },
};

const all = Object.entries(cases).flatMap(([path, statuses]) =>
  Object.entries(statuses).map(([status, asked]) => ({ path, status: Number(status), asked })),
);

type Item = Readonly<Record<string, string>>;
type Answer = Readonly<Record<string, readonly Item[]>> & { readonly next?: string };

/** A history that cannot be read. */
async function broken(): Promise<AskDeps> {
  const deps = await everyAnswer();
  const fail = () => Promise.reject(new Error('the table is not there'));
  return { ...deps, store: new Proxy(deps.store, { get: () => fail }) };
}

describe('what the document of the API tells', () => {
  it('is what is published: npm run docs writes it anew', () => {
    expect(document).toEqual(JSON.parse(JSON.stringify(openApiDocument)));
  });

  it('is all tried here, each status of each path', () => {
    const told = Object.entries(document.paths).map(([path, { get }]) => [path, Object.keys(get.responses)]);
    const tried = Object.entries(cases).map(([path, statuses]) => [path, Object.keys(statuses)]);

    expect(Object.fromEntries(tried)).toEqual(Object.fromEntries(told));
  });

  it.each(all)('occurs: $status of $asked', async ({ path, status, asked }) => {
    const { ask } = anApi(await (status === 500 ? broken() : everyAnswer()));
    const kept = status === 304 ? { headers: { 'if-none-match': (await ask(asked)).headers.get('etag')! } } : {};

    const response = await ask(asked, kept);

    expect(response.status).toBe(status);
    expect(await undocumentedIn(path, response)).toEqual([]);
    expect(response.headers.has('etag')).toBe([200, 304].includes(status));
  });

  it('has each field of its schemas in an answer to somebody', async () => {
    const { ask } = anApi(await everyAnswer());
    const seen = new Set<string>();
    const collect = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, item] of Object.entries(value)) {
        seen.add(key);
        collect(item);
      }
    };
    const asked = [...Object.values(cases).map((statuses) => statuses[200]!), '/v1/findings?status=RESOLVED'];
    for (const path of [...asked, '/v1/fleet?limit=1', '/v1/nowhere']) collect(await (await ask(path)).json());

    expect(fieldsOf(document.components.schemas).filter((field) => !seen.has(field))).toEqual([]);
  });
});

/** The names of all properties in a schema. */
function fieldsOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'properties' in value ? Object.keys(value.properties as object) : [];
  return [...new Set([...own, ...Object.values(value).flatMap(fieldsOf)])];
}

describe.each(['incident', 'strangers'])('what the audits of the recording %s left', (name) => {
  let history: RecordedHistory;
  beforeAll(async () => {
    history = await recordedHistory(name);
  });
  afterAll(() => history.close());

  it('is answered as the document tells, and in parts as at once', async () => {
    const { ask, errors } = anApi(history);
    /** Each item of a long answer, asked for so many at once. */
    async function items(path: string, asked: string, list: string, limit: number): Promise<readonly unknown[]> {
      const found: unknown[] = [];
      let page = '';
      do {
        const response = await ask(`${asked}${asked.includes('?') ? '&' : '?'}limit=${limit}${page}`);
        expect(await undocumentedIn(path, response)).toEqual([]);
        const body = (await response.json()) as Answer;
        found.push(...(body[list] ?? []));
        page = body.next === undefined ? '' : `&page=${body.next}`;
      } while (page !== '');
      return found;
    }
    async function both(path: string, list: string, asked = path): Promise<readonly Item[]> {
      const whole = await items(path, asked, list, 100);
      expect(await items(path, asked, list, 3)).toEqual(whole);
      return whole as Item[];
    }

    await both('/v1/findings', 'findings');
    await both('/v1/findings', 'findings', '/v1/findings?status=RESOLVED');
    await both('/v1/findings', 'findings', '/v1/findings?environment=prod&severity=LOW');
    const clusters = await both('/v1/fleet', 'clusters');
    expect(clusters.length).toBeGreaterThan(2);
    for (const one of clusters) {
      const id = encodeURIComponent(one.arn!);
      expect(await undocumentedIn('/v1/clusters/{cluster}', await ask(`/v1/clusters/${id}`))).toEqual([]);
      await both('/v1/clusters/{cluster}/history', 'entries', `/v1/clusters/${id}/history`);
    }
    for (const { id } of await both('/v1/sweeps', 'sweeps')) {
      await both('/v1/sweeps/{sweep}', 'coverage', `/v1/sweeps/${id}`);
    }
    expect(errors).toEqual([]);
  });

  it('is the same on one cluster as among all findings, and in the fleet', async () => {
    const { askJson } = anApi(history);
    const { findings: all = [] } = await askJson('/v1/findings?limit=100');
    const { clusters = [] } = await askJson('/v1/fleet');

    expect(clusters.flatMap(({ faults }) => faults)).toHaveLength(all.length);
    for (const { arn: id = '' } of clusters) {
      const { findings } = await askJson(`/v1/findings?cluster=${encodeURIComponent(id)}`);
      const one = await askJson(`/v1/clusters/${id}`);

      expect(new Set(findings)).toEqual(new Set(all.filter((finding) => finding.cluster === id)));
      expect(one.findings).toEqual(findings);
    }
  });
});
