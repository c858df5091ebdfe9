import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { makeAwsReader } from '#adapters/aws/aws-reader.ts';
import { makeAwsClients } from '#adapters/aws/clients.ts';
import { callsInFlight, makeConnection } from '#adapters/aws/connection.ts';
import { imageParameters } from '#data/image-parameters.ts';
import { aCluster, asOf, target } from './answers.ts';
import { type Answer, connectionTo, dummyKeys, json, localAws, readerOf, xml } from './local-aws.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const noClusters: Answer = (_, response) => json(response, { clusters: [] });
const other = { account: '222233334444', region: 'us-east-1' };
const memberRole = { name: 'midwatch-member', externalId: 'between us' };

function throttle(response: ServerResponse): void {
  json(response, { message: 'Too Many Requests' }, 429, 'TooManyRequestsException');
}

/** Answers the first requests in one way and the others in another. */
function first(count: number, answer: Answer, then: Answer): Answer {
  let seen = 0;
  return (...args) => {
    seen += 1;
    (seen <= count ? answer : then)(...args);
  };
}

describe('a call', () => {
  it('that is throttled is tried again, and each attempt is counted', async () => {
    const reader = readerOf(await localAws(first(1, (_, response) => throttle(response), noClusters)), {
      maxAttempts: 2,
    });

    const reading = await reader.listClusters(target);

    expect(reading).toEqual({ readable: true, value: [] });
    expect(reader.callsMade()).toBe(2);
  });

  it('that is throttled to the end is unreadable', async () => {
    const reader = readerOf(await localAws((_, response) => throttle(response)), { maxAttempts: 2 });

    const reading = await reader.listClusters(target);

    expect(reading).toEqual({
      readable: false,
      because: { call: 'eks:ListClusters', obstacle: 'THROTTLED', detail: 'Too Many Requests' },
    });
    expect(reader.callsMade()).toBe(2);
  });

  it('is tried again however many were before it', async () => {
    // The SDK's own quota ends after 500 / 14 such retries.
    const everySecond = new Map<string, number>();
    const answer: Answer = ({ headers }, response) => {
      const id = String(headers['amz-sdk-invocation-id']);
      everySecond.set(id, (everySecond.get(id) ?? 0) + 1);
      if (everySecond.get(id) === 1) json(response, {}, 503, 'ServiceUnavailableException');
      else json(response, { message: 'no' }, 404, 'ResourceNotFoundException');
    };
    const reader = readerOf(await localAws(answer), { maxAttempts: 2 });

    const readings = await Promise.all(
      Array.from({ length: 120 }, (_, index) => reader.readCluster(target, `cluster-${index}`, asOf)),
    );

    expect(readings.filter(({ readable }) => !readable)).toEqual([]);
    expect(reader.callsMade()).toBe(240);
  });

  it('that is refused is not tried again', async () => {
    const refuse: Answer = (_, response) => json(response, { message: 'not you' }, 403, 'AccessDeniedException');
    const reader = readerOf(await localAws(refuse), { maxAttempts: 5 });

    const reading = await reader.listClusters(target);

    expect(reading).toMatchObject({ because: { obstacle: 'DENIED', detail: 'not you' } });
    expect(reader.callsMade()).toBe(1);
  });

  it('of a region that is switched off says so', async () => {
    const message = 'The security token included in the request is invalid.';
    const refuse: Answer = (_, response) => json(response, { message }, 403, 'UnrecognizedClientException');
    const reader = readerOf(await localAws(refuse));

    expect(await reader.listClusters({ ...target, region: 'af-south-1' })).toMatchObject({
      because: { obstacle: 'REGION_DISABLED', detail: message },
    });
    // One that nobody can switch off.
    expect(await reader.listClusters(target)).toMatchObject({
      because: {
        obstacle: 'ERROR',
        detail: `no account can switch the region off, yet the credentials are not known there: ${message}`,
      },
    });
  });

  it('of a region that AWS calls enabled is no region that is switched off', async () => {
    const message = 'The security token included in the request is invalid.';
    const answer: Answer = ({ url = '' }, response) => {
      if (url === '/listRegions')
        json(response, { Regions: [{ RegionName: 'af-south-1', RegionOptStatus: 'ENABLED' }] });
      else json(response, { message }, 403, 'UnrecognizedClientException');
    };
    const reader = readerOf(await localAws(answer));

    const regions = await reader.listRegions(target.account);

    expect(regions).toMatchObject({ value: ['af-south-1'] });
    expect(await reader.listClusters({ ...target, region: 'af-south-1' })).toMatchObject({
      because: {
        call: 'eks:ListClusters',
        obstacle: 'ERROR',
        detail: `account:ListRegions says that the region is enabled, yet the credentials are not known there: ${message}`,
      },
    });
    expect(await reader.listClusters({ ...target, region: 'ap-east-1' })).toMatchObject({
      because: { obstacle: 'REGION_DISABLED', detail: message },
    });
    expect(await reader.listClusters({ ...target, account: '222233334444' })).toMatchObject({
      because: { call: 'sts:AssumeRole', obstacle: 'NOT_CONFIGURED' },
    });
  });

  it('whose answer does not come in time is tried again', async () => {
    const silence: Answer = () => undefined;
    const reader = readerOf(await localAws(first(1, silence, noClusters)), { maxAttempts: 2, requestTimeoutMs: 100 });

    expect(await reader.listClusters(target)).toEqual({ readable: true, value: [] });
  });

  it.each<[string, Answer]>([
    ['never comes', () => undefined],
    ['stops in the middle', (_, response) => void response.writeHead(200).write('{ "clusters": [')],
  ])('whose answer %s is tried three times, and is unreadable then', async (_how, silence) => {
    const reader = readerOf(await localAws(silence), { maxAttempts: 10, requestTimeoutMs: 100 });

    expect(await reader.listClusters(target)).toMatchObject({
      because: { obstacle: 'UNREACHABLE', detail: 'no answer within 0.1 seconds, tried 3 times' },
    });
    expect(reader.callsMade()).toBe(3);
  });

  it('whose connection is cut is tried as often as one that is throttled', async () => {
    const reader = readerOf(await localAws(({ socket }) => socket.destroy()), { maxAttempts: 4 });

    await reader.listClusters(target);

    expect(reader.callsMade()).toBe(4);
  });

  it('that is throttled in between is given no more time-outs for it', async () => {
    let seen = 0;
    const answer: Answer = (_, response) => {
      seen += 1;
      if (seen === 2) throttle(response);
    };
    const reader = readerOf(await localAws(answer), { maxAttempts: 10, requestTimeoutMs: 100 });

    await reader.listClusters(target);

    expect(reader.callsMade()).toBe(4);
  });

  it.each<[string, () => Promise<string>, RegExp]>([
    ['nobody', async () => 'http://127.0.0.1:1', /^nothing answers at 127\.0\.0\.1:1 \(ECONNREFUSED\)$/],
    [
      'a name that nobody has',
      async () => 'http://nowhere.invalid',
      /^nowhere\.invalid (is a name that DNS does not know|could not be looked up in DNS) \((ENOTFOUND|EAI_AGAIN)\)$/,
    ],
    [
      'one who hangs up',
      () => localAws(({ socket }) => socket.destroy()),
      /^the connection was cut before the answer had come \(ECONNRESET\)$/,
    ],
    [
      'one who hangs up in the middle',
      () =>
        localAws(({ socket }, response) => {
          response.writeHead(200, { 'content-length': 100 }).write('{', () => socket.destroy());
        }),
      /^the connection was cut before the answer had come \(ECONNRESET\)$/,
    ],
    [
      'one who speaks no TLS',
      async () => (await localAws(() => undefined)).replace('http:', 'https:'),
      /^no TLS connection could be made \(EPROTO\)$/,
    ],
  ])('to %s is unreadable, and says why', async (_whom, endpoint, detail) => {
    const reader = readerOf(await endpoint());

    expect(await reader.listClusters(target)).toMatchObject({
      because: { obstacle: 'UNREACHABLE', detail: expect.stringMatching(detail) },
    });
  });

  it.each([
    [
      200,
      '<html>a page of a proxy</html>',
      'ERROR',
      'HTTP 200 with what is no answer of AWS, such as the page of a proxy',
    ],
    [502, '<html>bad gateway</html>', 'ERROR', 'HTTP 502 with what is no answer of AWS, such as the page of a proxy'],
    [403, '<html>sign in</html>', 'DENIED', 'HTTP 403 with what is no answer of AWS, such as the page of a proxy'],
    [502, '', 'ERROR', 'HTTP 502 without a word'],
    [200, '{ "clusters": ["sho', 'ERROR', 'HTTP 200 with what is no answer of AWS, such as the page of a proxy'],
  ])('that something else than AWS answers with %d %j is unreadable', async (status, body, obstacle, detail) => {
    const reader = readerOf(await localAws((_, response) => response.writeHead(status).end(body)));

    expect(await reader.listClusters(target)).toMatchObject({ because: { obstacle, detail } });
  });

  it.each(['soon', '2024-01-01', {}, true])('with %j for an instant is unreadable', async (createdAt) => {
    const { cluster } = aCluster();
    const reader = readerOf(await localAws((_, response) => json(response, { cluster: { ...cluster, createdAt } })));

    expect(await reader.readCluster(target, 'shop-prod', asOf)).toMatchObject({
      because: { obstacle: 'ERROR', detail: expect.stringMatching(/^an instant or a number in the answer is none: /) },
    });
  });

  it('names us to AWS', async () => {
    let agent: string | undefined;
    const reader = readerOf(
      await localAws((request, response, body) => {
        agent = request.headers['user-agent'];
        noClusters(request, response, body);
      }),
    );

    await reader.listClusters(target);

    expect(agent).toContain('midwatch');
  });

  it('goes where the environment says, where nothing else does', async () => {
    const endpoint = await localAws(noClusters);
    vi.stubEnv('AWS_ENDPOINT_URL_EKS', endpoint);
    const connection = makeConnection({ credentials: dummyKeys });
    const caller = { account: target.account, partition: 'aws' };
    const reader = makeAwsReader(makeAwsClients({ connection, caller, sessionName: 'midwatch-test' }), imageParameters);

    expect(await reader.listClusters(target)).toEqual({ readable: true, value: [] });
  });
});

describe('raw answers of AWS', () => {
  it('are read with their nulls and their instants in seconds', async () => {
    const { cluster } = aCluster();
    const answers: Record<string, object> = {
      '/clusters/shop-prod': {
        cluster: { ...cluster, createdAt: 1.703780359717e9, platformVersion: null, tags: { team: null }, health: null },
      },
      '/clusters/shop-prod/addons': { addons: ['coredns'], nextToken: null },
      '/clusters/shop-prod/addons/coredns': {
        addon: { addonName: 'coredns', addonVersion: 'v1.11.4-eksbuild.10', modifiedAt: 1703780371.096, owner: null },
      },
      '/clusters/shop-prod/node-groups': { nodegroups: [], nextToken: null },
    };
    const reader = readerOf(
      await localAws(({ url = '' }, response) => json(response, answers[url.split('?')[0] ?? ''] ?? {})),
    );

    const reading = await reader.readCluster(target, 'shop-prod', asOf);

    expect(reading).toMatchObject({
      value: {
        createdAt: '2023-12-28T16:19:19.717Z',
        tags: {},
        addons: {
          value: [{ detail: { value: { version: 'v1.11.4-eksbuild.10', modifiedAt: '2023-12-28T16:19:31.096Z' } } }],
        },
        nodegroups: { value: [] },
      },
    });
  });

  it('are read over 250 clusters on three pages', async () => {
    const names = Array.from({ length: 250 }, (_, index) => `cluster-${String(index).padStart(3, '0')}`);
    const answer: Answer = ({ url = '' }, response) => {
      const from = Number(new URL(url, 'http://aws').searchParams.get('nextToken') ?? 0);
      const nextToken = from + 100 < names.length ? String(from + 100) : null;
      json(response, { clusters: names.slice(from, from + 100), nextToken });
    };
    const reader = readerOf(await localAws(answer));

    expect(await reader.listClusters(target)).toEqual({ readable: true, value: names });
    expect(reader.callsMade()).toBe(3);
  });
});

describe('the calls of a target', () => {
  /** Answers late, and keeps how many it was asked at once, by the region and service that was signed for. */
  function crowded(): { answer: Answer; most: Map<string, number>; mostOfAll(): number } {
    const now = new Map<string, number>();
    const most = new Map<string, number>();
    let all = 0;
    let mostOfAll = 0;
    const answer: Answer = ({ headers, url = '' }, response) => {
      const region = headers.authorization?.split('/').slice(2, 4).join(' ') ?? '';
      now.set(region, (now.get(region) ?? 0) + 1);
      most.set(region, Math.max(most.get(region) ?? 0, now.get(region) ?? 0));
      all += 1;
      mostOfAll = Math.max(mostOfAll, all);
      setTimeout(() => {
        now.set(region, (now.get(region) ?? 0) - 1);
        all -= 1;
        if (url.endsWith('/addons'))
          json(response, { addons: Array.from({ length: 12 }, (_, index) => `addon-${index}`) });
        else if (url.includes('/addons/')) json(response, { addon: { addonVersion: 'v1.0.0' } });
        else if (url.includes('/node-groups')) json(response, { nodegroups: [] });
        else if (url.startsWith('/cluster-versions')) json(response, { clusterVersions: [{ clusterVersion: '1.33' }] });
        else if (url.startsWith('/addons')) json(response, { addons: [] });
        else json(response, { ...aCluster(), cluster: { ...aCluster().cluster, createdAt: 1.7e9 } });
      }, 40); // long enough for all that may be asked to have come, on a busy machine
    };
    return { answer, most, mostOfAll: () => mostOfAll };
  }

  it('are never more than eight at once, whatever is asked for', async () => {
    const { answer, most } = crowded();
    const reader = readerOf(await localAws(answer));

    await Promise.all([
      reader.readCatalogue(target, ['a', 'b'], asOf),
      ...Array.from({ length: 6 }, (_, index) => reader.readCluster(target, `cluster-${index}`, asOf)),
    ]);

    expect(callsInFlight).toBe(8);
    // EC2 throttles by itself, and is asked once for all clusters.
    expect(Object.fromEntries(most)).toEqual({ 'eu-west-1 eks': 8, 'eu-west-1 ec2': 1 });
  });

  it('come within a second as many as are configured, whatever is asked for, and are throttled, too', async () => {
    const arrivals: number[] = [];
    const answer: Answer = (request, response, body) => {
      arrivals.push(performance.now());
      if (arrivals.length % 3 === 0) throttle(response);
      else noClusters(request, response, body);
    };
    const reader = readerOf(await localAws(answer), { callsPerSecond: 5, maxAttempts: 4 });

    await Promise.all(Array.from({ length: 9 }, () => reader.listClusters(target)));

    const within = arrivals.map((from) => arrivals.filter((at) => at >= from && at < from + 1000).length);
    expect(arrivals.length).toBeGreaterThan(11);
    expect(Math.max(...within)).toBe(5);
  });

  it('do not wait for those of another target', async () => {
    const { answer, most, mostOfAll } = crowded();
    const reader = readerOf(await localAws(answer));
    const targets = [target, { ...target, region: 'eu-north-1' }];

    await Promise.all(
      targets.flatMap((one) =>
        Array.from({ length: 6 }, (_, index) => reader.readCluster(one, `cluster-${index}`, asOf)),
      ),
    );

    expect([most.get('eu-west-1 eks'), most.get('eu-north-1 eks')]).toEqual([8, 8]);
    expect(mostOfAll()).toBeGreaterThan(8);
  });
});

describe('another account', () => {
  interface Seen {
    readonly assumed: URLSearchParams[];
    readonly keys: string[];
  }

  function assuming(seen: Seen, expiration = '2099-01-01T00:00:00Z'): Answer {
    return ({ headers }, response, body) => {
      if (service(headers) !== 'sts') {
        seen.keys.push(headers.authorization?.match(/Credential=([^/]+)/)?.[1] ?? '');
        return json(response, { clusters: [], Regions: [{ RegionName: 'us-east-1', RegionOptStatus: 'ENABLED' }] });
      }
      seen.assumed.push(new URLSearchParams(body));
      xml(response, assumedRole(`KEY${seen.assumed.length}`, expiration));
    };
  }

  function service(headers: IncomingMessage['headers']): string {
    return headers.authorization?.split('/')[3] ?? '';
  }

  function assumedRole(key: string, expiration: string): string {
    return `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
      <AccessKeyId>${key}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
      <Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
  }

  function refusing(status: number, code: string, message: string, count: { calls: number }): Answer {
    return ({ headers }, response) => {
      if (service(headers) !== 'sts') return json(response, { clusters: [] });
      count.calls += 1;
      xml(
        response,
        `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
        status,
      );
    };
  }

  it('is read by the member role, which is assumed once for all its regions', async () => {
    const seen: Seen = { assumed: [], keys: [] };
    const reader = readerOf(await localAws(assuming(seen)), {}, { memberRole, sessionName: 'midwatch-2026/11 25' });

    await Promise.all([
      reader.listRegions(other.account),
      reader.listClusters(other),
      reader.listClusters({ ...other, region: 'eu-north-1' }),
    ]);
    await reader.listClusters({ ...other, region: 'eu-south-2' });

    expect(seen.assumed.map((params) => Object.fromEntries(params))).toEqual([
      {
        Action: 'AssumeRole',
        Version: '2011-06-15',
        RoleArn: 'arn:aws:iam::222233334444:role/midwatch-member',
        RoleSessionName: 'midwatch-2026-11-25',
        ExternalId: 'between us',
      },
    ]);
    expect(seen.keys).toEqual(['KEY1', 'KEY1', 'KEY1', 'KEY1']);
    expect(reader.roleFor(other.account)).toBe('arn:aws:iam::222233334444:role/midwatch-member');
    expect(reader.callsMade()).toBe(5);
  });

  it('costs no further connection to STS, however many sweeps one process goes on with', async () => {
    const sockets = new Set<unknown>();
    const assume = assuming({ assumed: [], keys: [] });
    const endpoint = await localAws((request, response, body) => {
      if (service(request.headers) === 'sts') sockets.add(request.socket);
      assume(request, response, body);
    });
    const connection = connectionTo(endpoint);
    const caller = { account: target.account, partition: 'aws' };

    for (const sessionName of ['one', 'two', 'three']) {
      const reader = makeAwsReader(makeAwsClients({ connection, caller, memberRole, sessionName }), imageParameters);
      await reader.listClusters(other);
      reader.release(other.account);
    }

    expect(sockets.size).toBe(1);
  });

  it('is read in the partition of the caller, and without an external id where there is none', async () => {
    const seen: Seen = { assumed: [], keys: [] };
    const caller = { account: target.account, partition: 'aws-us-gov' };
    const reader = readerOf(await localAws(assuming(seen)), {}, { caller, memberRole: { name: 'watch' } });

    await reader.listClusters(other);

    expect(seen.assumed[0]?.get('RoleArn')).toBe('arn:aws-us-gov:iam::222233334444:role/watch');
    expect(seen.assumed[0]?.has('ExternalId')).toBe(false);
  });

  it('is read with new keys when the old are about to end', async () => {
    const seen: Seen = { assumed: [], keys: [] };
    const soon = new Date(Date.now() + 60_000).toISOString();
    const reader = readerOf(await localAws(assuming(seen, soon)), {}, { memberRole });

    await reader.listClusters(other);
    await reader.listClusters(other);

    expect(new Set(seen.keys).size).toBe(2);
  });

  it('whose role is denied is unreadable in every call, and is not asked again', async () => {
    const count = { calls: 0 };
    const refuse = refusing(403, 'AccessDenied', 'not you', count);
    const reader = readerOf(await localAws(refuse), { maxAttempts: 3 }, { memberRole });

    const readings = [
      await reader.listRegions(other.account),
      await reader.listClusters(other),
      await reader.readCluster({ ...other, region: 'eu-north-1' }, 'shop', asOf),
    ];

    const denied = { readable: false, because: { call: 'sts:AssumeRole', obstacle: 'DENIED', detail: 'not you' } };
    expect(readings).toEqual([denied, denied, denied]);
    expect(count.calls).toBe(1);
    expect(reader.callsMade()).toBe(1);
  });

  it('whose role could not be assumed for passing trouble is asked again', async () => {
    const count = { calls: 0 };
    const seen: Seen = { assumed: [], keys: [] };
    const trouble = refusing(503, 'ServiceUnavailable', 'later', count);
    const reader = readerOf(await localAws(first(1, trouble, assuming(seen))), {}, { memberRole });

    const failed = await reader.listClusters(other);
    const read = await reader.listClusters(other);

    expect(failed).toMatchObject({ because: { call: 'sts:AssumeRole', obstacle: 'ERROR' } });
    expect(read).toEqual({ readable: true, value: [] });
  });

  it('is unreadable where STS answers without keys', async () => {
    const empty = '<AssumeRoleResponse><AssumeRoleResult/></AssumeRoleResponse>';
    const reader = readerOf(await localAws((_, response) => xml(response, empty)), {}, { memberRole });

    expect(await reader.listClusters(other)).toMatchObject({
      because: { call: 'sts:AssumeRole', obstacle: 'ERROR', detail: expect.stringContaining('Credentials') },
    });
  });

  it('is not read where no role is configured', async () => {
    const reader = readerOf(await localAws(noClusters));

    expect(await reader.listClusters(other)).toEqual({
      readable: false,
      because: {
        call: 'sts:AssumeRole',
        obstacle: 'NOT_CONFIGURED',
        detail: 'no member role is configured by which account 222233334444 could be read',
      },
    });
    expect(reader.roleFor(other.account)).toBeUndefined();
    expect(reader.callsMade()).toBe(0);
  });
});

it("reads the caller's own account with the caller's own keys", async () => {
  const keys: (string | undefined)[] = [];
  const answer: Answer = ({ headers }, response) => {
    keys.push(headers.authorization?.match(/Credential=([^/]+)/)?.[1]);
    json(response, { clusters: [] });
  };
  const reader = readerOf(await localAws(answer), {}, { memberRole });

  await reader.listClusters(target);

  expect(keys).toEqual(['AKIAEXAMPLE']);
  expect(reader.roleFor(target.account)).toBeUndefined();
});
