import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, command, emptyFolder } from '../../support/command.ts';
import { type RecordedHistory, recordedHistory } from '../../support/recorded-history.ts';

let history: RecordedHistory;
beforeAll(async () => {
  history = await recordedHistory('incident');
});
afterAll(() => history.close());

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Does something while the API is served over the history of the incident, and gives what the command said. */
async function whileServed(act: (port: number) => Promise<void>, more: readonly string[] = []): Promise<Answer> {
  const port = await freePort();
  const argv = ['serve', '--port', String(port), '--config', history.config, '--store', history.folder, ...more];
  return command(argv, { interrupted: () => act(port) });
}

interface Asked {
  readonly path?: string;
  readonly method?: string;
  readonly host?: string;
}

async function ask(port: number, { path = '/v1/findings?limit=1', method = 'GET', host }: Asked = {}) {
  const headers = { host: host ?? `127.0.0.1:${port}` };
  const asked = request({ host: '127.0.0.1', port, path, method, headers }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: response.statusCode, type: response.headers['content-type'], body: await text(response) };
}

describe('serve', () => {
  it('shows the fleet, each cluster with its history, and what it knows nothing of', async () => {
    const prod = 'arn:aws:eks:eu-west-1:333344445555:cluster/shop-prod';
    const pages: Awaited<ReturnType<typeof ask>>[] = [];
    const paths = ['/', prod, `${prod}x`, 'nonsense\u0000<b>'].map((one) =>
      one === '/' ? one : `/clusters/${encodeURIComponent(one)}`,
    );

    const { err } = await whileServed(async (port) => {
      for (const path of paths) pages.push(await ask(port, { path }));
    });

    expect(err).toBe('');
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 404, 404]);
    expect(pages.map(({ type }) => type)).toEqual(Array(4).fill('text/html; charset=utf-8'));
    expect(pages[0]?.body).toContain(`<a href="${paths[1]}">shop-prod</a>`);
    expect(pages[1]?.body).toMatch(/What happened.*2024-02-07 21:40 UTC.*cluster version: 1\.24 → 1\.25/s);
    expect(pages[2]?.body).toContain(`Nothing is known of ${prod}x.`);
  });

  it('shows each finding that the fleet leads to, and says where it knows of none', async () => {
    const pages: Awaited<ReturnType<typeof ask>>[] = [];
    await whileServed(async (port) => {
      const { body } = await ask(port, { path: '/' });
      const paths = [
        ...new Set([...body.matchAll(/href="(\/clusters\/[^"]+\/findings\/[^"]+)"/g)].map(([, path]) => path)),
      ];
      for (const path of [...paths, `${paths[0]}x`])
        pages.push(await ask(port, { path: path?.replaceAll('&amp;', '&') ?? '' }));
    });

    expect(pages.length).toBeGreaterThan(1);
    expect(pages.map(({ status }) => status)).toEqual([...Array(pages.length - 1).fill(200), 404]);
    expect(pages.slice(0, -1).filter(({ body }) => !/What to do.*What happened to it.*opened/s.test(body))).toEqual([]);
    expect(pages.at(-1)?.body).toContain('Nothing is known of that finding');
  });

  it('walks back through a long history', async () => {
    const found: string[] = [];
    await whileServed(async (port) => {
      let path: string | undefined =
        `/clusters/${encodeURIComponent('arn:aws:eks:eu-west-1:333344445555:cluster/shop-prod')}`;
      while (path !== undefined && found.length < 9) {
        const { body } = await ask(port, { path });
        found.push(body);
        path = /<a href="([^"]+)">What was before/.exec(body)?.[1]?.replaceAll('&amp;', '&');
      }
    });

    expect(found.length).toBeGreaterThan(1);
    expect(found.at(-1)).toContain('first known, on Kubernetes 1.23');
    expect(found[0]).not.toContain('first known');
  });

  it('says that nothing is known before the first sweep', async () => {
    const port = await freePort();
    let page: Awaited<ReturnType<typeof ask>> | undefined;
    await command(['serve', '--port', String(port), '--store', join(emptyFolder(), 'none')], {
      interrupted: async () => {
        page = await ask(port, { path: '/' });
      },
    });

    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('Nothing is known yet') });
  });

  it('answers on this machine until it is ended, and says where', async () => {
    const answers: unknown[] = [];
    let url = '';

    const { code, out, err } = await whileServed(async (port) => {
      url = `http://127.0.0.1:${port}`;
      answers.push(await ask(port), await ask(port, { host: `localhost:${port}` }));
    });

    expect([code, err]).toEqual([0, '']);
    expect(out).toBe(
      `The dashboard is at ${url}/\nThe API is at ${url}/v1, and what it answers at ${url}/v1/openapi.json\nCtrl-C ends it.\n`,
    );
    expect(answers).toEqual(
      Array(2).fill({ status: 200, type: 'application/json', body: expect.stringContaining('"next"') }),
    );
    await expect(ask(Number(url.split(':')[2]))).rejects.toThrow();
  });

  it('answers nobody who means another machine, as a page does whose name leads here', async () => {
    await whileServed(async (port) => {
      expect(await ask(port, { host: 'evil.example' })).toMatchObject({
        status: 421,
        type: 'application/problem+json',
      });
      expect(await ask(port, { host: `127.0.0.1.evil.example:${port}` })).toMatchObject({ status: 421 });
    });
  });

  it('only reads', async () => {
    await whileServed(async (port) => {
      expect(await ask(port, { method: 'POST' })).toMatchObject({ status: 405 });
      expect(await ask(port, { method: 'DELETE' })).toMatchObject({ status: 405 });
    });
  });

  it.each(['/%zz', '/v1/sweeps/%E0%A4%A', '//', '/v1/findings?%zz=%', '/v1/../v1/findings?limit=x', '/v1/fleet#x'])(
    'breaks at no path: %s',
    async (path) => {
      const { err } = await whileServed(async (port) => {
        expect([200, 400, 404]).toContain((await ask(port, { path })).status);
      });

      expect(err).toBe('');
    },
  );

  it.each([
    'GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: a b\r\n\r\n',
    'GET / HTTP/1.0\r\n\r\n',
    'x\r\n\r\n',
  ])('breaks at nothing that is sent: %j', async (sent) => {
    const { err } = await whileServed(async (port) => {
      const socket = connect(port, '127.0.0.1');
      socket.end(sent);
      expect(await text(socket)).toMatch(/^HTTP\/1.1 4\d\d /);
      expect((await ask(port)).status).toBe(200);
    });

    expect(err).toBe('');
  });

  it('serves beside an audit that works on the same history', async () => {
    await whileServed(async (port) => {
      await history.store.saveSweep({ ...(await history.store.latestSweep())!, id: 'another' });
      expect((await ask(port, { path: '/v1/sweeps/another' })).status).toBe(200);
    });
  });

  it('says of a history that nobody made yet that there is nothing', async () => {
    const store = join(emptyFolder(), 'new');
    const port = await freePort();
    const answers: unknown[] = [];

    await command(['serve', '--port', String(port), '--store', store], {
      interrupted: async () => void answers.push(JSON.parse((await ask(port)).body)),
    });

    expect(answers).toEqual([{ schemaVersion: 1, findings: [] }]);
  });

  it('says which port it cannot have', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;

    const { code, err } = await command(['serve', '--port', String(port), '--store', join(emptyFolder(), 'x')]);
    server.close();

    expect(code).toBe(3);
    expect(err).toBe(`port ${port} is taken: wanted one that is free, or no --port to have one chosen\n`);
  });

  it('takes one history', async () => {
    const { code, err } = await command(['serve', '--table', 'midwatch', '--store', 'x']);

    expect([code, err]).toEqual([3, 'got --table and --store, wanted one of them: each names a history\n']);
  });

  it('says at once that a deployed history cannot be asked', async () => {
    const env = {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${await freePort()}`,
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_REGION: 'eu-west-1',
      AWS_MAX_ATTEMPTS: '1',
    };

    const { code, err } = await command(['serve', '--table', 'midwatch-history'], { env });

    expect(code).toBe(2);
    expect(err).toMatch(/^table midwatch-history in eu-west-1 could not be asked: /);
  });
});
