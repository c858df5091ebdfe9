import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RecordingError } from '#adapters/recording/problems.ts';
import { readRecording } from '#adapters/recording/read-recording.ts';

const hub = '999988887777';
const shop = '111122223333';
const Regions = [{ RegionName: 'eu-west-1', RegionOptStatus: 'ENABLED_BY_DEFAULT' }];
const manifest = `
schemaVersion: 1
name: small
title: A small one
hub: "${hub}"
nights:
  - { id: first, asOf: 2024-02-06T02:00:00Z, title: one }
  - { id: second, asOf: 2024-02-07T02:00:00Z, title: two }
`;
const arn = `arn:aws:eks:eu-west-1:${shop}:cluster/shop-dev`;
const workload = { spec: { template: { spec: { containers: [] } } } };
const clusterFile = `nights/first/accounts/${shop}/eu-west-1/shop-dev.json`;

/** A recording of two nights, in files. */
const healthy: Readonly<Record<string, unknown>> = {
  'recording.yaml': manifest,
  [`nights/first/accounts/${hub}/account.json`]: { Regions },
  [`nights/first/accounts/${shop}/account.json`]: { Regions },
  [clusterFile]: {
    cluster: { name: 'shop-dev', arn, version: '1.24', createdAt: '2024-01-11T10:05:33.672Z' },
    addons: { 'vpc-cni': { addonName: 'vpc-cni', addonVersion: 'v1.16.0-eksbuild.1', publisher: null }, gone: null },
    nodegroups: { workers: { nodegroupName: 'workers' } },
    updates: { 'an-id': { addonName: 'vpc-cni', update: { id: 'an-id', status: 'Successful' } } },
  },
  'nights/first/published/all/cluster-versions.json': { clusterVersions: [{ clusterVersion: '1.24' }] },
  'nights/first/published/all/addons/vpc-cni.json': { addonName: 'vpc-cni', addonVersions: [] },
  [`nights/second/accounts/${shop}/eu-west-1/shop-dev.json`]: { cluster: { name: 'shop-dev', arn, version: '1.25' } },
};

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recording-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(files: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [path, value] of Object.entries(files)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, typeof value === 'string' ? value : JSON.stringify(value));
  }
}

/** What is wrong with the healthy recording when these files are otherwise (undefined: not there). */
async function problemsWith(changes: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
  const files = Object.entries({ ...healthy, ...changes }).filter(([, value]) => value !== undefined);
  await write(Object.fromEntries(files));
  const error = await readRecording(folder).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RecordingError);
  expect((error as Error).message).toContain(`${folder} is not a recording\n  `);
  return (error as RecordingError).problems.map((problem) => problem.replaceAll(`${folder}/`, ''));
}

describe('a recording', () => {
  it('is read with each night laid over the one before', async () => {
    await write(healthy);

    const { name, title, about, hub: found, nights } = await readRecording(folder);

    expect({ name, title, about, hub: found }).toEqual({ name: 'small', title: 'A small one', about: '', hub });
    expect(nights.map(({ id, asOf, story, faults }) => ({ id, asOf, story, faults }))).toEqual([
      { id: 'first', asOf: '2024-02-06T02:00:00.000Z', story: '', faults: [] },
      { id: 'second', asOf: '2024-02-07T02:00:00.000Z', story: '', faults: [] },
    ]);
    const versions = nights.map(({ accounts }) => accounts[shop]?.clusters['eu-west-1']?.['shop-dev']?.cluster.version);
    expect(versions).toEqual(['1.24', '1.25']);
    expect(nights[1]?.published).toEqual(nights[0]?.published);
    expect(nights[1]?.published.all?.clusterVersions).toEqual([{ clusterVersion: '1.24' }]);
    expect(nights[1]?.published.all?.addons).toEqual([{ addonName: 'vpc-cni', addonVersions: [] }]);
    expect(nights[1]?.accounts[hub]).toEqual({ regions: Regions, clusters: {}, ec2: {}, kmsKeys: {} });
  });

  it('replaces a file whole', async () => {
    await write(healthy);

    const { nights } = await readRecording(folder);

    expect(nights[0]?.accounts[shop]?.clusters['eu-west-1']?.['shop-dev']?.addons).toHaveProperty('vpc-cni');
    expect(nights[1]?.accounts[shop]?.clusters['eu-west-1']?.['shop-dev']).toEqual({
      cluster: { name: 'shop-dev', arn, version: '1.25' },
      addons: {},
      nodegroups: {},
      fargateProfiles: {},
      podIdentityAssociations: {},
      insights: {},
      updates: {},
    });
  });

  it('holds what EC2 lists in a region of an account', async () => {
    const subnets = [{ SubnetId: 'subnet-1', AvailableIpAddressCount: 3 }];
    const fewer = [{ SubnetId: 'subnet-1', AvailableIpAddressCount: 2 }];
    await write({
      ...healthy,
      [`nights/first/accounts/${shop}/eu-west-1/ec2/subnets.json`]: { Subnets: subnets },
      [`nights/second/accounts/${shop}/eu-west-1/ec2/subnets.json`]: { Subnets: fewer },
    });

    const { nights } = await readRecording(folder);

    expect(nights.map(({ accounts }) => accounts[shop]?.ec2)).toEqual([
      { 'eu-west-1': { subnets } },
      { 'eu-west-1': { subnets: fewer } },
    ]);
  });

  it('holds what KMS tells of keys in a region of an account', async () => {
    const Keys = { 'alias/disks': { KeyId: 'one', KeyState: 'Enabled' } };
    await write({ ...healthy, [`nights/first/accounts/${shop}/eu-west-1/kms/keys.json`]: { Keys } });

    const { nights } = await readRecording(folder);

    expect(nights.map(({ accounts }) => accounts[shop]?.kmsKeys)).toEqual([
      { 'eu-west-1': Keys },
      { 'eu-west-1': Keys },
    ]);
  });

  it.each([
    ['a list', { Keys: [] }, 'Keys: got [], wanted a value of type record'],
    [
      'a slip of the pen',
      { Keys: { one: { keyState: 'x' } } },
      'Keys.one.keyState: got "x", wanted a member of AWS\'s KeyMetadata',
    ],
  ])('is told that has for its keys %s', async (_what, value, wanted) => {
    expect(await problemsWith({ [`nights/first/accounts/${shop}/eu-west-1/kms/keys.json`]: value })).toEqual([
      expect.stringContaining(wanted),
    ]);
  });

  it('is told that has keys where the account has no region', async () => {
    const [told] = await problemsWith({ [`nights/first/accounts/${shop}/us-east-1/kms/keys.json`]: { Keys: {} } });

    expect(told).toContain('us-east-1: got "KMS keys", wanted us-east-1 among the Regions');
  });

  it('loses what a night takes away', async () => {
    await write({
      ...healthy,
      [`nights/second/accounts/${shop}/eu-west-1/shop-dev.json`]: null,
      'nights/second/published/all/addons/vpc-cni.json': null,
    });

    const { nights } = await readRecording(folder);

    expect(nights[1]?.accounts[shop]?.clusters).toEqual({});
    expect(nights[1]?.published.all?.addons).toEqual([]);
  });

  it('may have a night on which nothing changed', async () => {
    const third = `${manifest}  - { id: third, asOf: 2024-02-08T02:00:00Z, title: three, unchanged: true }\n`;
    await write({ ...healthy, 'recording.yaml': third });

    const { nights } = await readRecording(folder);

    expect(nights[2]?.accounts).toEqual(nights[1]?.accounts);
  });

  it('keeps the names of a target in order, whenever each came', async () => {
    const cluster = (name: string) => ({ cluster: { name, arn: arn.replace('shop-dev', name) } });
    await write({
      ...healthy,
      [`nights/second/accounts/${shop}/eu-west-1/a-new-one.json`]: cluster('a-new-one'),
    });

    const { nights } = await readRecording(folder);

    expect(Object.keys(nights[1]?.accounts[shop]?.clusters['eu-west-1'] ?? {})).toEqual(['a-new-one', 'shop-dev']);
  });

  it('may say in YAML only what is otherwise than the night before', async () => {
    const file = (night: string) => `nights/${night}/accounts/${shop}/eu-west-1/shop-dev`;
    await write({
      ...healthy,
      [`${file('second')}.json`]: '',
      [`${file('second')}.yaml`]: `
        cluster: { version: "1.25", health: { issues: [{ code: Other }] }, encryptionConfig: null }
        addons: { vpc-cni: { publisher: null, serviceAccountRoleArn: x }, gone: null, coredns: null }
      `,
    });
    await rm(join(folder, `${file('second')}.json`));

    const { nights } = await readRecording(folder);

    const [before, after] = nights.map(({ accounts }) => accounts[shop]?.clusters['eu-west-1']?.['shop-dev']);
    expect(after).toEqual({
      ...before,
      // Where nothing was, null is AWS's own.
      cluster: { ...before?.cluster, version: '1.25', health: { issues: [{ code: 'Other' }] }, encryptionConfig: null },
      addons: {
        'vpc-cni': { addonName: 'vpc-cni', addonVersion: 'v1.16.0-eksbuild.1', serviceAccountRoleArn: 'x' },
        coredns: null,
      },
    });
  });

  it('says once what is usual of a kind of file, by names of its place', async () => {
    const dev = `nights/first/accounts/${shop}/eu-west-1/shop-dev`;
    await write({
      ...healthy,
      'usual.yaml': `
        cluster:
          cluster: { name: "{cluster}", arn: "arn:aws:eks:{region}:{account}:cluster/{cluster}", status: ACTIVE, createdAt: "{asOf}", tags: { "{x}": "{x}" } }
          addons: { "*": { addonName: "{key}", publisher: null, health: { issues: ["{cluster}"] } } }
          nodegroups: { "*": { nodegroupName: "{key}" } }
          updates: { "*": { update: { id: "{key}" } } }
        account: { Regions: { "*": { RegionOptStatus: ENABLED } } }
      `.replace('["{cluster}"]', '[{ code: "{cluster}" }]'),
      [`nights/first/accounts/${shop}/account.json`]: { Regions: [{ RegionName: 'eu-west-1' }] },
      [`${dev}.json`]: '',
      [`${dev}.yaml`]: `
        cluster: { version: "1.24", status: UPDATING }
        addons: { vpc-cni: { health: { issues: [] } }, coredns: {}, gone: null }
      `,
      [`nights/second/accounts/${shop}/eu-west-1/shop-dev.json`]: '',
      [`nights/second/accounts/${shop}/eu-west-1/shop-dev.yaml`]: 'cluster: { status: null }',
    });
    await rm(join(folder, `${dev}.json`));
    await rm(join(folder, `nights/second/accounts/${shop}/eu-west-1/shop-dev.json`));

    const { nights } = await readRecording(folder);

    const [first, second] = nights.map(({ accounts }) => accounts[shop]?.clusters['eu-west-1']?.['shop-dev']);
    const cluster = { name: 'shop-dev', arn, tags: { '{x}': '{x}' }, version: '1.24' };
    expect(first?.cluster).toEqual({ ...cluster, createdAt: '2024-02-06T02:00:00.000Z', status: 'UPDATING' });
    expect(second?.cluster).toEqual({ ...cluster, createdAt: '2024-02-07T02:00:00.000Z', status: 'ACTIVE' });
    expect(first?.addons).toEqual({
      'vpc-cni': { addonName: 'vpc-cni', publisher: null, health: { issues: [] } },
      coredns: { addonName: 'coredns', publisher: null, health: { issues: [{ code: 'shop-dev' }] } },
      gone: null,
    });
    expect([first?.nodegroups, first?.updates]).toEqual([{}, {}]);
    expect(nights[0]?.accounts[shop]?.regions).toEqual([{ RegionName: 'eu-west-1', RegionOptStatus: 'ENABLED' }]);
    expect(nights[0]?.accounts[hub]?.regions).toEqual(Regions);
  });

  it('does not mind what an editor or a desktop leaves behind', async () => {
    await write({ ...healthy, 'nights/first/.DS_Store': 'x', 'nights/.hidden': 'x' });

    await expect(readRecording(folder)).resolves.toBeDefined();
  });

  it('may have faults on a night', async () => {
    const faults = '[{ operation: ListClusters, first: 2, answer: throttled }, { delayMs: 20 }]';
    await write({ ...healthy, 'recording.yaml': manifest.replace('title: two', `title: two, faults: ${faults}`) });

    const { nights } = await readRecording(folder);

    expect(nights[1]?.faults).toEqual([{ operation: 'ListClusters', first: 2, answer: 'throttled' }, { delayMs: 20 }]);
  });
});

describe('the organization of a recording', () => {
  const parents = {
    'r-ab12': {
      Accounts: [{ Id: hub, Name: 'hub', State: 'ACTIVE', JoinedTimestamp: '2020-01-02T03:04:05Z' }],
      OrganizationalUnits: [{ Id: 'ou-ab12-shop0000', Name: 'shop' }],
    },
    'ou-ab12-shop0000': { Accounts: [{ Id: shop, State: 'SUSPENDED' }] },
  };
  const organization = { administrators: [hub], parents };
  const file = 'nights/first/organization.json';
  const inRoot = (differences: object) => ({
    ...organization,
    parents: { ...parents, 'r-ab12': { ...parents['r-ab12'], ...differences } },
  });

  it('is read, and holds until a night takes it away', async () => {
    const third = `${manifest}  - { id: third, asOf: 2024-02-08T02:00:00Z, title: three }\n`;
    await write({ ...healthy, 'recording.yaml': third, [file]: organization, 'nights/third/organization.json': null });

    const { nights } = await readRecording(folder);

    const whole = { ...parents, 'ou-ab12-shop0000': { ...parents['ou-ab12-shop0000'], OrganizationalUnits: [] } };
    expect(nights[0]?.organization).toEqual({ administrators: [hub], parents: whole });
    expect(nights[1]?.organization).toEqual(nights[0]?.organization);
    expect(nights[2]).not.toHaveProperty('organization');
  });

  it.each<[string, object, readonly string[]]>([
    [
      'nobody who may ask',
      { ...organization, administrators: [] },
      ['administrators: got [], wanted the management account, and delegated administrators'],
    ],
    [
      'somebody who may ask and is not in it',
      { ...organization, administrators: ['444455556666'] },
      ['administrators: got "444455556666", wanted an account of the organization'],
    ],
    [
      'two roots',
      { ...organization, parents: { ...parents, 'r-cd34': {} } },
      ['parents: got ["r-ab12","ou-ab12-shop0000","r-cd34"], wanted one root, such as r-ab12'],
    ],
    [
      'a unit that nobody lists',
      inRoot({ OrganizationalUnits: [] }),
      ['parents: got "ou-ab12-shop0000", wanted a root, or a unit that another of the parents lists'],
    ],
    [
      'an account in two places',
      inRoot({ Accounts: [{ Id: hub }, { Id: shop }] }),
      ['parents.ou-ab12-shop0000.Accounts[0].Id: got "111122223333", wanted each in one place'],
    ],
    [
      'a unit in two places',
      inRoot({ OrganizationalUnits: [{ Id: 'ou-ab12-shop0000' }, { Id: 'ou-ab12-shop0000' }] }),
      ['parents.r-ab12.OrganizationalUnits[1].Id: got "ou-ab12-shop0000", wanted each in one place'],
    ],
    [
      'an account id that is none',
      inRoot({ Accounts: [{ Id: hub }, { Id: 'shop' }] }),
      ['parents.r-ab12.Accounts[1].Id: got "shop", wanted an account id of twelve digits'],
    ],
    [
      'slips of the pen',
      inRoot({
        Accounts: [{ Id: hub, state: 'ACTIVE' }],
        OrganizationalUnits: [{ Id: 'ou-ab12-shop0000', name: 'x' }],
      }),
      [
        'parents.r-ab12.Accounts[0].state: got "ACTIVE", wanted a member of AWS\'s Account',
        'parents.r-ab12.OrganizationalUnits[0].name: got "x", wanted a member of AWS\'s OrganizationalUnit',
      ],
    ],
  ])('that has %s is told', async (_what, value, wanted) => {
    expect(await problemsWith({ [file]: value })).toEqual(wanted.map((one) => expect.stringContaining(one)));
  });
});

describe('a folder that is no recording', () => {
  it('that is not there is told', async () => {
    const error = await readRecording(join(folder, 'nowhere')).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(RecordingError);
    expect((error as Error).message).toBe(
      `${folder}/nowhere is not a recording\n  ` +
        `${folder}/nowhere: got "no folder", wanted a folder with a recording.yaml in it`,
    );
  });

  it('that has no manifest is told', async () => {
    expect(await problemsWith({ 'recording.yaml': undefined })).toEqual([
      'recording.yaml: got "no such file", wanted the manifest of the recording',
    ]);
  });

  it('whose manifest is no YAML is told, with the line', async () => {
    const [problem] = await problemsWith({ 'recording.yaml': 'name: [' });

    expect(problem).toMatch(/^recording\.yaml: is not YAML: .*line 1/);
  });

  it.each([
    ['a list', '[]', 'recording.yaml: got [], wanted a value of type object'],
    ['nothing', '', 'recording.yaml: got null, wanted a value of type object'],
    ['another schema', manifest.replace('schemaVersion: 1', 'schemaVersion: 2'), 'schemaVersion: got 2, wanted 1'],
    ['a key of its own', `${manifest}x: 1\n`, 'wanted no x here'],
    ['no name', manifest.replace('name: small', 'name: ""'), 'name: got "", wanted a name'],
    [
      'a hub that is a number',
      manifest.replace(`"${hub}"`, hub),
      `hub: got ${hub}, wanted the hub’s account id, in quotes`,
    ],
    ['a hub that is none', manifest.replace(hub, 'hub'), 'hub: got "hub", wanted an account id of twelve digits'],
    ['no nights', manifest.replace(/nights:.*/s, 'nights: []'), 'nights: got [], wanted at least one night'],
    ['a night without a time', manifest.replace('asOf: 2024-02-06T02:00:00Z, ', ''), 'nights[0].asOf: got nothing'],
    [
      'a night at no time',
      manifest.replace('2024-02-06T02:00:00Z', 'yesterday'),
      'nights[0].asOf: got "yesterday", wanted an instant in UTC, such as 2024-02-07T02:00:00Z',
    ],
    ['nights in disorder', manifest.replace('02-06', '02-08'), 'wanted nights in the order of time'],
    ['two nights of one name', manifest.replace('second', 'first'), 'wanted nights with ids of their own'],
    ['a night with a path for a name', manifest.replace('second', '../x'), 'nights[1].id: got "../x"'],
    [
      'a fault that is none',
      manifest.replace('title: two', 'title: two, faults: [{ answer: sleepy }]'),
      'nights[1].faults[0].answer: got "sleepy", wanted "throttled" or "refused"',
    ],
    [
      'a fault that does nothing',
      manifest.replace('title: two', 'title: two, faults: [{ first: 1 }]'),
      'nights[1].faults[0]: got {"first":1}, wanted an answer or a delayMs',
    ],
  ])('whose manifest is %s is told', async (_what, text, wanted) => {
    expect((await problemsWith({ 'recording.yaml': text })).join('\n')).toContain(wanted);
  });

  it('that has a night without data is told', async () => {
    const second = `nights/second/accounts/${shop}/eu-west-1/shop-dev.json`;

    expect(await problemsWith({ [second]: undefined })).toEqual([
      'nights/second: got "no files", wanted what changed that night, or unchanged: true in the manifest',
    ]);
  });

  it('that has a night which the manifest does not name is told', async () => {
    expect(await problemsWith({ 'nights/third/x.json': {} })).toEqual([
      'nights/third: got "a night", wanted one of first, second',
    ]);
  });

  it('that has files for a night on which nothing changed is told', async () => {
    const unchanged = manifest.replace('title: two', 'title: two, unchanged: true');

    expect(await problemsWith({ 'recording.yaml': unchanged })).toEqual([
      'nights/second: got "a night", wanted one of first, second',
    ]);
  });

  it.each([
    'nights/first/notes.txt',
    'nights/first/accounts/1234/account.json',
    `nights/first/accounts/${shop}/all/shop-dev.json`,
    `nights/first/accounts/${shop}/Ireland/shop-dev.json`,
    `nights/first/accounts/${shop}/all/kms/keys.json`,
    `nights/first/accounts/${shop}/eu-west-1/kms/aliases.json`,
    'nights/first/published/all/vpc-cni.json',
  ])('that has a file where none belongs (%s) is told', async (path) => {
    expect(await problemsWith({ [path]: {} })).toEqual([
      `${path}: got "a file that no night has", wanted organization.json, accounts/<account>/account.json, ` +
        'accounts/<account>/<region>/<cluster>.json, accounts/<account>/<region>/ec2/<images or instances or key-pairs or launch-template-versions or security-groups or subnets>.json, ' +
        'accounts/<account>/<region>/kms/keys.json, published/<region>/cluster-versions.json, ' +
        'published/<region>/parameters.json or published/<region>/addons/<add-on>.json',
    ]);
  });

  it('that has broken JSON is told', async () => {
    const [problem] = await problemsWith({ [clusterFile]: '{ "cluster": ' });

    expect(problem).toMatch(new RegExp(`^${clusterFile}: is not JSON: `));
  });

  it('that says the same twice is told', async () => {
    expect(await problemsWith({ [clusterFile.replace('json', 'yaml')]: '{}' })).toEqual([
      `${clusterFile.replace('json', 'yaml')}: got "the same as YAML", wanted one of the two`,
      expect.stringContaining('cluster: got nothing'),
    ]);
  });

  it.each([
    ['usual.yaml', '{', /^usual\.yaml: is not YAML: /],
    ['usual.yaml', 'pods: {}', /^usual\.yaml: .*pods/],
    [clusterFile.replace('shop-dev.json', 'other.yaml'), '{', /other\.yaml: is not YAML: /],
    [
      `nights/second/published/all/addons/vpc-cni.yaml`,
      'verison: v1',
      /^nights\/second\/published\/all\/addons\/vpc-cni\.yaml: verison: got "v1", wanted a member/,
    ],
  ])('that has a %s of %j is told', async (path, text, wanted) => {
    expect(await problemsWith({ [path]: text })).toEqual([expect.stringMatching(wanted)]);
  });

  it('is told everything that is wrong at once', async () => {
    const problems = await problemsWith({
      [clusterFile]: '{',
      [`nights/first/accounts/${hub}/account.json`]: {},
      'nights/third/x.json': {},
    });

    expect(problems).toHaveLength(3);
  });

  it.each([
    [
      'a cluster of another name',
      { cluster: { name: 'other', arn } },
      'cluster.name: got "other", wanted "shop-dev", as where it stands says',
    ],
    [
      'a cluster of another account',
      { cluster: { name: 'shop-dev', arn: arn.replace(shop, hub) } },
      `cluster.arn: got "${arn.replace(shop, hub)}", wanted ${arn}`,
    ],
    ['a cluster without an ARN', { cluster: { name: 'shop-dev' } }, `cluster.arn: got nothing, wanted ${arn}`],
    ['no cluster', { addons: {} }, 'cluster: got nothing, wanted a value of type record'],
    ['a part of its own', { cluster: { name: 'shop-dev', arn }, pods: {} }, 'wanted no pods here'],
    [
      'a workload without a namespace',
      { cluster: { name: 'shop-dev', arn }, kubernetes: { daemonSets: { 'aws-node': workload } } },
      'kubernetes.daemonSets.aws-node: got {"spec":{"template":{"spec":{"containers":[]}}}}, wanted ',
    ],
    [
      'what nobody reads of a workload',
      { cluster: { name: 'shop-dev', arn }, kubernetes: { daemonSets: { 'shop/api': { ...workload, kind: 'Pod' } } } },
      'kubernetes.daemonSets.shop/api: got {',
    ],
    [
      'a member that AWS does not have',
      { cluster: { name: 'shop-dev', arn, verison: '1.25' } },
      `cluster.verison: got "1.25", wanted a member of AWS's Cluster`,
    ],
    [
      'a date that is none',
      { cluster: { name: 'shop-dev', arn, createdAt: '2024' } },
      'cluster.createdAt: got "2024", wanted an instant, such as 2024-02-07T02:00:00Z',
    ],
    [
      'a number for a text',
      { cluster: { name: 'shop-dev', arn, version: 1.25 } },
      'cluster.version: got 1.25, wanted a text',
    ],
    [
      'a text for a truth',
      { cluster: { name: 'shop-dev', arn, resourcesVpcConfig: { endpointPublicAccess: 'yes' } } },
      'cluster.resourcesVpcConfig.endpointPublicAccess: got "yes", wanted true or false',
    ],
    [
      'a text for an object',
      { cluster: { name: 'shop-dev', arn, health: 'good' } },
      'cluster.health: got "good", wanted an object',
    ],
    ['a list for tags', { cluster: { name: 'shop-dev', arn, tags: [] } }, 'cluster.tags: got [], wanted an object'],
    [
      'a number for a tag',
      { cluster: { name: 'shop-dev', arn, tags: { cost: 3 } } },
      'cluster.tags.cost: got 3, wanted a text',
    ],
    [
      'a null inside a list',
      { cluster: { name: 'shop-dev', arn, encryptionConfig: [null] } },
      'cluster.encryptionConfig[0]: got null, wanted no null inside a list',
    ],
    [
      'an object for a list',
      { cluster: { name: 'shop-dev', arn, encryptionConfig: {} } },
      'cluster.encryptionConfig: got {}, wanted a list',
    ],
    [
      'an add-on under another name',
      { cluster: { name: 'shop-dev', arn }, addons: { coredns: { addonName: 'vpc-cni' } } },
      'addons.coredns.addonName: got "vpc-cni", wanted "coredns", as where it stands says',
    ],
    [
      'an add-on with a slip of the pen',
      { cluster: { name: 'shop-dev', arn }, addons: { coredns: { addonName: 'coredns', version: 'v1' } } },
      'addons.coredns.version: got "v1", wanted a member of AWS\'s Addon',
    ],
    [
      'a node group under another name',
      { cluster: { name: 'shop-dev', arn }, nodegroups: { workers: { nodegroupName: 'batch' } } },
      'nodegroups.workers.nodegroupName: got "batch", wanted "workers", as where it stands says',
    ],
    [
      'a node group with a text for a number',
      { cluster: { name: 'shop-dev', arn }, nodegroups: { workers: { nodegroupName: 'workers', diskSize: '50' } } },
      'nodegroups.workers.diskSize: got "50", wanted a number',
    ],
    [
      'a Fargate profile with a slip of the pen',
      { cluster: { name: 'shop-dev', arn }, fargateProfiles: { jobs: { name: 'jobs' } } },
      'fargateProfiles.jobs.name: got "jobs", wanted a member of AWS\'s FargateProfile',
    ],
    [
      'an insight under the id of another',
      { cluster: { name: 'shop-dev', arn }, insights: { a: { id: 'b' } } },
      'insights.a.id: got "b", wanted "a", as where it stands says',
    ],
    [
      'an insight with a member that AWS has not',
      { cluster: { name: 'shop-dev', arn }, insights: { a: { id: 'a', title: 'x' } } },
      'insights.a.title: got "x", wanted a member of AWS\'s Insight',
    ],
    [
      'an update under another id',
      { cluster: { name: 'shop-dev', arn }, updates: { one: { update: { id: 'two' } } } },
      'updates.one.update.id: got "two", wanted "one", as where it stands says',
    ],
    [
      'an update with a slip of the pen',
      { cluster: { name: 'shop-dev', arn }, updates: { one: { update: { id: 'one', kind: 'x' } } } },
      'updates.one.update.kind: got "x", wanted a member of AWS\'s Update',
    ],
  ])('that has %s is told', async (_what, value, wanted) => {
    expect(await problemsWith({ [clusterFile]: value })).toEqual([expect.stringContaining(wanted)]);
  });

  it('that has a long value tells its beginning', async () => {
    const [problem] = await problemsWith({ [clusterFile]: { cluster: { name: 'x'.repeat(200), arn } } });

    expect(problem).toContain(`got "${'x'.repeat(79)}…, wanted`);
  });

  it.each([
    [`nights/first/accounts/${shop}/account.json`, { Regions: [{ Name: 'eu-west-1' }] }, "a member of AWS's Region"],
    [`nights/first/accounts/${shop}/account.json`, {}, 'Regions: got nothing, wanted a value of type array'],
    ['nights/first/published/all/cluster-versions.json', {}, 'clusterVersions: got nothing'],
    [
      'nights/first/published/all/cluster-versions.json',
      { clusterVersions: [{ releaseDate: '2024-02-07' }] },
      'clusterVersions[0].releaseDate: got "2024-02-07"',
    ],
    ['nights/first/published/all/parameters.json', { Parameters: {} }, 'Parameters: got {}'],
    [
      'nights/first/published/all/parameters.json',
      { Parameters: [{ Text: 'a' }] },
      'Parameters[0].Text: got "a", wanted a member of AWS\'s Parameter',
    ],
    ['nights/first/published/all/addons/vpc-cni.json', { addonName: 'coredns' }, 'addonName: got "coredns"'],
    [
      'nights/first/published/all/addons/vpc-cni.json',
      { addonName: 'vpc-cni', addonVersions: [{ version: 'v1' }] },
      'addonVersions[0].version: got "v1", wanted a member of AWS\'s AddonVersionInfo',
    ],
  ])('that has something else in %s is told', async (path, value, wanted) => {
    expect((await problemsWith({ [path]: value })).join('\n')).toContain(wanted);
  });

  it('whose hub does not exist is told', async () => {
    expect(await problemsWith({ [`nights/first/accounts/${hub}/account.json`]: undefined })).toEqual([
      `nights/first: got "no accounts/${hub}/account.json", wanted the hub's, tonight or before`,
      `nights/second: got "no accounts/${hub}/account.json", wanted the hub's, tonight or before`,
    ]);
  });

  it('that has clusters in a region which the account does not know is told', async () => {
    const path = `nights/second/accounts/${shop}/eu-north-1/shop-dev.json`;
    const cluster = { name: 'shop-dev', arn: arn.replace('eu-west-1', 'eu-north-1') };

    expect(await problemsWith({ [path]: { cluster } })).toEqual([
      `nights/second/accounts/${shop}: eu-north-1: got "clusters", wanted eu-north-1 among the Regions of account.json first`,
    ]);
  });

  it('that takes away what was never there is told', async () => {
    const path = `nights/second/accounts/${shop}/eu-west-1/shop-prod.json`;

    expect(await problemsWith({ [path]: null })).toEqual([
      `${path}: got null, wanted something that an earlier night had there`,
    ]);
  });
});

it('reads every recording that we made', async () => {
  await expect(readRecording('events/recordings/incident')).resolves.toMatchObject({ name: 'incident' });
});
