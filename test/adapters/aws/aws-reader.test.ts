import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account';
import { DescribeInstancesCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  DescribeAddonCommand,
  DescribeClusterCommand,
  DescribeNodegroupCommand,
  EKSClient,
  ListAddonsCommand,
  ListClustersCommand,
  ListFargateProfilesCommand,
  ListInsightsCommand,
  ListNodegroupsCommand,
  ListPodIdentityAssociationsCommand,
  ListUpdatesCommand,
} from '@aws-sdk/client-eks';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Health } from '#core/health-faults.ts';
import type { Reading } from '#core/reading.ts';
import type { ClusterSnapshot, Listed } from '#core/snapshot.ts';
import { aCluster, aNodegroup, anAddon, arn, asOf, refusal, target } from './answers.ts';
import { readerOf } from './local-aws.ts';

const eks = mockClient(EKSClient);
const account = mockClient(AccountClient);
const ec2 = mockClient(EC2Client);
const reader = readerOf('http://127.0.0.1:1');

beforeEach(() => {
  eks.reset();
  account.reset();
  ec2.reset();
  ec2.on(DescribeInstancesCommand).resolves({ Reservations: [] });
  // What a region answered once is kept until then.
  reader.release(target.account);
  eks.on(DescribeClusterCommand).resolves(aCluster() as object);
  eks.on(ListAddonsCommand).resolves({ addons: ['vpc-cni'] });
  eks.on(DescribeAddonCommand).resolves(anAddon() as object);
  eks.on(ListNodegroupsCommand).resolves({ nodegroups: ['workers'] });
  eks.on(DescribeNodegroupCommand).resolves(aNodegroup() as object);
  eks.on(ListFargateProfilesCommand).resolves({ fargateProfileNames: ['jobs'] });
  eks.on(ListPodIdentityAssociationsCommand).resolves({ associations: [] });
  eks.on(ListInsightsCommand).resolves({ insights: [] });
  eks.on(ListUpdatesCommand).resolves({ updateIds: [] });
});

async function snapshotOf(reading = reader.readCluster(target, 'shop-prod', asOf)): Promise<ClusterSnapshot> {
  return valueIn(await reading) as ClusterSnapshot;
}

function valueIn<T>(reading: Reading<T>): T {
  if (!reading.readable) throw new Error(JSON.stringify(reading.because));
  return reading.value;
}

describe('a cluster', () => {
  it('is read whole', async () => {
    const reading = await reader.readCluster(target, 'shop-prod', asOf);

    expect(reading).toEqual({
      readable: true,
      value: {
        account: '111122223333',
        region: 'eu-west-1',
        arn,
        name: 'shop-prod',
        createdAt: '2023-05-04T10:20:30.456Z',
        version: '1.33',
        platformVersion: 'eks.20',
        supportType: 'STANDARD',
        autoMode: false,
        serviceCidr: '10.100.0.0/16',
        tags: { Environment: 'prod' },
        healthIssues: [],
        addons: {
          readable: true,
          value: [
            {
              name: 'vpc-cni',
              detail: {
                readable: true,
                value: {
                  name: 'vpc-cni',
                  managed: true,
                  version: 'v1.19.2-eksbuild.5',
                  healthIssues: [],
                  modifiedAt: '2026-03-01T00:00:00.000Z',
                  podIdentityAssociations: [],
                },
              },
            },
          ],
        },
        nodegroups: {
          readable: true,
          value: [
            {
              name: 'workers',
              detail: {
                readable: true,
                value: {
                  name: 'workers',
                  version: '1.33',
                  releaseVersion: '1.33.5-20261101',
                  amiType: 'AL2023_x86_64_STANDARD',
                  healthIssues: [],
                  isScaledToZero: false,
                  modifiedAt: '2026-11-02T00:00:00.000Z',
                },
              },
            },
          ],
        },
        fargateProfiles: { readable: true, value: ['jobs'] },
        podIdentityAssociations: { readable: true, value: [] },
        subnets: { readable: true, value: [] },
        unmanagedNodes: { readable: true, value: [] },
        selfManagedAddons: {
          readable: false,
          because: {
            call: 'kubernetes:ListDaemonSets',
            obstacle: 'NOT_CONFIGURED',
            detail: 'cluster access is off, so what EKS does not manage cannot be seen',
          },
        },
        otherNodes: {
          readable: false,
          because: {
            call: 'kubernetes:ListNodes',
            obstacle: 'NOT_CONFIGURED',
            detail: 'cluster access is off, so what EKS does not manage cannot be seen',
          },
        },
        addonImages: {
          readable: false,
          because: {
            call: 'kubernetes:ListDaemonSets',
            obstacle: 'NOT_CONFIGURED',
            detail: 'cluster access is off, so what EKS does not manage cannot be seen',
          },
        },
        insights: { readable: true, value: [] },
        updates: { readable: true, value: [] },
        addonUpdates: { readable: true, value: [{ name: 'vpc-cni', detail: { readable: true, value: [] } }] },
        nodegroupUpdates: { readable: true, value: [{ name: 'workers', detail: { readable: true, value: [] } }] },
        launchTemplates: { readable: true, value: [] },
        images: { readable: true, value: [] },
        keyPairs: { readable: true, value: [] },
        securityGroups: { readable: true, value: [] },
        kmsKeys: { readable: true, value: [] },
      },
    });
  });

  it.each([
    ['no upgrade policy', { upgradePolicy: undefined }, { supportType: 'EXTENDED' }],
    ['a policy of extended support', { upgradePolicy: { supportType: 'EXTENDED' } }, { supportType: 'EXTENDED' }],
    ['a policy of a word we do not know', { upgradePolicy: { supportType: 'FOREVER' } }, { supportType: 'EXTENDED' }],
    ['a policy of nothing', { upgradePolicy: { supportType: null } }, { supportType: 'EXTENDED' }],
    ['Auto Mode', { computeConfig: { enabled: true, nodePools: ['system'] } }, { autoMode: true }],
    [
      'hybrid nodes',
      { remoteNetworkConfig: { remoteNodeNetworks: [{ cidrs: ['10.80.0.0/16'] }] } },
      { hybridNodes: true },
    ],
    [
      'a local cluster on an Outpost',
      { outpostConfig: { outpostArns: [], controlPlaneInstanceType: 'm5.large' } },
      { outpost: true },
    ],
    ['Auto Mode switched off', { computeConfig: { enabled: false } }, { autoMode: false }],
    ['a compute configuration of nothing', { computeConfig: { enabled: null } }, { autoMode: false }],
    [
      'an IPv6 service range',
      { kubernetesNetworkConfig: { serviceIpv6Cidr: 'fd00::/108' } },
      { serviceCidr: 'fd00::/108' },
    ],
    ['tags without values', { tags: { team: null, env: '', app: 'shop' } }, { tags: { env: '', app: 'shop' } }],
    ['tags of null', { tags: null }, { tags: {} }],
    ['a status nobody knows', { status: 'PONDERING' }, { version: '1.33', status: 'PONDERING' }],
    ['a creation that failed', { status: 'FAILED' }, { status: 'FAILED' }],
    ['an update in progress', { status: 'UPDATING' }, { version: '1.33' }],
    ['a version while it is created', { status: 'CREATING' }, { version: '1.33' }],
  ])('with %s is read', async (_, differences, expected) => {
    eks.on(DescribeClusterCommand).resolves(aCluster(differences) as object);

    const snapshot = await snapshotOf();

    expect(snapshot).toMatchObject(expected);
    expect(snapshot.tags).toEqual('tags' in expected ? expected.tags : { Environment: 'prod' });
  });

  it.each([undefined, null])('leaves out what AWS gives as %s', async (nothing) => {
    eks.on(DescribeClusterCommand).resolves(
      aCluster({
        platformVersion: nothing,
        kubernetesNetworkConfig: nothing,
        computeConfig: nothing,
        tags: nothing,
      }) as object,
    );

    const snapshot = await snapshotOf();

    expect(Object.keys(snapshot)).not.toContain('status');
    expect(Object.keys(snapshot)).not.toContain('platformVersion');
    expect(Object.keys(snapshot)).not.toContain('serviceCidr');
  });

  it.each(['', ' '])('leaves out the text %j', async (empty) => {
    const kubernetesNetworkConfig = { serviceIpv4Cidr: empty, serviceIpv6Cidr: 'fd00::/108' };
    eks.on(DescribeClusterCommand).resolves(aCluster({ platformVersion: empty, kubernetesNetworkConfig }) as object);

    const snapshot = await snapshotOf();

    expect(Object.keys(snapshot)).not.toContain('platformVersion');
    expect(snapshot.serviceCidr).toBe('fd00::/108');
  });

  it('that is answered in another shape is unreadable', async () => {
    eks.on(DescribeClusterCommand).resolves([] as object);

    expect(await reader.readCluster(target, 'shop-prod', asOf)).toMatchObject({
      because: { obstacle: 'ERROR', detail: 'the answer: got a list, wanted an object' },
    });
  });

  it.each([
    [
      'was deleted since it was listed',
      () => eks.on(DescribeClusterCommand).rejects(refusal('ResourceNotFoundException')),
    ],
    [
      'is only connected, and of somebody else',
      () =>
        eks
          .on(DescribeClusterCommand)
          .resolves(aCluster({ version: null, connectorConfig: { provider: 'GKE' } }) as object),
    ],
    ['is being deleted', () => eks.on(DescribeClusterCommand).resolves(aCluster({ status: 'DELETING' }) as object)],
    [
      'is being created and has no version yet',
      () => eks.on(DescribeClusterCommand).resolves(aCluster({ status: 'CREATING', version: undefined }) as object),
    ],
    [
      'is pending and has no version yet',
      () => eks.on(DescribeClusterCommand).resolves(aCluster({ status: 'PENDING', version: null }) as object),
    ],
  ])('that %s is readable, and undefined, and not asked about further', async (_, arrange) => {
    arrange();

    const reading = await reader.readCluster(target, 'shop-prod', asOf);

    expect(reading).toEqual({ readable: true, value: undefined });
    expect(eks.commandCalls(ListAddonsCommand)).toHaveLength(0);
  });

  it.each([
    ['version', { version: undefined }, 'cluster.version'],
    ['version but an empty one', { version: ' ' }, 'cluster.version'],
    ['ARN', { arn: null }, 'cluster.arn'],
    ['instant of creation', { createdAt: undefined }, 'cluster.createdAt'],
    ['possible instant of creation', { createdAt: new Date(Number.NaN) }, 'cluster.createdAt'],
  ])('without a %s is unreadable, and the field is named', async (_, differences, field) => {
    eks.on(DescribeClusterCommand).resolves(aCluster(differences) as object);

    const reading = await reader.readCluster(target, 'shop-prod', asOf);

    expect(reading).toMatchObject({ readable: false, because: { call: 'eks:DescribeCluster', obstacle: 'ERROR' } });
    expect(reading).toMatchObject({ because: { detail: expect.stringContaining(`${field} in the answer: `) } });
  });

  it('of which the answer says nothing is unreadable', async () => {
    eks.on(DescribeClusterCommand).resolves({});

    const reading = await reader.readCluster(target, 'shop-prod', asOf);

    expect(reading).toMatchObject({
      because: {
        call: 'eks:DescribeCluster',
        obstacle: 'ERROR',
        detail: expect.stringContaining('cluster in the answer'),
      },
    });
  });

  it('that may not be described is unreadable', async () => {
    eks.on(DescribeClusterCommand).rejects(refusal('AccessDeniedException', 'not you'));

    const reading = await reader.readCluster(target, 'shop-prod', asOf);

    expect(reading).toEqual({
      readable: false,
      because: { call: 'eks:DescribeCluster', obstacle: 'DENIED', detail: 'not you' },
    });
  });
});

describe('a sample of a cluster', () => {
  it('describes the first of each list alone', async () => {
    eks.on(ListAddonsCommand).resolves({ addons: ['vpc-cni', 'coredns'] });
    eks.on(ListNodegroupsCommand).resolves({ nodegroups: ['workers', 'builders'] });

    const { addons, nodegroups } = await snapshotOf(
      reader.sampleCluster(target, 'shop-prod', asOf) as ReturnType<typeof reader.readCluster>,
    );

    expect([valueIn(addons), valueIn(nodegroups)].map((list) => list.map(({ name }) => name))).toEqual([
      ['coredns'],
      ['builders'],
    ]);
    expect(eks.commandCalls(DescribeAddonCommand)).toHaveLength(1);
    expect(eks.commandCalls(DescribeNodegroupCommand)).toHaveLength(1);
  });
});

describe('a facet', () => {
  it.each([
    ['addons', ListAddonsCommand, 'eks:ListAddons', 'nodegroups'],
    ['nodegroups', ListNodegroupsCommand, 'eks:ListNodegroups', 'addons'],
    ['insights', ListInsightsCommand, 'eks:ListInsights', 'addons'],
  ] as const)('%s that may not be listed is unreadable, and the other is read', async (facet, command, call, other) => {
    eks.on(command as typeof ListAddonsCommand).rejects(refusal('AccessDeniedException', 'not you'));

    const snapshot = await snapshotOf();

    expect(snapshot[facet]).toEqual({ readable: false, because: { call, obstacle: 'DENIED', detail: 'not you' } });
    expect(snapshot[other].readable).toBe(true);
  });

  it.each([
    ['addons', ListAddonsCommand, 'eks:ListAddons'],
    ['nodegroups', ListNodegroupsCommand, 'eks:ListNodegroups'],
    ['insights', ListInsightsCommand, 'eks:ListInsights'],
  ] as const)('%s of which the answer has no list is unreadable, not empty', async (facet, command, call) => {
    eks.on(command as typeof ListAddonsCommand).resolves({});

    const snapshot = await snapshotOf();

    expect(snapshot[facet]).toMatchObject({ readable: false, because: { call, obstacle: 'ERROR' } });
    expect(snapshot[facet]).toMatchObject({ because: { detail: expect.stringContaining(`${facet} in the answer`) } });
  });

  it.each([
    ['addons', DescribeAddonCommand, { addonName: 'coredns' }, 'eks:DescribeAddon'],
    ['nodegroups', DescribeNodegroupCommand, { nodegroupName: 'coredns' }, 'eks:DescribeNodegroup'],
  ] as const)(
    '%s keeps what may not be described, as unreadable, beside the others',
    async (facet, command, input, call) => {
      eks.on(ListAddonsCommand).resolves({ addons: ['vpc-cni', 'coredns'] });
      eks.on(ListNodegroupsCommand).resolves({ nodegroups: ['workers', 'coredns'] });
      eks
        .on(command as typeof DescribeAddonCommand, input as object)
        .rejects(refusal('AccessDeniedException', 'not you'));

      const snapshot = await snapshotOf();

      const [refused, other] = valueIn<readonly Listed<unknown>[]>(snapshot[facet]);
      expect(refused).toEqual({
        name: 'coredns',
        detail: { readable: false, because: { call, obstacle: 'DENIED', detail: 'not you' } },
      });
      expect(other?.detail.readable).toBe(true);
    },
  );

  it.each([
    ['addons', DescribeAddonCommand],
    ['nodegroups', DescribeNodegroupCommand],
  ] as const)('%s leaves out what vanished since it was listed', async (facet, command) => {
    eks.on(command as typeof DescribeAddonCommand).rejects(refusal('ResourceNotFoundException'));

    const snapshot = await snapshotOf();

    expect(snapshot[facet]).toEqual({ readable: true, value: [] });
  });

  it.each([
    ['addons', ListAddonsCommand],
    ['nodegroups', ListNodegroupsCommand],
  ] as const)('%s is read over all pages, in the order of names', async (facet, command) => {
    eks
      .on(command as typeof ListAddonsCommand)
      .resolvesOnce({ [facet]: ['c', 'a'], nextToken: 'more' })
      .resolvesOnce({ [facet]: [], nextToken: 'still more' })
      .resolves({ [facet]: ['b', 'a'], nextToken: null } as object);

    const snapshot = await snapshotOf();

    expect(valueIn<readonly Listed<unknown>[]>(snapshot[facet]).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });

  it('fargateProfiles are their names, over all pages and in order', async () => {
    eks
      .on(ListFargateProfilesCommand)
      .resolvesOnce({ fargateProfileNames: ['c', 'a'], nextToken: 'more' })
      .resolves({ fargateProfileNames: ['b', 'a'] });

    expect(valueIn((await snapshotOf()).fargateProfiles)).toEqual(['a', 'b', 'c']);
  });

  describe('podIdentityAssociations', () => {
    const association = (namespace: string, serviceAccount: string, more = {}) => ({
      clusterName: 'shop-prod',
      namespace,
      serviceAccount,
      ...more,
    });

    it('are the service accounts of those that no add-on owns, over all pages and in order', async () => {
      eks
        .on(ListPodIdentityAssociationsCommand)
        .resolvesOnce({
          associations: [
            association('shop', 'b'),
            association('kube-system', 'own', { ownerArn: 'arn:aws:eks:addon' }),
          ],
          nextToken: 'more',
        })
        .resolves({ associations: [association('shop', 'a'), association('shop', 'b')] });

      expect(valueIn((await snapshotOf()).podIdentityAssociations)).toEqual(['shop/a', 'shop/b']);
    });

    it.each([
      ['has a role of its own', 'vpc-cni', { serviceAccountRoleArn: 'arn:aws:iam::111122223333:role/cni' }],
      ['has an association of its own', 'vpc-cni', { podIdentityAssociations: ['arn:a'] }],
      ['asks nothing of AWS', 'kube-proxy', {}],
    ])('are not asked for where each add-on %s', async (_, name, given) => {
      eks.on(ListAddonsCommand).resolves({ addons: [name] });
      eks.on(DescribeAddonCommand).resolves(anAddon({ serviceAccountRoleArn: undefined, ...given }) as object);

      expect(valueIn((await snapshotOf()).podIdentityAssociations)).toEqual([]);
      expect(eks.commandCalls(ListPodIdentityAssociationsCommand)).toHaveLength(0);
    });

    it('are not asked for where the add-ons could not be listed', async () => {
      eks.on(ListAddonsCommand).rejects(refusal('AccessDeniedException', 'not you'));

      expect(valueIn((await snapshotOf()).podIdentityAssociations)).toEqual([]);
    });

    it('that may not be listed are unreadable', async () => {
      eks.on(ListPodIdentityAssociationsCommand).rejects(refusal('AccessDeniedException', 'not you'));

      expect((await snapshotOf()).podIdentityAssociations).toEqual({
        readable: false,
        because: { call: 'eks:ListPodIdentityAssociations', obstacle: 'DENIED', detail: 'not you' },
      });
    });
  });

  it('subnets are those that it names, of all that the region has, in the order of their ids', async () => {
    const outpost = { OutpostArn: 'arn:aws:outposts:eu-west-1:111122223333:outpost/op-1' };
    ec2.on(DescribeSubnetsCommand).resolves({
      Subnets: [
        { SubnetId: 'subnet-a', AvailabilityZone: 'eu-west-1a', AvailableIpAddressCount: 5 },
        { SubnetId: 'subnet-b', AvailabilityZone: 'eu-west-1b', AvailableIpAddressCount: 4, ...outpost },
        { SubnetId: 'subnet-x', AvailabilityZone: 'eu-west-1c', AvailableIpAddressCount: 0 },
      ],
    });
    const subnetIds = ['subnet-gone', 'subnet-b', 'subnet-a', 'subnet-a'];
    eks.on(DescribeClusterCommand).resolves(aCluster({ resourcesVpcConfig: { subnetIds } }) as object);

    expect(valueIn((await snapshotOf()).subnets)).toEqual([
      { id: 'subnet-a', zone: 'eu-west-1a' },
      { id: 'subnet-b', zone: 'eu-west-1b', outpost: true, freeAddresses: 4 },
      { id: 'subnet-gone' },
    ]);
  });

  it('subnets that may not be described are unreadable', async () => {
    ec2.on(DescribeSubnetsCommand).rejects(refusal('UnauthorizedOperation', 'not you', 403));
    eks.on(DescribeClusterCommand).resolves(aCluster({ resourcesVpcConfig: { subnetIds: ['a'] } }) as object);

    expect((await snapshotOf()).subnets).toEqual({
      readable: false,
      because: { call: 'ec2:DescribeSubnets', obstacle: 'DENIED', detail: 'not you' },
    });
  });

  it('fargateProfiles that may not be listed are unreadable', async () => {
    eks.on(ListFargateProfilesCommand).rejects(refusal('AccessDeniedException', 'not you'));

    expect((await snapshotOf()).fargateProfiles).toEqual({
      readable: false,
      because: { call: 'eks:ListFargateProfiles', obstacle: 'DENIED', detail: 'not you' },
    });
  });

  it('whose pages go round in a circle is unreadable', async () => {
    eks.on(ListAddonsCommand).resolves({ addons: ['vpc-cni'], nextToken: 'again' });

    const snapshot = await snapshotOf();

    expect(snapshot.addons).toMatchObject({
      because: { call: 'eks:ListAddons', obstacle: 'ERROR', detail: 'a page of the answer named itself as the next' },
    });
  });
});

describe('an add-on', () => {
  async function addon(differences: object) {
    eks.on(DescribeAddonCommand).resolves(anAddon(differences) as object);
    return valueIn((await snapshotOf()).addons)[0]?.detail;
  }

  it('tells its role, its pod identities in order, and its configuration', async () => {
    const detail = await addon({
      serviceAccountRoleArn: 'arn:aws:iam::111122223333:role/cni',
      podIdentityAssociations: ['arn:b', 'arn:a'],
      configurationValues: '{"env":{"WARM_IP_TARGET":"2"}}',
    });

    expect(detail).toMatchObject({
      value: {
        serviceAccountRoleArn: 'arn:aws:iam::111122223333:role/cni',
        podIdentityAssociations: ['arn:a', 'arn:b'],
        configuration: { env: { WARM_IP_TARGET: '2' } },
      },
    });
  });

  it('is read with nulls in the place of all that is optional', async () => {
    const nulls = { status: null, modifiedAt: null, configurationValues: null, serviceAccountRoleArn: null };
    const detail = await addon({ ...nulls, podIdentityAssociations: null, publisher: null, health: null });

    expect(detail).toEqual({
      readable: true,
      value: {
        name: 'vpc-cni',
        managed: true,
        version: 'v1.19.2-eksbuild.5',
        healthIssues: [],
        podIdentityAssociations: [],
      },
    });
  });

  it.each(['v1.29.0-minimal-eksbuild.1', 'v1.18.1-eksbuild.10', 'not a version'])(
    'keeps %s as it is',
    async (version) => {
      const detail = await addon({ addonVersion: version });

      expect(detail).toMatchObject({ value: { version } });
    },
  );

  it('keeps a status that nobody knows', async () => {
    const detail = await addon({ status: 'PONDERING' });

    expect(detail).toMatchObject({ value: { status: 'PONDERING' } });
  });

  it('without a version is unreadable, alone', async () => {
    const detail = await addon({ addonVersion: undefined });

    expect(detail).toMatchObject({
      readable: false,
      because: { call: 'eks:DescribeAddon', obstacle: 'ERROR', detail: expect.stringContaining('addon.addonVersion') },
    });
  });
});

describe('a node group', () => {
  it('is read with nulls in the place of everything', async () => {
    const nulls = { version: null, releaseVersion: null, amiType: null, status: null, modifiedAt: null };
    const more = { health: null, scalingConfig: null };
    eks.on(DescribeNodegroupCommand).resolves(aNodegroup({ ...nulls, ...more }) as object);

    const snapshot = await snapshotOf();

    expect(valueIn(snapshot.nodegroups)[0]?.detail).toEqual({
      readable: true,
      value: { name: 'workers', healthIssues: [], isScaledToZero: false },
    });
  });

  it('of which the answer says nothing is unreadable', async () => {
    eks.on(DescribeNodegroupCommand).resolves({});

    const snapshot = await snapshotOf();

    expect(valueIn(snapshot.nodegroups)[0]?.detail).toMatchObject({
      because: { call: 'eks:DescribeNodegroup', detail: expect.stringContaining('nodegroup in the answer') },
    });
  });
});

describe('the health', () => {
  const answers = [
    ['cluster', (differences: object) => eks.on(DescribeClusterCommand).resolves(aCluster(differences) as object)],
    ['add-on', (differences: object) => eks.on(DescribeAddonCommand).resolves(anAddon(differences) as object)],
    [
      'node group',
      (differences: object) => eks.on(DescribeNodegroupCommand).resolves(aNodegroup(differences) as object),
    ],
  ] as const;

  async function healthOf(what: string) {
    const snapshot = await snapshotOf();
    if (what === 'cluster') return snapshot.healthIssues;
    const parts = valueIn<readonly Listed<Health>[]>(what === 'add-on' ? snapshot.addons : snapshot.nodegroups);
    return parts.map(({ detail }) => valueIn(detail).healthIssues)[0];
  }

  it.each(answers)(
    'of a %s is the same in whatever order AWS gives it, and without what comes and goes',
    async (what, answer) => {
      const subnet = { code: 'Ec2SubnetNotFound', message: 'one\nline', resourceIds: ['subnet-b', 'subnet-a'] };
      const nodes = { code: 'NodeCreationFailure', message: null, resourceIds: ['i-0c91e5f7a2d3b8640', 'asg'] };
      const expected = [
        { code: 'Ec2SubnetNotFound', message: 'one line', resourceIds: ['subnet-a', 'subnet-b'] },
        { code: 'NodeCreationFailure', resourceIds: ['asg'] },
        { code: 'Other', resourceIds: [] },
      ];

      for (const issues of [
        [subnet, nodes, {}],
        [{}, nodes, subnet],
      ]) {
        answer({ health: { issues } });
        expect(await healthOf(what)).toEqual(expected);
      }
    },
  );

  it.each(answers)('of a %s of which AWS says nothing has no issue', async (what, answer) => {
    for (const health of [undefined, {}, { issues: null }]) {
      answer({ health });
      expect(await healthOf(what)).toEqual([]);
    }
  });

  it.each(['ACTIVE', 'CREATING', 'UPDATING'])('is in order, or passes, where the status is %s', async (status) => {
    eks.on(DescribeAddonCommand).resolves(anAddon({ status }) as object);
    eks.on(DescribeNodegroupCommand).resolves(aNodegroup({ status }) as object);

    const { addons, nodegroups } = await snapshotOf();

    expect(valueIn(addons)[0]?.detail).not.toHaveProperty('value.status');
    expect(valueIn(nodegroups)[0]?.detail).not.toHaveProperty('value.status');
  });

  it('is not asked of a node group that is being deleted', async () => {
    eks.on(DescribeNodegroupCommand).resolves(aNodegroup({ status: 'DELETING' }) as object);

    expect(valueIn((await snapshotOf()).nodegroups)).toEqual([]);
  });

  it.each([
    [{ desiredSize: 0 }, { isScaledToZero: true, desiredSize: 0 }],
    [{ desiredSize: 1 }, { isScaledToZero: false, desiredSize: 1 }],
    [{ desiredSize: null }, { isScaledToZero: false }],
  ])('tells of a node group scaled to %j how many nodes it is to have', async (scalingConfig, value) => {
    eks.on(DescribeNodegroupCommand).resolves(aNodegroup({ scalingConfig }) as object);

    expect(valueIn((await snapshotOf()).nodegroups)[0]?.detail).toMatchObject({ value });
  });
});

describe('the clusters of a target', () => {
  it('are listed over all pages', async () => {
    const names = Array.from({ length: 250 }, (_, index) => `cluster-${String(index).padStart(3, '0')}`);
    eks.on(ListClustersCommand, {}).resolves({ clusters: names.slice(0, 100), nextToken: 'one' });
    eks.on(ListClustersCommand, { nextToken: 'one' }).resolves({ clusters: names.slice(100, 200), nextToken: 'two' });
    eks.on(ListClustersCommand, { nextToken: 'two' }).resolves({ clusters: names.slice(200) });

    const reading = await reader.listClusters(target);

    expect(reading).toEqual({ readable: true, value: names });
  });

  it('are each listed once, in the order of names', async () => {
    eks
      .on(ListClustersCommand)
      .resolvesOnce({ clusters: ['c', 'a'], nextToken: 'more' })
      .resolves({ clusters: ['b', 'a'] });

    expect(await reader.listClusters(target)).toEqual({ readable: true, value: ['a', 'b', 'c'] });
  });

  it('are none where AWS lists none', async () => {
    eks.on(ListClustersCommand).resolves({ clusters: [] });

    expect(await reader.listClusters(target)).toEqual({ readable: true, value: [] });
  });

  it('are unreadable where the answer has no list', async () => {
    eks.on(ListClustersCommand).resolves({});

    const reading = await reader.listClusters(target);

    expect(reading).toMatchObject({ readable: false, because: { call: 'eks:ListClusters', obstacle: 'ERROR' } });
  });

  it('are unreadable where a later page is refused', async () => {
    eks
      .on(ListClustersCommand)
      .resolvesOnce({ clusters: ['a'], nextToken: 'more' })
      .rejects(refusal('AccessDenied'));

    const reading = await reader.listClusters(target);

    expect(reading).toMatchObject({ readable: false, because: { call: 'eks:ListClusters', obstacle: 'DENIED' } });
  });
});

describe('the regions of an account', () => {
  it('are those that are enabled, over all pages', async () => {
    account
      .on(ListRegionsCommand, { RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'] })
      .resolvesOnce({
        Regions: [
          { RegionName: 'us-east-1', RegionOptStatus: 'ENABLED_BY_DEFAULT' },
          { RegionName: 'af-south-1', RegionOptStatus: 'DISABLED' },
        ],
        NextToken: 'more',
      })
      .resolves({ Regions: [{ RegionName: 'eu-south-2', RegionOptStatus: 'ENABLED' }] });

    expect(await reader.listRegions(target.account)).toEqual({ readable: true, value: ['eu-south-2', 'us-east-1'] });
  });

  it.each([{ Regions: [] }, {}])('are unreadable where AWS lists none: %j', async (answer) => {
    account.on(ListRegionsCommand).resolves(answer);

    const reading = await reader.listRegions(target.account);

    expect(reading).toMatchObject({ readable: false, because: { call: 'account:ListRegions', obstacle: 'ERROR' } });
  });

  it('are unreadable where pages go round in a circle', async () => {
    account.on(ListRegionsCommand).resolves({ Regions: [], NextToken: 'again' });

    const reading = await reader.listRegions(target.account);

    expect(reading).toMatchObject({ because: { detail: 'a page of the answer named itself as the next' } });
  });

  it('are unreadable where AWS refuses', async () => {
    account.on(ListRegionsCommand).rejects(refusal('AccessDeniedException', 'not you'));

    expect(await reader.listRegions(target.account)).toEqual({
      readable: false,
      because: { call: 'account:ListRegions', obstacle: 'DENIED', detail: 'not you' },
    });
  });
});
