import { DescribeImagesCommand, DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { KMSClient } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { readUnmanagedNodes } from '#adapters/aws/read-unmanaged-nodes.ts';
import { makeRegionInventory } from '#adapters/aws/region-inventory.ts';
import { refusal } from './answers.ts';

const ec2 = mockClient(EC2Client);

beforeEach(() => {
  ec2.reset();
  ec2.on(DescribeInstancesCommand).resolves({ Reservations: [] });
  ec2.on(DescribeImagesCommand).resolves({ Images: [anImage('ami-a'), anImage('ami-b')] as never });
});

const tag = (Key: string, Value = 'owned') => ({ Key, Value });
const ofShop = tag('kubernetes.io/cluster/shop');

function anInstance(InstanceId: string, ImageId = 'ami-a', Tags: object[] = [ofShop], more: object = {}) {
  return { InstanceId, ImageId, Tags, ...more };
}
function anImage(ImageId: string, differences: object = {}) {
  const Name = 'bottlerocket-aws-k8s-1.35-x86_64-v1.52.0-7f1a90c4';
  return { ImageId, Name, State: 'available', CreationDate: '2026-11-11T01:12:40.000Z', ...differences };
}
function running(...instances: readonly object[]): void {
  ec2.on(DescribeInstancesCommand).resolves({ Reservations: [{ Instances: [...instances] as never }, {}] });
}

const read = (most = Number.POSITIVE_INFINITY, cluster = 'shop') =>
  readUnmanagedNodes(
    makeRegionInventory('333344445555', new EC2Client({ region: 'eu-west-1' }), new KMSClient({})),
    cluster,
    most,
  );
const facts = {
  name: 'bottlerocket-aws-k8s-1.35-x86_64-v1.52.0-7f1a90c4',
  kubernetes: '1.35',
  createdAt: '2026-11-11T01:12:40.000Z',
};
const detail = { readable: true, value: { image: facts } };

it('are told by their images, in the order of their ids, with the instances in order', async () => {
  running(anInstance('i-3', 'ami-b'), anInstance('i-2'), anInstance('i-1'));

  expect(await read()).toEqual({
    readable: true,
    value: [
      { name: 'ami-a', detail, instances: ['i-1', 'i-2'] },
      { name: 'ami-b', detail, instances: ['i-3'] },
    ],
  });
  expect(await read(1)).toMatchObject({ value: [{ name: 'ami-a' }] });
});

it.each([
  ['of another cluster', anInstance('i-1', 'ami-a', [tag('kubernetes.io/cluster/other')])],
  ['of a cluster whose name begins alike', anInstance('i-1', 'ami-a', [tag('kubernetes.io/cluster/shop-2')])],
  ['of a node group', anInstance('i-1', 'ami-a', [ofShop, tag('eks:nodegroup-name', 'workers')])],
  ['of EKS Auto Mode', anInstance('i-1', 'ami-a', [ofShop], { Operator: { Managed: true } })],
  ['of a node pool of EKS Auto Mode', anInstance('i-1', 'ami-a', [ofShop, tag('eks:kubernetes-node-pool-name')])],
  ['of a node class of EKS Auto Mode', anInstance('i-1', 'ami-a', [ofShop, tag('eks:kubernetes-node-class-name')])],
  ['that says of no cluster', anInstance('i-1', 'ami-a', [{}])],
])('are not instances %s', async (_, instance) => {
  running(instance);

  expect(await read()).toEqual({ readable: true, value: [] });
  expect(ec2.commandCalls(DescribeImagesCommand)).toEqual([]);
});

it('are those of Karpenter as well', async () => {
  const tags = [ofShop, tag('eks:eks-cluster-name', 'shop'), tag('karpenter.sh/nodepool', 'default')];
  running(anInstance('i-1', 'ami-a', tags, { Operator: { Managed: false } }));

  expect(await read()).toMatchObject({ value: [{ name: 'ami-a', instances: ['i-1'] }] });
});

it('are asked for once a region, by the key of their tag, over all pages', async () => {
  ec2
    .on(DescribeInstancesCommand)
    .resolvesOnce({ Reservations: [{ Instances: [anInstance('i-1')] }], NextToken: 'more' })
    .resolves({ Reservations: [{ Instances: [anInstance('i-2', 'ami-b', [tag('kubernetes.io/cluster/other')])] }] });
  const inventory = makeRegionInventory('333344445555', new EC2Client({ region: 'eu-west-1' }), new KMSClient({}));

  const both = await Promise.all(['shop', 'other'].map((name) => readUnmanagedNodes(inventory, name, 9)));

  expect(both).toMatchObject([{ value: [{ instances: ['i-1'] }] }, { value: [{ instances: ['i-2'] }] }]);
  expect(ec2.commandCalls(DescribeInstancesCommand).map(({ args }) => args[0].input)).toMatchObject([
    {
      MaxResults: 1000,
      Filters: [
        { Name: 'tag-key', Values: ['kubernetes.io/cluster/*'] },
        { Name: 'instance-state-name', Values: ['pending', 'running'] },
      ],
    },
    { NextToken: 'more' },
  ]);
  expect(ec2.commandCalls(DescribeImagesCommand).map(({ args }) => args[0].input)).toEqual([
    { Filters: [{ Name: 'image-id', Values: ['ami-a', 'ami-b'] }], IncludeDeprecated: true },
  ]);
});

describe('of their image', () => {
  const imageOf = async (differences: object) => {
    running(anInstance('i-1'));
    ec2.on(DescribeImagesCommand).resolves({ Images: [anImage('ami-a', differences)] as never });
    const reading = (await read()) as unknown as { value: readonly { detail: { value: { image: object } } }[] };
    return reading.value[0]?.detail.value.image;
  };

  it('what AWS does not say is not there', async () => {
    expect(await imageOf({ Name: null, CreationDate: null })).toEqual({});
    expect(await imageOf({ Name: 'base', CreationDate: 'yesterday' })).toEqual({ name: 'base' });
  });

  it('the version is told by the description too', async () => {
    expect(await imageOf({ Name: 'base', Description: '(k8s: 1.34.2, containerd: 2.1.*)' })).toMatchObject({
      kubernetes: '1.34',
    });
  });

  it('nothing is told where it is gone', async () => {
    running(anInstance('i-1', 'ami-gone'));

    expect(await read()).toMatchObject({ value: [{ name: 'ami-gone', detail: { readable: true, value: {} } }] });
  });

  it('nothing can be told where it may not be described', async () => {
    running(anInstance('i-1'));
    ec2.on(DescribeImagesCommand).rejects(refusal('UnauthorizedOperation', 'not you', 403));

    const because = { call: 'ec2:DescribeImages', obstacle: 'DENIED', detail: 'not you' };
    expect(await read()).toMatchObject({ value: [{ name: 'ami-a', detail: { readable: false, because } }] });
  });
});

it('are unreadable where instances may not be described', async () => {
  ec2.on(DescribeInstancesCommand).rejects(refusal('UnauthorizedOperation', 'not you', 403));

  expect(await read()).toEqual({
    readable: false,
    because: { call: 'ec2:DescribeInstances', obstacle: 'DENIED', detail: 'not you' },
  });
});
