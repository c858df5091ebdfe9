import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anApi, arn, everyAnswer, sweepId } from './asked-history.ts';
import { document, undocumentedIn } from './documented.ts';

const encoded = (texts: fc.Arbitrary<string>) => texts.map((text) => encodeURIComponent(text.toWellFormed()));

/** Texts that somebody might send: names, dates, numbers, ARNs, signs, bytes that are no text. */
const word = fc.oneof(
  encoded(fc.string({ unit: 'binary', maxLength: 40 })),
  encoded(fc.string({ maxLength: 2000 })),
  fc.constantFrom(
    '%',
    '%E0%A4%A',
    '%00',
    '%2F',
    '..%2f..',
    '%25',
    '+',
    '',
    '😀',
    '1e3',
    '-1',
    '0x10',
    'null',
    '[]',
    '{}',
  ),
  fc.constantFrom('OPEN', 'critical', 'prod', 'addon-health', '2026-03-01', '2026-02-30', '9999-12-31T23:59:59-23:59'),
  fc.constantFrom(encodeURIComponent(arn), encodeURIComponent(`${arn}/x`), sweepId, 'a'.repeat(5000)),
  fc.date({ noInvalidDate: true }).map((date) => encodeURIComponent(date.toISOString())),
  fc.nat().map(String),
);
const token = fc
  .record(
    { v: fc.constant(1), q: fc.string(), at: fc.string({ unit: 'binary', maxLength: 1200 }) },
    { requiredKeys: [] },
  )
  .map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url'));
const parameter = fc.constantFrom(
  'status',
  'severity',
  'environment',
  'rule',
  'cluster',
  'limit',
  'page',
  'from',
  'to',
);
const query = fc
  .array(fc.tuple(fc.oneof({ arbitrary: parameter, weight: 9 }, word), fc.oneof(word, token)), { maxLength: 4 })
  .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&'));
const path = fc.oneof(
  fc.constantFrom('/v1/findings', '/v1/fleet', '/v1/sweeps', `/v1/clusters/${arn}`, `/v1/clusters/${arn}/history`),
  word.map((text) => `/v1/sweeps/${text}`),
  word.map((text) => `/v1/clusters/${text}/history`),
  word.map((text) => `/v1/clusters/${text}`),
  word.map((text) => `/${text}`),
);

it('answers whatever it is asked, and breaks at nothing', async () => {
  const { ask, errors } = anApi(await everyAnswer());

  await fc.assert(
    fc.asyncProperty(path, query, async (asked, parameters) => {
      const response = await ask(`${asked}?${parameters}`);

      expect([200, 400, 404]).toContain(response.status);
      if (response.status === 200) return;
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect(await response.json()).toMatchObject({ status: response.status, detail: expect.any(String) });
    }),
    { numRuns: 1000 },
  );
  expect(errors).toEqual([]);
});

it('goes on from any place that a token of its own could name', async () => {
  const { ask, askJson, errors } = anApi(await everyAnswer());
  const lists = Object.keys(document.paths).filter((one) => {
    return document.paths[one]?.get.parameters.some(({ name }) => name === 'page');
  });
  const at = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
    fc.constantFrom('0', '~', '\u0000', '\u{10ffff}', '\ud800', 'HISTORY#2026'),
  );

  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...lists), at, async (list, place) => {
      const asked = list.replace('{cluster}', encodeURIComponent(arn)).replace('{sweep}', sweepId);
      const { next = '' } = await askJson(`${asked}?limit=1`);
      const forged = { ...JSON.parse(Buffer.from(next, 'base64url').toString()), at: place };
      const page = Buffer.from(JSON.stringify(forged)).toString('base64url');

      const response = await ask(`${asked}?limit=1&page=${page}`);

      expect(response.status).toBe(200);
      expect(await undocumentedIn(list, response)).toEqual([]);
    }),
    { numRuns: 200 },
  );
  expect(errors).toEqual([]);
});
