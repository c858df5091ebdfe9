import { expect, it } from 'vitest';
import type { LaunchTemplate, TemplateVersion } from '#core/nodes/launch-template.ts';
import type { UserDataKind } from '#core/nodes/user-data.ts';
import { readable, unreadable } from '#core/reading.ts';
import { nodegroupLaunchTemplate } from '#core/rules/nodegroup-launch-template.ts';
import type { ClusterSnapshot } from '#core/snapshot.ts';
import {
  aCluster,
  aContext,
  aLaunchTemplate,
  aNodegroup,
  anImage,
  aReference,
  aTemplateVersion,
  coreAddons,
  refused,
  sights,
} from '../../support/builders.ts';
import { ruleTable, verdictAt } from '../../support/rule-table.ts';

const there: Partial<ClusterSnapshot> = {
  images: sights({
    'ami-there': { image: anImage() },
    'ami-gone': {},
    'ami-failed': { image: anImage({ state: 'failed' }) },
  }),
  keyPairs: sights({ there: { exists: true }, gone: { exists: false } }),
  securityGroups: sights({ 'sg-there': { exists: true }, 'sg-gone': { exists: false } }),
  kmsKeys: readable([
    { name: 'key-there', detail: readable({ state: 'Enabled' }) },
    { name: 'key-off', detail: readable({ state: 'Disabled' }) },
    { name: 'key-gone', detail: readable({}) },
    { name: 'key-unread', detail: unreadable(refused('kms:DescribeKey')) },
    { name: 'key-of-another', detail: readable({ hidden: true }) },
    ...[
      'Creating',
      'Updating',
      'PendingDeletion',
      'PendingImport',
      'PendingReplicaDeletion',
      'Unavailable',
      'Moonlit',
    ].map((state) => ({ name: `key-${state}`, detail: readable({ state }) })),
  ]),
};
const uses = (template: LaunchTemplate, amiType = 'AL2023_x86_64_STANDARD', more: Partial<ClusterSnapshot> = {}) =>
  aCluster({
    nodegroups: [aNodegroup({ amiType, launchTemplate: aReference })],
    launchTemplates: sights({ workers: template }),
    ...there,
    ...more,
  });
const names = (version: Partial<TemplateVersion>) => uses(aLaunchTemplate(version));
const fault = (name: string, verdict = 'HIGH') => ({ [`workers next-node-roll/${name}`]: verdict });
const compliant = { 'workers next-node-roll': 'COMPLIANT' };
const insufficient = { 'workers next-node-roll': 'INSUFFICIENT_DATA' };
const withData = (amiType: string, ...userData: readonly UserDataKind[]) =>
  uses(aLaunchTemplate({ userData }), amiType);

ruleTable(nodegroupLaunchTemplate, [
  { when: 'it was given none', says: { 'workers next-node-roll': 'NOT_APPLICABLE' } },
  { when: 'it runs the default, which leaves everything to EKS', cluster: names({}), says: compliant },
  {
    when: 'all that it names is there',
    cluster: names({ image: 'ami-there', keyPair: 'there', securityGroups: ['sg-there'], kmsKeys: ['key-there'] }),
    says: compliant,
  },
  { when: 'it is behind the default', cluster: uses(aLaunchTemplate({}, { number: 4 })), says: fault('behind', 'LOW') },
  { when: 'it is ahead of the default', cluster: uses(aLaunchTemplate({}, { number: 2 })), says: compliant },
  {
    when: 'a default that it left behind names what is gone',
    cluster: uses(aLaunchTemplate({}, { number: 1, image: 'ami-gone', keyPair: 'gone' })),
    says: compliant,
  },
  {
    when: 'the default that comes next names what is gone',
    cluster: uses(aLaunchTemplate({}, { number: 4, keyPair: 'gone' })),
    says: { ...fault('behind', 'LOW'), ...fault('key-pair/gone') },
  },
  { when: 'its image is gone', cluster: names({ image: 'ami-gone' }), says: fault('image/ami-gone') },
  { when: 'its image is of no use', cluster: names({ image: 'ami-failed' }), says: fault('image/ami-failed') },
  { when: 'its key pair is gone', cluster: names({ keyPair: 'gone' }), says: fault('key-pair/gone') },
  {
    when: 'one of its security groups is gone',
    cluster: names({ securityGroups: ['sg-there', 'sg-gone'] }),
    says: fault('security-group/sg-gone'),
  },
  { when: 'its KMS key is gone', cluster: names({ kmsKeys: ['key-gone'] }), says: fault('kms-key/key-gone') },
  { when: 'its KMS key is disabled', cluster: names({ kmsKeys: ['key-off'] }), says: fault('kms-key/key-off') },
  ...['PendingDeletion', 'PendingImport', 'PendingReplicaDeletion', 'Unavailable'].map((state) => ({
    when: `its KMS key is ${state}`,
    cluster: names({ kmsKeys: [`key-${state}`] }),
    says: fault(`kms-key/key-${state}`),
  })),
  ...['Creating', 'Updating'].map((state) => ({
    when: `its KMS key is ${state}`,
    cluster: names({ kmsKeys: [`key-${state}`] }),
    says: compliant,
  })),
  {
    when: 'its KMS key is in a state of tomorrow',
    cluster: names({ kmsKeys: ['key-Moonlit'] }),
    says: fault('kms-key/key-Moonlit', 'INSUFFICIENT_DATA'),
  },
  {
    when: 'its KMS key may not be described, and something else is gone',
    cluster: names({ kmsKeys: ['key-unread'], keyPair: 'gone' }),
    says: { ...fault('key-pair/gone'), ...fault('kms-key/key-unread', 'INSUFFICIENT_DATA') },
  },
  {
    when: 'its KMS key is of another account, which lets nobody look at it',
    cluster: names({ kmsKeys: ['key-of-another'] }),
    says: fault('kms-key/key-of-another', 'INSUFFICIENT_DATA'),
  },
  {
    when: 'the image in use of a group with its own image is gone, which another rule tells',
    cluster: uses(aLaunchTemplate({ image: 'ami-gone' }), 'CUSTOM'),
    says: fault('image/ami-gone', 'NOT_APPLICABLE'),
  },
  {
    when: 'the version in use is gone, and the default names the image that EKS recorded, which is gone too',
    cluster: aCluster({
      ...there,
      images: sights({ 'ami-0a1b2c3d': {} }),
      nodegroups: [aNodegroup({ amiType: 'CUSTOM', releaseVersion: 'ami-0a1b2c3d', launchTemplate: aReference })],
      launchTemplates: sights({ workers: { byDefault: aTemplateVersion({ image: 'ami-0a1b2c3d' }), differing: [] } }),
    }),
    says: { ...fault('version', 'LOW'), ...fault('image/ami-0a1b2c3d', 'NOT_APPLICABLE') },
  },
  {
    when: 'a key pair is called as its own image is, and both are gone',
    cluster: uses(aLaunchTemplate({ image: 'ami-gone', keyPair: 'ami-gone' }), 'CUSTOM', {
      keyPairs: sights({ 'ami-gone': { exists: false } }),
    }),
    says: { ...fault('image/ami-gone', 'NOT_APPLICABLE'), ...fault('key-pair/ami-gone') },
  },
  {
    when: 'two versions name the same that is of no use',
    cluster: uses(aLaunchTemplate({ kmsKeys: ['key-off'] }, { number: 4, kmsKeys: ['key-off'] })),
    says: { ...fault('behind', 'LOW'), ...fault('kms-key/key-off') },
  },
  {
    when: 'the image that comes next of a group with its own image is gone',
    cluster: uses(aLaunchTemplate({ image: 'ami-there' }, { number: 4, image: 'ami-gone' }), 'CUSTOM'),
    says: { ...fault('behind', 'LOW'), ...fault('image/ami-gone') },
  },
  {
    when: 'the image of a group with its own image could not be looked for',
    cluster: uses(aLaunchTemplate({ image: 'ami-gone' }), 'CUSTOM', {
      images: unreadable(refused('ec2:DescribeImages')),
    }),
    says: fault('image/ami-gone', 'INSUFFICIENT_DATA'),
  },
  {
    when: 'several things are gone',
    cluster: names({ keyPair: 'gone', securityGroups: ['sg-gone'] }),
    says: { ...fault('key-pair/gone'), ...fault('security-group/sg-gone') },
  },
  { when: 'AWS did not resolve its image', cluster: names({ image: 'resolve:ssm:/golden' }), says: insufficient },
  {
    when: 'AWS did not resolve the images of two versions',
    cluster: uses(aLaunchTemplate({ image: 'resolve:ssm:/a' }, { number: 4, image: 'resolve:ssm:/b' })),
    says: { ...fault('behind', 'LOW'), ...insufficient },
  },
  {
    when: 'nobody looked for what it names',
    cluster: names({ keyPair: 'new' }),
    says: fault('key-pair/new', 'INSUFFICIENT_DATA'),
  },
  {
    when: 'key pairs could not be looked for',
    cluster: uses(aLaunchTemplate({ keyPair: 'there' }), 'AL2_x86_64', {
      keyPairs: unreadable(refused('ec2:DescribeKeyPairs')),
    }),
    says: fault('key-pair/there', 'INSUFFICIENT_DATA'),
  },
  {
    when: 'the version in use is gone, and the default names what is gone',
    cluster: uses({ byDefault: aTemplateVersion({ keyPair: 'gone' }), differing: [] }),
    says: { ...fault('version', 'LOW'), ...fault('key-pair/gone') },
  },
  { when: 'the template is gone', cluster: uses({ differing: [] }), says: fault('template', 'MEDIUM') },
  {
    when: 'its template could not be read',
    cluster: aCluster({
      nodegroups: [aNodegroup({ launchTemplate: aReference })],
      launchTemplates: unreadable(refused('ec2:DescribeLaunchTemplateVersions')),
    }),
    says: insufficient,
  },
  {
    when: 'nobody looked for its template',
    cluster: aCluster({ nodegroups: [aNodegroup({ launchTemplate: aReference })] }),
    says: insufficient,
  },
  ...(
    [
      ['AL2023_x86_64_STANDARD', ['BOOTSTRAP_SH', 'TOML', 'POWERSHELL'], ['NODE_CONFIG', 'SHELL', 'CLOUD_INIT']],
      ['AL2_x86_64', ['NODE_CONFIG', 'TOML', 'POWERSHELL'], ['BOOTSTRAP_SH', 'SHELL', 'CLOUD_INIT']],
      ['BOTTLEROCKET_x86_64', ['BOOTSTRAP_SH', 'NODE_CONFIG', 'POWERSHELL', 'SHELL', 'CLOUD_INIT'], ['TOML']],
      ['WINDOWS_CORE_2022_x86_64', ['BOOTSTRAP_SH', 'NODE_CONFIG', 'TOML', 'SHELL', 'CLOUD_INIT'], ['POWERSHELL']],
    ] satisfies [string, UserDataKind[], UserDataKind[]][]
  ).flatMap(([amiType, unfit, fit]) => [
    ...unfit.map((kind) => ({
      when: `${kind} on ${amiType}`,
      cluster: withData(amiType, kind),
      says: fault('user-data'),
    })),
    ...fit.map((kind) => ({ when: `${kind} on ${amiType}`, cluster: withData(amiType, kind), says: compliant })),
  ]),
  {
    when: 'what is meant for another family stands beside what its own reads',
    cluster: withData('AL2023_x86_64_STANDARD', 'BOOTSTRAP_SH', 'NODE_CONFIG'),
    says: compliant,
  },
  {
    when: 'its user data is of a kind that is not known',
    cluster: withData('AL2023_x86_64_STANDARD', 'UNKNOWN'),
    says: fault('user-data', 'INSUFFICIENT_DATA'),
  },
  {
    when: 'a part of its user data is unfit, and one is not known',
    cluster: withData('AL2023_x86_64_STANDARD', 'TOML', 'UNKNOWN'),
    says: fault('user-data'),
  },
  {
    when: 'its AMI type is one of tomorrow',
    cluster: withData('AL2099_x86_64', 'SHELL'),
    says: fault('user-data', 'INSUFFICIENT_DATA'),
  },
  {
    when: 'it has user data, and AWS gave no AMI type',
    cluster: aCluster({
      nodegroups: [{ name: 'workers', healthIssues: [], isScaledToZero: false, launchTemplate: aReference }],
      launchTemplates: sights({ workers: aLaunchTemplate({ userData: ['SHELL'] }) }),
    }),
    says: fault('user-data', 'INSUFFICIENT_DATA'),
  },
  ...(
    [
      ['amazon-eks-node-al2023-x86_64-standard-1.34-v20260219', false, 'BOOTSTRAP_SH', fault('user-data')],
      ['amazon-eks-node-1.32-v20251209', false, 'NODE_CONFIG', fault('user-data')],
      ['amazon-eks-node-1.32-v20251209', false, 'BOOTSTRAP_SH', compliant],
      ['bottlerocket-aws-k8s-1.34-x86_64', false, 'SHELL', fault('user-data')],
      ['golden', true, 'SHELL', fault('user-data')],
      ['golden', false, 'TOML', compliant],
      ['golden-al2-now-al2023', false, 'TOML', compliant],
    ] satisfies [string, boolean, UserDataKind, Record<string, string>][]
  ).map(([name, isWindows, kind, said]) => ({
    when: `${kind} on an image of its own, ${name}${isWindows ? ' for Windows' : ''}`,
    cluster: uses(aLaunchTemplate({ image: 'ami-own', userData: [kind] }), 'CUSTOM', {
      images: sights({ 'ami-own': { image: anImage({ name, isWindows }) } }),
    }),
    says: said,
  })),
  {
    when: 'an image of its own has no name',
    cluster: uses(aLaunchTemplate({ image: 'ami-own', userData: ['TOML'] }), 'CUSTOM', {
      images: sights({ 'ami-own': { image: { id: 'ami-own', isWindows: false } } }),
    }),
    says: compliant,
  },
  {
    when: 'it has an image of its own that nothing names',
    cluster: uses(aLaunchTemplate({ userData: ['TOML'] }), 'CUSTOM'),
    says: compliant,
  },
  {
    when: 'an image of its own could not be looked for',
    cluster: uses(aLaunchTemplate({ image: 'ami-own', userData: ['TOML'] }), 'CUSTOM', {
      images: unreadable(refused('ec2:DescribeImages')),
    }),
    says: { ...fault('image/ami-own', 'INSUFFICIENT_DATA'), ...fault('user-data', 'INSUFFICIENT_DATA') },
  },
  {
    when: 'an image of its own that is gone says nothing of its user data',
    cluster: uses(aLaunchTemplate({ image: 'ami-gone', userData: ['TOML'] }), 'CUSTOM'),
    says: { ...fault('image/ami-gone', 'NOT_APPLICABLE'), ...fault('user-data', 'INSUFFICIENT_DATA') },
  },
  {
    when: 'nobody looked for an image of its own',
    cluster: uses(aLaunchTemplate({ image: 'ami-new', userData: ['TOML'] }), 'CUSTOM'),
    says: { ...fault('image/ami-new', 'INSUFFICIENT_DATA'), ...fault('user-data', 'INSUFFICIENT_DATA') },
  },
]);

function told(cluster: ClusterSnapshot, name: string) {
  const { evaluations } = nodegroupLaunchTemplate.evaluate(cluster, aContext());
  return verdictAt(evaluations, cluster, `workers next-node-roll/${name}`);
}

it('tells what the next update also changes, and rolls to the default', () => {
  const next = { number: 4, disks: [{ device: '/dev/xvda', sizeGiB: 80 }], metadata: { hopLimit: 1 } };
  const template = aLaunchTemplate({ disks: [{ device: '/dev/xvda' }] }, next, [
    'BlockDeviceMappings',
    'MetadataOptions',
  ]);

  expect(told(uses(template), 'behind')).toMatchObject({
    evidence: {
      kind: 'BEHIND',
      template: 'shop-workers',
      version: '3',
      defaultVersion: 4,
      changes: ['BlockDeviceMappings', 'MetadataOptions'],
      disks: ['/dev/xvda ? GiB'],
      nextDisks: ['/dev/xvda 80 GiB'],
      hopLimit: null,
      nextHopLimit: 1,
    },
    remediation: [
      {
        command: expect.arrayContaining(['--launch-template', 'id=lt-0b1c2d3e4f5a60718,version=4']),
        expected: ['ACTIVE', '4'],
      },
    ],
  });
});

it('rolls by the name of the template where EKS gives no id', () => {
  const cluster = {
    ...uses(aLaunchTemplate({}, { number: 4 })),
    nodegroups: aCluster({ nodegroups: [aNodegroup({ launchTemplate: { name: 'shop', version: '3' } })] }).nodegroups,
  };

  expect(told(cluster, 'behind')).toMatchObject({
    remediation: [{ command: expect.arrayContaining(['--launch-template', 'name=shop,version=4']) }],
  });
});

it('leaves out what stays as it is, and a hop limit that then nobody sets', () => {
  expect(told(uses(aLaunchTemplate({ metadata: { hopLimit: 2 } }, { number: 4 })), 'behind')).toHaveProperty(
    'evidence',
    {
      kind: 'BEHIND',
      template: 'shop-workers',
      version: '3',
      defaultVersion: 4,
      changes: [],
      hopLimit: 2,
      nextHopLimit: null,
    },
  );
  expect(told(uses(aLaunchTemplate({}, { number: 4 })), 'behind')).not.toHaveProperty('evidence.hopLimit');
});

it('rolls nothing onto add-ons that are not known to run', () => {
  const cluster = { ...uses(aLaunchTemplate({}, { number: 4 })), ...{ addons: unreadable(refused('eks:ListAddons')) } };

  expect(told(cluster, 'behind')).toMatchObject({ remediation: [{ holdsBack: true }] });
});

it('moves the add-ons that would keep new nodes from becoming ready first', () => {
  const addons = aCluster({ addons: coreAddons({ 'kube-proxy': 'v1.30.0-eksbuild.1' }) }).addons;

  expect(told({ ...uses(aLaunchTemplate({}, { number: 4 })), addons }, 'behind')).toMatchObject({
    remediation: [
      { command: expect.arrayContaining(['update-addon', 'kube-proxy']) },
      { command: expect.arrayContaining(['update-nodegroup-version', 'workers']) },
    ],
  });
});

it('tells which versions name what is gone, once, and in which state a key is', () => {
  const both = aLaunchTemplate({ kmsKeys: ['key-off'] }, { number: 4, kmsKeys: ['key-off'] });

  expect(told(uses(both), 'kms-key/key-off')).toMatchObject({
    evidence: {
      kind: 'GONE',
      what: 'kms-key',
      named: 'key-off',
      state: 'Disabled',
      template: 'shop-workers',
      versions: [3, 4],
    },
    remediation: [{ command: expect.arrayContaining(['describe-launch-template-versions', '3', '4']) }],
  });
  expect(told(names({ keyPair: 'gone' }), 'key-pair/gone')).not.toHaveProperty('evidence.state');
});

it('tells which kinds of user data are unfit, in which versions', () => {
  const template = aLaunchTemplate({ userData: ['NODE_CONFIG'] }, { number: 4, userData: ['TOML', 'SHELL'] });

  expect(told(uses(template), 'user-data')).toHaveProperty('evidence', {
    kind: 'UNFIT',
    userData: ['TOML'],
    family: 'AL2023',
    template: 'shop-workers',
    versions: [4],
  });
});

it.each([
  [{ name: 'shop-workers', version: '3' }, ['--launch-template-name', 'shop-workers']],
  [{ id: 'lt-1', version: '3' }, ['--launch-template-id', 'lt-1']],
])('looks at the template by what EKS gives of it', (launchTemplate, which) => {
  const cluster = {
    ...names({ keyPair: 'gone' }),
    nodegroups: aCluster({ nodegroups: [aNodegroup({ launchTemplate })] }).nodegroups,
  };

  expect(told(cluster, 'key-pair/gone')).toMatchObject({
    remediation: [{ command: expect.arrayContaining([...which, '3']) }],
  });
});

it('rolls to the default where the version in use is gone', () => {
  expect(told(uses({ byDefault: aTemplateVersion({ number: 5 }), differing: [] }), 'version')).toMatchObject({
    evidence: { kind: 'VERSION_GONE', template: 'shop-workers', version: '3', defaultVersion: 5 },
    remediation: [{ command: expect.arrayContaining(['id=lt-0b1c2d3e4f5a60718,version=5']) }],
  });
});

it('shows what another node group is to be made like where the template is gone', () => {
  expect(told(uses({ differing: [] }), 'template')).toMatchObject({
    evidence: { kind: 'TEMPLATE_GONE', template: 'shop-workers', version: '3' },
    remediation: [{ command: expect.arrayContaining(['describe-nodegroup', 'workers']) }],
  });
});

it('leaves to nodegroup-custom-ami what it tells, and names the call that a hidden key does not answer', () => {
  expect(told(uses(aLaunchTemplate({ image: 'ami-gone' }), 'CUSTOM'), 'image/ami-gone')).toHaveProperty(
    'explainedBy',
    'nodegroup-custom-ami',
  );
  expect(told(names({ kmsKeys: ['key-of-another'] }), 'kms-key/key-of-another')).toHaveProperty(
    'because',
    expect.stringMatching(/^kms:DescribeKey: .*key-of-another/),
  );
});

it.each([
  ['an image that AWS did not resolve, by its parameter', { image: 'resolve:ssm:/golden' }, '', '/golden'],
  ['one that nobody looked for', { keyPair: 'new' }, 'key-pair/new', 'nobody looked for its key-pair new'],
])('says of %s why it is unknown', (_which, version, name, reason) => {
  const { evaluations } = nodegroupLaunchTemplate.evaluate(names(version), aContext());

  const found = evaluations.find(({ fault: named = '' }) => named === name);
  expect(found?.verdict).toHaveProperty('because', expect.stringContaining(reason));
});

it.each([
  ['behind', aLaunchTemplate({}, { number: 4, keyPair: 'gone' })],
  ['version', { byDefault: aTemplateVersion({ keyPair: 'gone' }), differing: [] }],
])('names no update to a version of which no node would come: %s', (fault, template) => {
  expect(told(uses(template), fault)).toMatchObject({
    remediation: [{ command: expect.arrayContaining(['describe-launch-template-versions']), holdsBack: true }],
  });
});

it('names the update where it is the version in use that names what is gone', () => {
  expect(told(uses(aLaunchTemplate({ keyPair: 'gone' }, { number: 4 })), 'behind')).toMatchObject({
    remediation: [{ command: expect.arrayContaining(['update-nodegroup-version']) }],
  });
});

it('names of two versions the one that names what is gone', () => {
  expect(told(uses(aLaunchTemplate({}, { number: 4, keyPair: 'gone' })), 'key-pair/gone')).toHaveProperty(
    'evidence.versions',
    [4],
  );
});

it('says once what two versions have alike', () => {
  const both = (version: Partial<TemplateVersion>) => uses(aLaunchTemplate(version, { ...version, number: 4 }));
  const { evaluations } = nodegroupLaunchTemplate.evaluate(both({ image: 'resolve:ssm:/a' }), aContext());

  expect(told(both({ userData: ['TOML'] }), 'user-data')).toMatchObject({
    evidence: { userData: ['TOML'], family: 'AL2023', versions: [3, 4] },
  });
  expect(evaluations.find(({ fault: named }) => named === undefined)?.verdict).toHaveProperty(
    'because',
    'ec2:DescribeLaunchTemplateVersions did not resolve its image resolve:ssm:/a',
  );
});
