import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { readHttpsFile } from '#adapters/https/read-file.ts';
import { type LocalHttps, localCertificate, startLocalHttps } from '../../support/local-https.ts';

let server: LocalHttps | undefined;
const asked: IncomingMessage[] = [];
afterEach(async () => {
  asked.length = 0;
  await server?.close();
  server = undefined;
});

async function serve(answer: (response: ServerResponse, url: string) => void): Promise<string> {
  server = await startLocalHttps((request, response) => {
    asked.push(request);
    answer(response, request.url ?? '');
  });
  return `${server.url}/breakages.json`;
}

const read = (address: string, options: Parameters<typeof readHttpsFile>[1] = {}) =>
  readHttpsFile(address, { ca: localCertificate, ...options });

describe('a file over https', () => {
  it('is read whole, by an address with everything in it', async () => {
    const address = await serve((response) => response.end('ein ★ '.repeat(1000)));

    expect(await read(`${address}?version=1`)).toEqual({ ok: true, text: 'ein ★ '.repeat(1000) });
    expect(asked.map(({ url }) => url)).toEqual(['/breakages.json?version=1']);
  });

  it.each([404, 403, 500, 204, 304])('is not there with the status %i', async (status) => {
    const address = await serve((response) => response.writeHead(status).end());

    expect(await read(address)).toEqual({ ok: false, because: `got the status ${status}, wanted 200` });
  });

  it('may be as large as is allowed, and no larger', async () => {
    const address = await serve((response) => response.end('x'.repeat(100)));

    expect(await read(address, { maxBytes: 100 })).toMatchObject({ ok: true });
    expect(await read(address, { maxBytes: 99 })).toEqual({ ok: false, because: 'it is larger than 99 bytes' });
  });

  it('is given up when it is too large, however long it would go on', async () => {
    const address = await serve((response) => {
      const more = (): void => {
        if (!response.destroyed) response.write('x'.repeat(10_000), more);
      };
      more();
    });

    expect(await read(address)).toEqual({ ok: false, because: 'it is larger than 262144 bytes' });
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['nothing comes', () => undefined],
    ['it stops halfway', (response) => response.write('{ "schemaVersion"')],
    [
      'it redirects for ever and ever, slowly',
      (response) => setTimeout(() => response.writeHead(302, { location: '/' }).end(), 70),
    ],
  ])('is waited for no longer than is allowed, where %s', async (_, answer) => {
    const address = await serve(answer);

    expect(await read(address, { timeoutMs: 200 })).toEqual({
      ok: false,
      because: 'it had not come whole after 0.2 seconds',
    });
  });

  it('is no part of what was cut off', async () => {
    const address = await serve((response) => {
      response.writeHead(200, { 'content-length': '100' }).write('x');
      setTimeout(() => response.destroy(), 20);
    });

    expect(await read(address)).toMatchObject({ ok: false });
  });

  it('is a text', async () => {
    const address = await serve((response) => response.end(Buffer.from([0x7b, 0xff, 0x7d])));

    expect(await read(address)).toMatchObject({ ok: false });
  });
});

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('is followed with the status %i', async (status) => {
    const address = await serve((response, url) =>
      url === '/there' ? response.end('it') : response.writeHead(status, { location: '/there' }).end(),
    );

    expect(await read(address)).toEqual({ ok: true, text: 'it' });
  });

  it('is followed three times', async () => {
    const to = (times: number) => (response: ServerResponse, url: string) => {
      const done = Number(url.slice(2)) || 0;
      return done === times ? response.end('it') : response.writeHead(302, { location: `/n${done + 1}` }).end();
    };
    const three = await serve(to(3));
    expect(await read(three)).toEqual({ ok: true, text: 'it' });
    await server?.close();
    const four = await serve(to(4));

    expect(await read(four)).toEqual({ ok: false, because: 'it redirects more than 3 times' });
  });

  it('is not followed to http, and nobody there is asked', async () => {
    let isAsked = false;
    const plain = createServer((_, response) => {
      isAsked = true;
      response.end('it');
    });
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const { port } = plain.address() as AddressInfo;
    const address = await serve((response) => response.writeHead(302, { location: `http://127.0.0.1:${port}/` }).end());

    const reading = await read(address);

    plain.close();
    expect(reading).toEqual({ ok: false, because: `it redirects to http://127.0.0.1:${port}: wanted https` });
    expect(isAsked).toBe(false);
  });

  it('takes no credentials to another host', async () => {
    const other = await startLocalHttps((request, response) => response.end(String(request.headers.authorization)));
    const address = await serve((response) => response.writeHead(302, { location: `${other.url}/` }).end());

    const reading = await read(address.replace('https://', 'https://user:secret@'));

    await other.close();
    expect(reading).toEqual({ ok: true, text: 'undefined' });
  });
});

describe('who answers', () => {
  it('is not believed without a certificate that is trusted', async () => {
    const address = await serve((response) => response.end('it'));

    const reading = await readHttpsFile(address);

    expect(reading).toMatchObject({ ok: false, because: expect.stringMatching(/self.signed certificate/) });
    expect(asked).toEqual([]);
  });

  it('is nobody: that is a reason, too', async () => {
    const address = await serve((response) => response.end('it'));
    await server?.close();
    server = undefined;

    expect(await read(address)).toMatchObject({ ok: false, because: expect.stringContaining('ECONNREFUSED') });
  });
});
