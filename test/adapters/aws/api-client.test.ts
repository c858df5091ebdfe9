import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { ApiUnreachableError, makeApiClient } from '#adapters/aws/api-client.ts';
import { localCertificate, startLocalHttps } from '../../support/local-https.ts';

beforeAll(() => {
  setDefaultCACertificates([...getCACertificates('default'), localCertificate]);
});
beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closers.splice(0)) await close();
});

/** A server that answers so, and what it was asked. */
async function served(answer: RequestListener = (_, response) => response.end('{}')) {
  const seen: IncomingMessage[] = [];
  const { url, close } = await startLocalHttps((request, response) => {
    seen.push(request);
    answer(request, response);
  });
  closers.push(close);
  return { seen, url };
}

const region = async () => 'eu-central-1';

it('asks with a signature for the region of the API, and gives what was answered', async () => {
  const { seen, url } = await served((_, response) => response.writeHead(404).end('{"detail":"x"}'));
  const ask = makeApiClient({ address: new URL(url), region });

  expect(await ask('/v1/clusters/arn:aws:eks:eu-west-1:1:cluster/a?limit=1')).toEqual({
    status: 404,
    body: '{"detail":"x"}',
  });
  expect(seen[0]?.url).toBe('/v1/clusters/arn:aws:eks:eu-west-1:1:cluster/a?limit=1');
  expect(seen[0]?.headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/execute-api\/aws4_request, SignedHeaders=\S*host\S*, Signature=[0-9a-f]{64}$/,
  );
});

it('asks below the stage that the address names', async () => {
  const { seen, url } = await served();

  await makeApiClient({ address: new URL(`${url}/stage/`), region })('/v1/fleet');

  expect(seen[0]?.url).toBe('/stage/v1/fleet');
});

it('shows a token in place of a signature', async () => {
  const { seen, url } = await served();

  await makeApiClient({ address: new URL(url), region, token: 'abc' })('/v1/fleet');

  expect(seen[0]?.headers.authorization).toBe('Bearer abc');
});

it('asks one that is served in plain HTTP without showing who asks', async () => {
  const headers: IncomingMessage['headers'][] = [];
  const server = createServer((request, response) => {
    headers.push(request.headers);
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => server.close(() => resolve())));
  const address = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);

  expect(await makeApiClient({ address, region })('/v1/fleet')).toEqual({ status: 200, body: '{}' });
  expect(headers[0]).not.toHaveProperty('authorization');
});

it.each<[string, RequestListener, RegExp]>([
  ['is too slow', () => undefined, /could not be asked: The operation was aborted/],
  ['ends in the middle', (_, response) => response.writeHead(200).write('{', () => response.destroy()), /aborted/],
  ['is too large', (_, response) => response.end(Buffer.alloc(11 * 1024 * 1024)), /it is larger than 10485760 bytes/],
])('says so of an answer that %s', async (_, answer, message) => {
  const { url } = await served(answer);
  const ask = makeApiClient({ address: new URL(url), region, timeoutMs: 500 });

  await expect(ask('/v1/fleet')).rejects.toThrow(ApiUnreachableError);
  await expect(ask('/v1/fleet')).rejects.toThrow(message);
  await expect(ask('/v1/fleet')).rejects.toThrow(`${url}/ could not be asked: `);
});

it('says that there is nobody to sign as', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
  for (const file of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) vi.stubEnv(file, '/nowhere');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  const { url } = await served();

  await expect(makeApiClient({ address: new URL(url), region })('/v1/fleet')).rejects.toThrow(
    /^got no AWS credentials/,
  );
});
