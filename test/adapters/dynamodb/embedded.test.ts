import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EmbeddedStore, openEmbeddedStore } from '#adapters/dynamodb/embedded.ts';
import { serveOrJoin } from '#adapters/dynamodb/serve-folder.ts';
import { defaultStoreFolder, prepareFolder } from '#adapters/dynamodb/store-folder.ts';
import { concluded, sweepOf } from './store-builders.ts';

const clock = { now: () => '2026-03-31T00:00:00.000Z' };
const [first, second, third] = [sweepOf(1), sweepOf(2), sweepOf(3)] as const;

let base: string;
let folder: string;
const open: EmbeddedStore[] = [];
const processes: ChildProcessWithoutNullStreams[] = [];

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'midwatch-store-'));
  folder = join(base, 'deep', 'down');
});
afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
  for (const child of processes.splice(0)) child.kill('SIGKILL');
  await rm(base, { recursive: true, force: true });
});

async function openHere(at = folder): Promise<EmbeddedStore> {
  const store = await openEmbeddedStore({ folder: at }, { clock });
  open.push(store);
  return store;
}

interface OtherProcess {
  readonly child: ChildProcessWithoutNullStreams;
  tell(line: string): Promise<string>;
}

async function openElsewhere(at = folder): Promise<OtherProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'embedded-process.ts'), at]);
  processes.push(child);
  const lines: Interface = createInterface({ input: child.stdout });
  const errors: string[] = [];
  child.stderr.on('data', (data) => errors.push(String(data)));
  const queue = lines[Symbol.asyncIterator]();
  const next = async (): Promise<string> => (await queue.next()).value ?? `ended: ${errors.join('')}`;
  expect(await next()).toBe('open');
  return {
    child,
    tell: (line) => {
      child.stdin.write(`${line}\n`);
      return next();
    },
  };
}

const addressIn = async (at: string) => JSON.parse(await readFile(join(at, 'address.json'), 'utf8'));

describe('a folder', () => {
  it('keeps the history from one opening to the next', async () => {
    const before = await openHere();
    await before.store.saveSweep(concluded(first));
    await before.close();
    open.length = 0;

    const after = await openHere();

    expect(await after.store.latestSweep()).toEqual(concluded(first));
  });

  it('says where it is served, and no more when it is closed', async () => {
    await openHere();

    expect(await addressIn(folder)).toMatchObject({
      pid: process.pid,
      endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    });

    await open.pop()?.close();

    await expect(addressIn(folder)).rejects.toThrow('ENOENT');
  });

  it('is served once: the second who opens it joins', async () => {
    const [one, two] = [await openHere(), await openHere()];
    await one.store.saveSweep(concluded(first));

    expect(await two.store.latestSweep()).toEqual(concluded(first));
  });

  it('is opened by many at once', async () => {
    const stores = await Promise.all([openHere(), openHere(), openHere(), openHere()]);
    await Promise.all(stores.map(({ store }, i) => store.saveSweep(concluded(sweepOf(i + 1)))));

    expect(await stores[0]?.store.latestSweep()).toEqual(concluded(sweepOf(4)));
  });

  it('is opened again by who joined it, when the one that served it closes', async () => {
    const [one, two, three] = [await openHere(), await openHere(), await openHere()];
    await one.store.saveSweep(concluded(first));
    await one.close();
    await Promise.all([two.store.saveSweep(concluded(second)), three.store.saveSweep(concluded(third))]);

    expect(await two.store.latestSweep()).toEqual(concluded(third));
    expect(await three.store.coverageOf('none')).toEqual([]);
  });

  it('is opened again once, however much was under way, and is free when that is closed', async () => {
    const [one, two] = [await openHere(), await openHere()];
    await one.close();
    await Promise.all(Array.from({ length: 8 }, (_, i) => two.store.saveSweep(concluded(sweepOf(i + 1)))));

    expect(await two.store.latestSweep()).toEqual(concluded(sweepOf(8)));

    await two.close();

    await expect(addressIn(folder)).rejects.toThrow('ENOENT');
  });

  it('is not taken for another one whose files were copied here', async () => {
    const one = await openHere();
    await one.store.saveSweep(concluded(first));
    const copied = join(base, 'copy');
    await cp(folder, copied, { recursive: true });
    await one.store.saveSweep(concluded(second));

    const copy = await openHere(copied);

    expect(await copy.store.latestSweep()).toEqual(concluded(first));
  });

  it('is taken over where an address was left behind, whoever listens there now', async () => {
    const stranger = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const endpoint = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
    await (await openHere()).close();
    open.length = 0;
    await writeFile(join(folder, 'address.json'), JSON.stringify({ endpoint, pid: 1, identity: 'x' }));

    const store = await openHere();

    expect(await store.store.latestSweep()).toBeUndefined();
    expect((await addressIn(folder)).endpoint).not.toBe(endpoint);
    stranger.close();
  });

  it.each([
    ['never answers', async () => 'http://127.0.0.1:1'],
    [
      'is another one',
      async () => {
        await openHere(join(base, 'other'));
        return (await addressIn(join(base, 'other'))).endpoint;
      },
    ],
  ])('is given up where it is held, and what its address names %s', async (_, endpoint) => {
    const prepared = await prepareFolder(folder);
    await openHere();
    await writeFile(prepared.address, JSON.stringify({ endpoint: await endpoint(), pid: 1, identity: 'x' }));

    await expect(serveOrJoin(prepared, 100)).rejects.toThrow(
      `folder ${folder} cannot hold the history: another process holds it and does not answer`,
    );
  });

  it('that could not be opened can be, once it is mended', async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'data'), 'x');
    await expect(openHere()).rejects.toThrow('its database cannot be opened');
    await rm(join(folder, 'data'));

    await openHere();
  });

  it.each([
    [
      'holds something else',
      async () => writeFile(join(folder, 'notes.txt'), 'x'),
      'it holds notes.txt, wanted an empty folder',
    ],
    [
      'has no database in its place',
      async () => writeFile(join(folder, 'data'), 'x'),
      'its database cannot be opened: ',
    ],
    ['has no lock in its place', async () => writeFile(join(folder, 'lock'), 'x'), 'its lock cannot be opened: '],
    [
      'has a damaged database',
      async () => {
        await (await openHere()).close();
        open.length = 0;
        await writeFile(join(folder, 'data', 'CURRENT'), 'MANIFEST-999999\n');
      },
      'its database cannot be opened: ',
    ],
  ])('that %s is told by its name', async (_, prepare, reason) => {
    await mkdir(folder, { recursive: true });
    await prepare();

    await expect(openHere()).rejects.toMatchObject({
      name: 'StoreFolderError',
      message: expect.stringContaining(`folder ${folder} cannot hold the history: ${reason}`),
    });
  });

  it('that cannot be made is told by its name', async () => {
    await writeFile(join(base, 'file'), 'x');

    await expect(openHere(join(base, 'file', 'store'))).rejects.toMatchObject({
      name: 'StoreFolderError',
      message: expect.stringContaining(`folder ${join(base, 'file', 'store')} cannot hold the history: `),
    });
  });

  it('may hold what the desktop leaves in folders', async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, '.DS_Store'), 'x');

    await openHere();
  });
});

describe('two processes', () => {
  it('share one folder, whichever came first', async () => {
    const other = await openElsewhere();
    const here = await openHere();

    expect(await other.tell('save 1')).toBe('saved');
    expect((await here.store.latestSweep())?.id).toBe(first.id);

    await here.store.saveSweep(concluded(second));

    expect(await other.tell('latest')).toBe(second.id);
    expect((await addressIn(folder)).pid).toBe(other.child.pid);
  });

  it('lose nothing when the one that serves is killed', async () => {
    const other = await openElsewhere();
    const here = await openHere();
    await other.tell('save 1');
    await here.store.saveSweep(concluded(second));
    other.child.kill('SIGKILL');
    await once(other.child, 'exit');

    expect((await here.store.latestSweep())?.id).toBe(second.id);
    expect((await addressIn(folder)).pid).toBe(process.pid);

    const third = await openElsewhere();

    expect(await third.tell('latest')).toBe(second.id);
  });

  it('go on when the one that serves closes while the other writes', async () => {
    const other = await openElsewhere();
    const here = await openHere();
    const writing = Promise.all(Array.from({ length: 28 }, (_, i) => here.store.saveSweep(concluded(sweepOf(i + 1)))));

    expect(await other.tell('close')).toBe('closed');
    await writing;
    expect((await here.store.latestSweep())?.id).toBe(sweepOf(28).id);
  });

  it('do not end with each other: a sender that goes away in the middle costs its own request', async () => {
    const other = await openElsewhere();
    const { endpoint } = await addressIn(folder);
    const socket = connect(Number(new URL(endpoint).port), '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{"Table');
    await once(socket, 'connect');
    socket.resetAndDestroy();
    await once(socket, 'close');

    expect(await other.tell('latest')).toBe('none');
  });
});

describe('what a server on localhost gives away', () => {
  it('is nothing to a page that a browser shows', async () => {
    await openHere();
    const { endpoint } = await addressIn(folder);

    const answer = await fetch(endpoint, { method: 'POST', headers: { origin: 'https://example.com' }, body: '{}' });

    expect(answer.status).toBe(403);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('a store in memory', () => {
  it('is thrown away, and no other sees it', async () => {
    const [one, two] = [
      await openEmbeddedStore({ memory: true }, { clock }),
      await openEmbeddedStore({ memory: true }, { clock }),
    ];
    await one.store.saveSweep(concluded(first));

    expect(await two.store.latestSweep()).toBeUndefined();
    await one.close();
    await two.close();
  });

  it('is not led astray by what the environment says of AWS', async () => {
    vi.stubEnv('AWS_USE_FIPS_ENDPOINT', 'true');
    vi.stubEnv('AWS_USE_DUALSTACK_ENDPOINT', 'true');
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', 'http://127.0.0.1:1');
    const { store, close } = await openEmbeddedStore({ memory: true }, { clock });

    expect(await store.latestSweep()).toBeUndefined();
    await close();
    vi.unstubAllEnvs();
  });
});

describe('the default folder', () => {
  it.each([
    [{ XDG_DATA_HOME: '/data', HOME: '/home/a' }, '/data/midwatch'],
    [{ XDG_DATA_HOME: '', HOME: '/home/a' }, '/home/a/.local/share/midwatch'],
    [{ XDG_DATA_HOME: 'relative', HOME: '/home/a' }, '/home/a/.local/share/midwatch'],
    [{}, join(homedir(), '.local/share/midwatch')],
  ])('for %o is %s', (env, expected) => {
    expect(defaultStoreFolder(env)).toBe(expected);
  });
});
