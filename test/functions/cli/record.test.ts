import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readNames } from '#adapters/recording/names-file.ts';
import { readRecording } from '#adapters/recording/read-recording.ts';
import { makeDisguise } from '../../../functions/record/disguise.ts';
import { makePseudonyms } from '../../../functions/record/pseudonyms.ts';
import { emptyFolder } from '../../support/command.ts';
import { rerecorded, toldOf } from '../../support/recorded.ts';
import { type RecordedAudits, recordedAudits } from '../../support/recorded-audits.ts';
import { aNight, anOrganization, aRecordedCluster, aRecording, hub, region, shop } from '../replay/builders.ts';

const opened: RecordedAudits[] = [];
async function auditsOf(name: string): Promise<RecordedAudits> {
  const audits = await recordedAudits(name);
  opened.push(audits);
  return audits;
}
afterAll(async () => {
  for (const one of opened) await one.close();
});

const telling = new Set(['dev', 'test', 'prod']);

/** What something is called in the recording of a folder. */
async function newNamesOf(folder: string) {
  const pseudonyms = makePseudonyms(await readNames(`${folder}.names.yaml`));
  return makeDisguise({ pseudonyms, kept: telling, names: [] }).given;
}

/** All that stands in a folder, the names of its files too. */
function textOf(folder: string): string {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return `${path.slice(folder.length)}\n${entry.isFile() ? readFileSync(path, 'utf8') : ''}`;
    })
    .join('\n');
}

function configured(text: string): string {
  const file = join(emptyFolder(), 'midwatch.yaml');
  writeFileSync(file, text);
  return file;
}

const ofShop = `accounts: [{ id: "${shop}" }]\nregions: [${region}]\n`;

describe.each(['incident', 'healthy', 'neglected', 'strangers'])('the recording %s, recorded', async (name) => {
  const original = resolve('events/recordings', name);
  const recording = await readRecording(original);
  const { folder, server, record } = await rerecorded(recording, join(original, 'midwatch.yaml'));
  for (let night = 1; night <= recording.nights.length; night += 1) {
    server.setNight(night);
    const { code, err } = await record(night);
    expect([code, err]).toEqual([0, '']);
  }

  it('tells the same when it is played, night by night', async () => {
    const newName = await newNamesOf(folder);
    const [before, after] = [await auditsOf(name), await auditsOf(folder)];
    for (let night = 1; night <= recording.nights.length; night += 1) {
      const told = toldOf(await after.audit(night));
      expect({ night, ...told }).toEqual({ night, ...toldOf(await before.audit(night), newName) });
    }
  });

  it('says of no account and of no cluster whose it is', () => {
    const text = textOf(folder);
    const originals = recording.nights.flatMap(({ accounts }) =>
      Object.entries(accounts).flatMap(([id, { clusters }]) => [
        id,
        ...Object.values(clusters).flatMap((some) => Object.keys(some)),
      ]),
    );
    // Numbers of at most four digits stay.
    const tell = originals.filter((one) => !/^\d{1,4}$/.test(one));
    const own = tell.filter((one) => new RegExp(`(?<![A-Za-z0-9])${one}(?![A-Za-z0-9])`).test(text));
    expect([...new Set(own)]).toEqual([]);
  });
});

describe('what is refused and what fails', () => {
  it('is recorded so, and is as unknown when it is played', async () => {
    const original = resolve('events/recordings/neglected');
    const recording = await readRecording(original);
    const { folder, server, record } = await rerecorded(recording, join(original, 'midwatch.yaml'));
    const faults = [
      { service: 'sts', operation: 'AssumeRole', account: '222233334444', answer: 'refused' },
      { service: 'eks', operation: 'ListNodegroups', account: '111122223333', answer: 'refused' },
      { service: 'eks', operation: 'DescribeAddon', cluster: 'shop-prod', part: 'coredns', answer: 'refused' },
      { service: 'eks', operation: 'DescribeCluster', cluster: 'ledger', answer: 'refused-by-scp' },
      { service: 'eks', operation: 'ListUpdates', cluster: 'pay-prod', part: 'vpc-cni', answer: 'not-found' },
      { service: 'ssm', operation: 'GetParameters', answer: 'refused' },
    ] as const;
    server.misbehave(faults);
    const { code, out } = await record(1);

    expect(code).toBe(0);
    expect(out).toContain('could not be seen whole');
    const newName = await newNamesOf(folder);
    const [before, after] = [await auditsOf('neglected'), await auditsOf(folder)];
    const told = toldOf(await after.audit(1));
    expect(told).toEqual(toldOf(await before.audit(1, faults), newName));
    expect(told.unknown.join('\n')).toMatch(/eks:DescribeAddon: DENIED[\s\S]*ssm:GetParameters: DENIED/);
  });

  it('is recorded of a region that is switched off, too', async () => {
    const recording = aRecording(aNight([aRecordedCluster('shop-dev')]));
    const { folder, record } = await rerecorded(
      recording,
      configured(`accounts: [{ id: "${shop}", regions: [${region}, af-south-1] }]\n`),
    );
    await record(1);

    const { coverage } = toldOf(await (await auditsOf(folder)).audit(1));
    expect(coverage.join('\n')).toMatch(/af-south-1 REGION_DISABLED/);
  });
});

describe('what nobody needs', () => {
  const secret = 'hunter2-of-acme';
  const cluster = aRecordedCluster('shop-dev', {
    cluster: {
      ...aRecordedCluster('shop-dev').cluster,
      certificateAuthority: { data: Buffer.from(secret).toString('base64') },
      endpoint: 'https://0123456789ABCDEF0123456789ABCDEF.gr7.eu-west-1.eks.amazonaws.com',
      roleArn: `arn:aws:iam::${shop}:role/${secret}`,
      tags: { Environment: 'dev', owner: secret },
    },
    addons: {
      coredns: {
        addonName: 'coredns',
        addonVersion: 'v1.11.4-eksbuild.2',
        status: 'ACTIVE',
        configurationValues: JSON.stringify({ env: { PASSWORD: secret }, replicaCount: 3 }),
        health: { issues: [{ code: 'AccessDenied', message: `the role ${secret} cannot be assumed` }] },
      },
    },
    updates: {
      'a-1': {
        update: {
          id: 'a-1',
          type: 'VersionUpdate',
          status: 'Successful',
          createdAt: '2024-02-01T00:00:00Z',
          params: [
            { type: 'Version', value: '1.25' },
            { type: 'ConfigurationValues', value: JSON.stringify({ env: { PASSWORD: secret }, replicaCount: 4 }) },
            { type: 'ServiceAccountRoleArn', value: `arn:aws:iam::${shop}:role/${secret}` },
            { type: 'PublicAccessCidrs', value: secret },
          ],
        },
      },
    },
  });

  it('is in no recording: no secret, no certificate, no tag but those that tell siblings', async () => {
    const { folder, record } = await rerecorded(aRecording(aNight([cluster])), configured(ofShop));
    const { code, err } = await record(1);

    expect([code, err]).toEqual([0, '']);
    const text = textOf(folder);
    expect(text).not.toMatch(/hunter2|acme|certificateAuthority|PASSWORD|0123456789ABCDEF|roleArn/);
    expect(text).toContain('"Environment": "dev"');
    expect(text).toMatch(/replicaCount\\":3/);
    expect(text).toContain('cannot be assumed');
    expect(text).toContain('"value": "1.25"');
    // By these it is told whether two updates gave an add-on the same.
    expect(text).toMatch(/"type": "ConfigurationValues",\s+"value": ".*replicaCount\\":4/);
    expect(text).toMatch(/"type": "ServiceAccountRoleArn",\s+"value": "arn:aws:iam::\d+:role/);
    expect(text).not.toContain('PublicAccessCidrs');
  });
});

describe('the Kubernetes API', () => {
  const image = (name: string, of: string) => ({ spec: { template: { spec: { containers: [{ name, image: of }] } } } });
  const cluster = aRecordedCluster('shop-dev', {
    addons: { coredns: { addonName: 'coredns', addonVersion: 'v1.11.4-eksbuild.2', status: 'ACTIVE' } },
    nodegroups: { workers: { nodegroupName: 'workers', version: '1.25' } },
    kubernetes: {
      daemonSets: {
        'kube-system/kube-proxy': image('kube-proxy', 'registry.acme.example/acme/eks/kube-proxy:v1.21.2-eksbuild.2'),
        'acme-net/acme-calico': image('hunter2', `acme/calico:v3.29@sha256:${'ab'.repeat(32)}`),
        'kube-system/aws-node': {
          spec: {
            template: {
              spec: {
                nodeSelector: { 'acme.example/parked': 'acme', 'kubernetes.io/os': 'linux' },
                containers: [{ name: 'aws-node', image: 'Not an image of acme' }],
              },
            },
          },
          status: { desiredNumberScheduled: 0 },
        },
        'acme/hunter2': image('hunter2', 'acme/hunter2:1'),
      },
      deployments: { 'kube-system/coredns': image('coredns', 'acme.example/coredns:v1.11.4-eksbuild.2') },
      nodes: {
        'ip-10-1-2-3.acme.internal': {
          metadata: { labels: { 'karpenter.sh/nodepool': 'acme', 'acme.example/team': 'hunter2' } },
          status: { nodeInfo: { kubeletVersion: 'v1.24.17-eks-7f1a90c' } },
        },
        'ip-10-1-2-4.acme.internal': {
          metadata: { labels: { 'eks.amazonaws.com/nodegroup': 'acme' } },
          status: { nodeInfo: { kubeletVersion: 'v1.25.6-eks-7f1a90c' } },
        },
        'of-hunter2': { metadata: {}, status: { nodeInfo: { kubeletVersion: 'v0.0.0-acme' } } },
        'mi-0123456789abcdef0': {
          metadata: { labels: { 'eks.amazonaws.com/compute-type': 'hybrid' } },
          status: { nodeInfo: { kubeletVersion: 'v1.23.7+acme.2' } },
        },
      },
    },
  });
  const config = `${ofShop}clusterAccess: public\n`;

  it('is recorded as far as it is read, of nobody, and without what opens it', async () => {
    const { folder, server, record } = await rerecorded(aRecording(aNight([cluster])), configured(config));
    const { code, err } = await record(1);

    expect([code, err]).toEqual([0, '']);
    expect(server.callsSeen().map(({ operation }) => operation)).toContain('ListDeployments');
    const text = textOf(folder);
    expect(text).not.toMatch(/acme|hunter2|abab|certificate|BEGIN|Bearer|k8s-aws-v1|127\.0\.0\.1|10-1-2|0123456789/i);
    expect(text).toContain('eks/kube-proxy:v1.21.2-eksbuild.2');
    const [night] = (await readRecording(folder)).nights;
    const [recorded] = Object.values(night!.accounts).flatMap(({ clusters }) => Object.values(clusters[region] ?? {}));
    expect(Object.keys(recorded!.kubernetes!.daemonSets)).toEqual([
      expect.stringMatching(/-net\/.*-calico$/),
      'kube-system/aws-node',
      'kube-system/kube-proxy',
    ]);
    expect(Object.values(recorded!.kubernetes!.nodes)).toMatchObject([
      {
        metadata: { labels: { 'karpenter.sh/nodepool': expect.not.stringContaining('acme') } },
        status: { nodeInfo: { kubeletVersion: 'v1.24.17-eks-7f1a90c' } },
      },
      { status: { nodeInfo: { kubeletVersion: expect.not.stringMatching(/^v0/) } } },
      {
        metadata: { labels: { 'eks.amazonaws.com/compute-type': 'hybrid' } },
        status: { nodeInfo: { kubeletVersion: expect.stringMatching(/^v1\.23\.7\+[a-z]+\.2$/) } },
      },
    ]);
  });

  it('tells the same when it is played', async () => {
    const { folder, record } = await rerecorded(aRecording(aNight([cluster])), configured(config));
    await record(1);

    const { findings, insufficientData } = await (await auditsOf(folder)).audit(1);
    const of = (rule: string) =>
      findings.filter((one) => one.rule === rule).map(({ resource }) => resource.split('/').at(-1));
    expect(of('addon-management')).toEqual(['kube-proxy']);
    expect(of('kube-proxy-version-skew')).toContain('kube-proxy');
    expect(of('nodegroup-version-skew')).toEqual(expect.arrayContaining(['1.23', '1.24']));
    expect(insufficientData.filter(({ reason }) => reason.includes('kubernetes:'))).toEqual([]);
  });

  it.each([
    ['refused', 'refused', /kubernetes:ListDeployments: DENIED .HTTP 403/],
    ['unknown to whom it asks', 'region-disabled', /kubernetes:ListDeployments: DENIED .HTTP 401/],
    ['turned away', 'throttled', /kubernetes:ListDeployments: THROTTLED/],
    ['cut', 'cut', /kubernetes:ListDeployments: UNREACHABLE/],
    ['failed', 'server-error', /kubernetes:ListDeployments: ERROR .HTTP 500/],
    ['not there', 'not-found', /kubernetes:ListDeployments: ERROR .HTTP 404/],
  ] as const)('is %s where it was when it is played', async (_, answer, reason) => {
    const { folder, server, record } = await rerecorded(aRecording(aNight([cluster])), configured(config));
    server.misbehave([{ service: 'kubernetes', operation: 'ListDeployments', answer }]);
    await record(1);

    const { insufficientData } = await (await auditsOf(folder)).audit(1);
    expect(insufficientData).toContainEqual(
      expect.objectContaining({ rule: 'addon-management', reason: expect.stringMatching(reason) }),
    );
  });

  it('is not asked where nobody wanted it, nor of a cluster without a public endpoint, and the reason stays', async () => {
    const hidden = { ...cluster.cluster, resourcesVpcConfig: { endpointPublicAccess: false } };
    const night = aNight([{ ...cluster, cluster: hidden }]);
    const { folder, server, record } = await rerecorded(aRecording(night), configured(config));
    await record(1);

    expect(server.callsSeen().filter(({ service }) => service === 'kubernetes')).toEqual([]);
    const { insufficientData } = await (await auditsOf(folder)).audit(1);
    expect(insufficientData).toContainEqual(
      expect.objectContaining({ reason: expect.stringMatching(/UNREACHABLE .its endpoint answers in its VPC alone/) }),
    );
  });
});

describe('names', () => {
  it('are those that people chose, where they did', async () => {
    const { folder, record } = await rerecorded(aRecording(aNight([aRecordedCluster('shop-dev')])), configured(ofShop));
    const names = configured(`accounts: { "${shop}": "123456789012" }\nwords: { shop: bakery }\n`);
    await record(1, '--names', names);

    expect(textOf(folder)).toContain('nights/01-2024-02-07/accounts/123456789012/eu-west-1/bakery-dev.json');
    expect((await readNames(names)).accounts).toHaveProperty(hub);
  });

  it('of whatever kind stand nowhere in the folder, and clusters that were two stay two', async () => {
    const word = fc.stringMatching(/^zq[a-z]{2,9}[0-9]{0,2}$/);
    const styled = fc.tuple(word, fc.constantFrom(0, 1, 2, 3)).map(([text, style]) => {
      const rest = text.slice(1);
      return [text, text.toUpperCase(), `Z${rest}`, `z${rest.toUpperCase()}`][style]!;
    });
    const name = fc
      .tuple(fc.array(styled, { minLength: 1, maxLength: 4 }), fc.constantFrom('-', '_', '--'), fc.boolean())
      .map(([words, separator, isProd]) => [...words, ...(isProd ? ['prod'] : [])].join(separator));
    const account = fc.stringMatching(/^[2-9][0-9]{11}$/);
    await fc.assert(
      fc.asyncProperty(account, fc.uniqueArray(name, { minLength: 2, maxLength: 5 }), async (id, names) => {
        const [group = '', ...clusters] = names;
        const arn = (one: string) => `arn:aws:eks:${region}:${id}:cluster/${one}`;
        const night = aNight([]);
        const accounts = {
          [hub]: night.accounts[hub]!,
          [id]: {
            regions: night.accounts[shop]!.regions,
            clusters: {
              [region]: Object.fromEntries(
                clusters.map((one) => [
                  one,
                  aRecordedCluster(one, {
                    cluster: { ...aRecordedCluster(one).cluster, arn: arn(one), tags: { System: names.join(' ') } },
                    nodegroups: {
                      [group]: {
                        nodegroupName: group,
                        nodeRole: `arn:aws:iam::${id}:role/path/${group}-role`,
                        version: '1.25',
                        health: {
                          issues: [{ code: 'Other', message: `${group}-role of ${one} in ${id}: ${arn(one)}` }],
                        },
                      },
                    },
                  }),
                ]),
              ),
            },
          },
        };
        const config = configured(`accounts: [{ id: "${id}" }]\nregions: [${region}]\n`);
        const { folder, record } = await rerecorded(aRecording({ ...night, accounts }), config);
        const { code, err } = await record(1);

        expect([code, err]).toEqual([0, '']);
        const text = textOf(folder);
        expect(text).not.toMatch(/zq/i);
        expect(text).not.toContain(id);
        const recorded = (await readRecording(folder)).nights.flatMap((one) => Object.values(one.accounts));
        const found = recorded.flatMap((one) => Object.keys(one.clusters[region] ?? {}));
        expect(found).toHaveLength(clusters.length);
      }),
      { numRuns: 12 },
    );
  });
});

describe('an organization', () => {
  it.each([
    ['as a whole', 'organization: {}', 3],
    ['some of whose units are audited', 'organization: { units: [ou-ab12-shop0000] }', 2],
  ])('is recorded %s', async (_how, text, accounts) => {
    const organization = anOrganization(['444455556666']);
    const night = aNight([aRecordedCluster('shop-dev')], { organization });
    const { folder, record } = await rerecorded(aRecording(night), configured(`${text}\nregions: [${region}]\n`));
    const { code, err } = await record(1);

    expect([code, err]).toEqual([0, '']);
    const told = toldOf(await (await auditsOf(folder)).audit(1));
    expect(told.coverage).toHaveLength(accounts);
    expect(textOf(folder)).not.toMatch(/ab12|shop0000|"shop"/);
  });
});

describe('another night', () => {
  const first = aNight([aRecordedCluster('shop-dev'), aRecordedCluster('shop-old')]);
  const second = aNight([aRecordedCluster('shop-dev')], { id: 'two', asOf: '2024-02-08T02:00:00.000Z' });
  const third = aNight([aRecordedCluster('shop-dev')], { id: 'three', asOf: '2024-02-09T02:00:00.000Z' });

  it('holds what is otherwise than the night before, under the same names', async () => {
    const { folder, server, record } = await rerecorded(aRecording(first, second, third), configured(ofShop));
    for (let night = 1; night <= 3; night += 1) {
      server.setNight(night);
      expect((await record(night)).out).toMatch(new RegExp(`^Night ${night} of `));
    }

    const { nights } = await readRecording(folder);
    const names = nights.map(({ accounts }) =>
      Object.values(accounts).flatMap(({ clusters }) => Object.keys(clusters[region] ?? {})),
    );
    expect(names).toEqual([['alder-aspen', 'alder-dev'], ['alder-dev'], ['alder-dev']]);
    expect(readdirSync(join(folder, 'nights'))).toEqual(['01-2024-02-07', '02-2024-02-08']);
    expect(readFileSync(join(folder, 'recording.yaml'), 'utf8')).toContain('unchanged: true');
  });

  it('comes after those that are there', async () => {
    const { record } = await rerecorded(aRecording(first), configured(ofShop));
    await record(1);
    const { code, err } = await record(1);

    expect(code).toBe(3);
    expect(err).toContain('wanted an instant after 2024-02-07T02:00:00.000Z');
  });

  it('is of the account that recorded those before', async () => {
    const { folder, record } = await rerecorded(aRecording(first), configured(ofShop));
    await record(1);
    const other = await rerecorded({ ...aRecording(second), hub: shop }, configured(ofShop));
    const { code, err } = await other.record(1, '--names', `${folder}.names.yaml`);
    expect([code, err]).toEqual([0, '']);

    writeFileSync(join(other.folder, 'recording.yaml'), readFileSync(join(folder, 'recording.yaml')));
    const again = await other.record(1, '--names', `${folder}.names.yaml`);
    expect(again.code).toBe(3);
    expect(again.err).toContain('as on the nights before');
  });
});

describe('what is no place for it', () => {
  const recording = aRecording(aNight([aRecordedCluster('shop-dev')]));

  it.each([
    ['notes.txt', 'the manifest of the recording'],
    ['usual.yaml', 'a recording that was recorded'],
  ])('is refused before AWS is asked: a folder with %s', async (file, wanted) => {
    const { folder, server, record } = await rerecorded(recording, configured(ofShop));
    mkdirSync(folder);
    writeFileSync(join(folder, file), '');
    const { code, err } = await record(1);

    expect(code).toBe(3);
    expect(err).toContain(wanted);
    expect(server.callsSeen()).toEqual([]);
  });

  it('is the recording, for the names', async () => {
    const { folder, record } = await rerecorded(recording, configured(ofShop));
    const { code, err } = await record(1, '--names', join(folder, 'names.yaml'));

    expect(code).toBe(3);
    expect(err).toContain('wanted a place outside');
  });

  it.each([
    ['words: [', 'is not YAML'],
    ['accounts: { me: you }', 'twelve digits'],
    ['words: { shop: two words }', 'one word'],
    ['words: { shop: bakery, pay: bakery }', 'another name for each'],
  ])('is a file of other names than these: %s', async (text, wanted) => {
    const { record } = await rerecorded(recording, configured(ofShop));
    const { code, err } = await record(1, '--names', configured(text));

    expect(code).toBe(3);
    expect(err).toContain(wanted);
  });
});

it('a part of what is configured is played as that part', async () => {
  const { folder, record } = await rerecorded(
    aRecording(aNight([aRecordedCluster('shop-dev')])),
    configured(`accounts: [{ id: "${shop}", environment: dev }, { id: "${hub}" }]\n`),
  );
  await record(1, '--account', shop, '--region', region);

  const { coverage, clusters } = await (await auditsOf(folder)).audit(1);
  expect(coverage).toHaveLength(1);
  expect(clusters.map(({ environment }) => environment?.name)).toEqual(['dev']);
});

it('siblings are told by the same patterns, in new words', async () => {
  const clusters = ['acme-eu-dev', 'acme-us-prod'].map((name) => aRecordedCluster(name));
  const siblings =
    'siblings: { system: { name: "^(acme|other)\\\\b" }, overrides: [{ cluster: "*acme-us*", system: acme }] }\n';
  const { folder, record } = await rerecorded(aRecording(aNight(clusters)), configured(ofShop + siblings));
  const { code, err } = await record(1);

  expect([code, err]).toEqual([0, '']);
  expect(textOf(folder)).not.toMatch(/acme/);
  const document = await (await auditsOf(folder)).audit(1);
  expect(document.clusters.map(({ system }) => system?.name)).toEqual(['alder', 'alder']);
});
