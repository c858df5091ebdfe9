import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDeployedTable } from '#adapters/dynamodb/deployed-table.ts';
import { proxied } from '#adapters/https/proxied.ts';
import { readHttpsFile } from '#adapters/https/read-file.ts';
import { makeKubernetesReader } from '#adapters/kubernetes/kubernetes-reader.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { makeAuthority } from '../../../functions/replay/kubernetes/authority.ts';
import { type LocalHttps, startLocalHttps } from '../../support/local-https.ts';
import { type LocalProxy, startLocalProxy } from '../../support/local-proxy.ts';
import { dummyKeys, readerOf } from '../aws/local-aws.ts';
import { accessTo } from '../kubernetes/access.ts';

/** A name that only a proxy knows. */
const elsewhere = 'elsewhere.example';

const { authority, server: certificate } = makeAuthority([elsewhere]);
const closing: { close(): Promise<void> }[] = [];

beforeEach(() => {
  for (const name of ['HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy']) vi.stubEnv(name, undefined);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(closing.splice(0).map((one) => one.close()));
});

async function aServer(): Promise<LocalHttps> {
  const options = { cert: certificate.certificate, key: certificate.key };
  const server = await startLocalHttps((_, response) => response.end('{ "items": [], "metadata": {} }'), options);
  closing.push(server);
  return server;
}

/** A proxy that leads to a server, or answers with a status; the environment names it. */
async function aProxy(to: LocalHttps | string, variable = 'HTTPS_PROXY'): Promise<LocalProxy> {
  const proxy = await startLocalProxy(typeof to === 'string' ? { status: to } : { port: Number(new URL(to.url).port) });
  closing.push(proxy);
  vi.stubEnv(variable, proxy.url);
  return proxy;
}

const read = (host = elsewhere) => readHttpsFile(`https://${host}/breakages.json`, { ca: authority, timeoutMs: 2_000 });

describe('a file over https', () => {
  it.each(['HTTPS_PROXY', 'https_proxy'])('comes by the proxy that %s names', async (variable) => {
    const proxy = await aProxy(await aServer(), variable);

    expect(await read()).toMatchObject({ ok: true });
    expect(proxy.asked).toEqual([`${elsewhere}:443`]);
  });

  it.each(['NO_PROXY', 'no_proxy'])('comes by none from a host that %s names', async (variable) => {
    const proxy = await aProxy(await aServer());
    vi.stubEnv(variable, `other.example,${elsewhere}`);

    expect(await read()).toMatchObject({ ok: false, because: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/) });
    expect(proxy.asked).toEqual([]);
  });

  it('comes by none from this machine', async () => {
    const server = await aServer();
    const proxy = await aProxy('403 Forbidden');

    expect(await read(new URL(server.url).host)).toMatchObject({ ok: true });
    expect(proxy.asked).toEqual([]);
  });

  it.each(['403 Forbidden', '407 Proxy Authentication Required'])(
    'is not there where the proxy says %s',
    async (status) => {
      await aProxy(status);

      expect(await read()).toMatchObject({ ok: false, because: expect.stringContaining(status.slice(0, 3)) });
    },
  );
});

describe('the calls of AWS', () => {
  const target = { account: '111122223333', region: 'eu-west-1' };
  const endpoint = `https://${elsewhere}`;

  it('go by the proxy', async () => {
    const proxy = await aProxy(await aServer());

    const listed = await readerOf(endpoint).listClusters(target);

    // Nobody told the SDK whose certificates to trust here.
    expect(listed).toMatchObject({
      because: { obstacle: 'UNREACHABLE', detail: expect.stringContaining('not trusted') },
    });
    expect(proxy.asked).toEqual([`${elsewhere}:443`]);
  });

  it('reach nobody where the proxy says no', async () => {
    await aProxy('403 Forbidden');

    expect(await readerOf(endpoint).listClusters(target)).toMatchObject({
      because: { call: 'eks:ListClusters', obstacle: 'UNREACHABLE', detail: expect.stringContaining('403') },
    });
  });

  it('to the deployed history go by it, too', async () => {
    const proxy = await aProxy('403 Forbidden');
    vi.stubEnv('AWS_ACCESS_KEY_ID', dummyKeys.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', dummyKeys.secretAccessKey);
    vi.stubEnv('AWS_ENDPOINT_URL', endpoint);
    vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
    const table = openDeployedTable('midwatch', { region: target.region, clock: systemClock });

    await expect(table.store.clustersOf(target)).rejects.toThrow('403');
    await table.close();
    expect(proxy.asked).toEqual([`${elsewhere}:443`]);
  });
});

it('the Kubernetes API is asked by the proxy', async () => {
  const proxy = await aProxy(await aServer());
  const access = accessTo({ endpoint: `https://${elsewhere}`, certificateAuthority: authority });

  expect(await makeKubernetesReader({ from: 'public' }).readAddons(access)).toMatchObject({ readable: true });
  expect(new Set(proxy.asked)).toEqual(new Set([`${elsewhere}:443`]));
});

it('knows of no proxy where the environment names none', () => {
  expect(proxied({ NO_PROXY: '*', HTTP_PROXY: 'http://127.0.0.1:1' })).toEqual({});
  expect(proxied({ HTTPS_PROXY: '' })).toEqual({});
});
