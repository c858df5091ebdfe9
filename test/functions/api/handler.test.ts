import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeApi } from '../../../functions/api/app.ts';
import { makeHandler } from '../../../functions/api/handler.ts';
import { arn, everyAnswer } from './asked-history.ts';

const sample = JSON.parse(readFileSync('events/api.json', 'utf8'));

/** What the function answers to a request as API Gateway hands it on. */
async function answer(overrides: object = {}) {
  const api = makeApi({ ...(await everyAnswer()), onError: (error) => Promise.reject(error) });
  return makeHandler(api)({ ...sample, rawPath: '/v1/fleet', rawQueryString: '', ...overrides });
}

it('answers what API Gateway lets through', async () => {
  const { statusCode, headers, body } = await answer();

  expect([statusCode, headers['content-type']]).toEqual([200, 'application/json']);
  expect(JSON.parse(body)).toHaveProperty('clusters');
});

it('takes the parameters as they were sent', async () => {
  expect((await answer({ rawQueryString: 'limit=1' })).body).toContain('"next":"');
  expect((await answer({ rawQueryString: 'limit=%31&limit=2' })).statusCode).toBe(400);
});

it('takes a path that API Gateway has decoded', async () => {
  expect((await answer({ rawPath: `/v1/clusters/${arn}` })).statusCode).toBe(200);
  expect((await answer({ rawPath: '/v1/sweeps/a?b#c' })).body).toContain('a?b#c');
});

it('answers with nothing where what is kept is still the answer', async () => {
  const { headers } = await answer();

  const again = await answer({ headers: { 'if-none-match': headers.etag } });

  expect([again.statusCode, again.body]).toEqual([304, '']);
});

it('says so of another method', async () => {
  expect((await answer({ requestContext: { http: { method: 'POST' } } })).statusCode).toBe(405);
});

it('takes no other event for a request', async () => {
  await expect(answer({ requestContext: {} })).rejects.toThrow('http');
});

it('breaks at no path and no query', async () => {
  const text = fc.oneof(fc.string({ maxLength: 60 }), fc.string({ unit: 'binary', maxLength: 60 }));

  await fc.assert(
    fc.asyncProperty(text, text, async (path, rawQueryString) => {
      const { statusCode } = await answer({ rawPath: `/v1/sweeps/${path}`, rawQueryString });

      expect([400, 404]).toContain(statusCode);
    }),
    {
      examples: [
        ['%', '%'],
        ['\\..\\..', '?'],
        ['\ud800', '#'],
        ['//', '//'],
        ['@x', '@'],
      ],
    },
  );
});
