import {
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  type Filter,
  paginateDescribeSubnets,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '#adapters/recording/recording.ts';
import { type ReplayServer, startReplayServer } from '../../../functions/replay/server.ts';
import { aNight, aRecording, ec2, hub, raw, region, shop } from './builders.ts';

function aSubnet(SubnetId: string, differences: JsonObject = {}): JsonObject {
  return {
    SubnetId,
    VpcId: 'vpc-1',
    AvailabilityZone: 'eu-west-1a',
    AvailableIpAddressCount: 250,
    State: 'available',
    OwnerId: shop,
    MapPublicIpOnLaunch: false,
    ...differences,
  };
}

const subnets = [
  aSubnet('subnet-a', { Tags: [{ Key: 'kubernetes.io/cluster/shop', Value: 'shared' }] }),
  aSubnet('subnet-b', { AvailabilityZone: 'eu-west-1b', OutpostArn: null, Tags: [{ Key: 'Name', Value: '<b> & *' }] }),
  aSubnet('subnet-c', { VpcId: 'vpc-2', OwnerId: hub, AvailableIpAddressCount: 0, Tags: [] }),
];
const instances = [
  {
    ReservationId: 'r-1',
    Instances: [
      { InstanceId: 'i-a', ImageId: 'ami-1', Tags: [{ Key: 'kubernetes.io/cluster/shop', Value: 'owned' }] },
      { InstanceId: 'i-b', ImageId: 'ami-2', State: { Name: 'terminated' } },
    ],
  },
  { ReservationId: 'r-2', Instances: [{ InstanceId: 'i-c', ImageId: 'ami-2' }] },
];
const long = '2020-01-01T00:00:00.000Z';
const images = [
  { ImageId: 'ami-1', Name: 'one', State: 'available', DeprecationTime: '2099-01-01T00:00:00.000Z' },
  { ImageId: 'ami-old', DeprecationTime: long },
  { ImageId: 'ami-own', OwnerId: shop, DeprecationTime: long },
];
const many = Array.from({ length: 1201 }, (_, index) => aSubnet(`subnet-${index}`));

let server: ReplayServer;

beforeAll(async () => {
  const night = aNight([]);
  const shopAccount = {
    ...night.accounts[shop]!,
    ec2: { [region]: { subnets, instances, images }, 'me-south-1': { subnets: many } },
  };
  server = await startReplayServer({
    recording: aRecording({ ...night, accounts: { ...night.accounts, [shop]: shopAccount } }),
  });
});
afterAll(() => server.close());

async function idsBy(Filters: Filter[] | undefined, SubnetIds?: string[]): Promise<unknown[] | undefined> {
  const { Subnets } = await ec2(server.url).send(new DescribeSubnetsCommand({ Filters, SubnetIds }));
  return Subnets?.map(({ SubnetId }) => SubnetId);
}

describe('DescribeSubnets', () => {
  it('gives the subnets of the account and region that signed, as the SDK reads them', async () => {
    const here = await ec2(server.url).send(new DescribeSubnetsCommand({}));
    const elsewhere = await ec2(server.url, { account: hub }).send(new DescribeSubnetsCommand({}));

    expect(here).toMatchObject({
      Subnets: [subnets[0], { SubnetId: 'subnet-b', Tags: [{ Value: '<b> & *' }] }, subnets[2]],
    });
    expect(here.Subnets?.[1]).not.toHaveProperty('OutpostArn');
    expect(here.NextToken).toBeUndefined();
    expect(elsewhere.Subnets).toEqual([]);
  });

  it('gives pages as large as asked for', async () => {
    const client = ec2(server.url, { region: 'me-south-1' });
    const pages: unknown[][] = [];

    for await (const { Subnets } of paginateDescribeSubnets({ client, pageSize: 1000 }, {}))
      pages.push(Subnets?.map(({ SubnetId }) => SubnetId) ?? []);

    expect(pages.map(({ length }) => length)).toEqual([1000, 201]);
    expect(pages.flat()).toEqual(many.map(({ SubnetId }) => SubnetId));
  });

  it.each([4, 1001])('refuses a page of %i', async (MaxResults) => {
    await expect(ec2(server.url).send(new DescribeSubnetsCommand({ MaxResults }))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: `Value ( ${MaxResults} ) for parameter maxResults is invalid. Expecting a value between 5 and 1000.`,
    });
  });

  it('refuses a token that it has not given', async () => {
    const asked = ec2(server.url).send(new DescribeSubnetsCommand({ NextToken: 'mine' }));

    await expect(asked).rejects.toMatchObject({ name: 'InvalidNextToken' });
  });

  it.each<[string, Filter[], string[]]>([
    ['one value', [{ Name: 'vpc-id', Values: ['vpc-2'] }], ['subnet-c']],
    ['either of two values', [{ Name: 'subnet-id', Values: ['subnet-c', 'subnet-a'] }], ['subnet-a', 'subnet-c']],
    [
      'both of two filters',
      [
        { Name: 'vpc-id', Values: ['vpc-1'] },
        { Name: 'availability-zone', Values: ['eu-west-1b'] },
      ],
      ['subnet-b'],
    ],
    ['a tag by its key, with a wildcard', [{ Name: 'tag-key', Values: ['kubernetes.io/cluster/*'] }], ['subnet-a']],
    ['a tag by its value', [{ Name: 'tag:kubernetes.io/cluster/shop', Values: ['owned', 'shared'] }], ['subnet-a']],
    ['one character', [{ Name: 'availability-zone', Values: ['eu-west-1?'] }], ['subnet-a', 'subnet-b', 'subnet-c']],
    ['no more than one character', [{ Name: 'availability-zone', Values: ['eu-west-?'] }], []],
    ['a wildcard that is meant as it stands', [{ Name: 'tag:Name', Values: [String.raw`<b> & \*`] }], ['subnet-b']],
    ['a dot that is no wildcard', [{ Name: 'tag-key', Values: ['kubernetes-io/*'] }], []],
    ['a value that is a number', [{ Name: 'owner-id', Values: [hub] }], ['subnet-c']],
    ['nothing, where no value is given', [{ Name: 'vpc-id', Values: [] }], []],
  ])('filters by %s', async (_by, filters, ids) => {
    expect(await idsBy(filters)).toEqual(ids);
  });

  it.each(['nonsense', 'constructor'])('refuses the filter %s', async (Name) => {
    await expect(idsBy([{ Name, Values: ['x'] }])).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: `The filter '${Name}' is invalid`,
    });
  });

  it('gives those that are named, and fails whole where one of them is not there', async () => {
    expect(await idsBy(undefined, ['subnet-c', 'subnet-a'])).toEqual(['subnet-a', 'subnet-c']);
    await expect(idsBy(undefined, ['subnet-a', 'subnet-gone'])).rejects.toMatchObject({
      name: 'InvalidSubnetID.NotFound',
      message: "The ID 'subnet-gone' does not exist",
    });
  });

  it.each([
    ['a credential that is nobody’s', { account: '123456789012' }],
    ['a region that is switched off', { region: 'af-south-1' }],
  ])('refuses %s', async (_what, options) => {
    await expect(ec2(server.url, options).send(new DescribeSubnetsCommand({}))).rejects.toMatchObject({
      name: 'AuthFailure',
      $metadata: { httpStatusCode: 401 },
    });
  });
});

describe('DescribeInstances', () => {
  const ask = async (input: object) => {
    const { Reservations } = await ec2(server.url).send(new DescribeInstancesCommand(input));
    return Reservations?.map(({ Instances }) => Instances?.map(({ InstanceId }) => InstanceId));
  };

  it('gives the instances by their reservations, and leaves out those in which none is left', async () => {
    expect(await ask({})).toEqual([['i-a', 'i-b'], ['i-c']]);
    expect(await ask({ Filters: [{ Name: 'tag-key', Values: ['kubernetes.io/cluster/*'] }] })).toEqual([['i-a']]);
    expect(await ask({ Filters: [{ Name: 'image-id', Values: ['ami-2'] }] })).toEqual([['i-b'], ['i-c']]);
    expect(await ask({ Filters: [{ Name: 'instance-id', Values: ['i-c'] }] })).toEqual([['i-c']]);
  });

  it('takes an instance of which no state was recorded for one that runs', async () => {
    const inState = (state: string) => ask({ Filters: [{ Name: 'instance-state-name', Values: [state] }] });

    expect(await inState('running')).toEqual([['i-a'], ['i-c']]);
    expect(await inState('terminated')).toEqual([['i-b']]);
  });

  it('gives those that are named, and fails whole where one of them is not there', async () => {
    expect(await ask({ InstanceIds: ['i-b'] })).toEqual([['i-b']]);
    await expect(ask({ InstanceIds: ['i-a', 'i-gone'] })).rejects.toMatchObject({ name: 'InvalidInstanceID.NotFound' });
  });
});

describe('DescribeImages', () => {
  const ask = async (input: object) => {
    const { Images } = await ec2(server.url).send(new DescribeImagesCommand(input));
    return Images?.map(({ ImageId }) => ImageId);
  };

  it('gives deprecated ones where they are asked for, or are the own ones', async () => {
    expect(await ask({})).toEqual(['ami-1', 'ami-own']);
    expect(await ask({ IncludeDeprecated: true })).toEqual(['ami-1', 'ami-old', 'ami-own']);
  });

  it('filters by id, and leaves out what is not there; by name it fails whole', async () => {
    const filter = { Name: 'image-id', Values: ['ami-1', 'ami-gone'] };

    expect(await ask({ Filters: [filter] })).toEqual(['ami-1']);
    await expect(ask({ ImageIds: ['ami-1', 'ami-gone'] })).rejects.toMatchObject({ name: 'InvalidAMIID.NotFound' });
  });

  it.each([
    ['name', 'one', ['ami-1']],
    ['owner-id', shop, ['ami-own']],
    ['state', 'available', ['ami-1']],
  ])('filters by %s', async (Name, value, ids) => {
    expect(await ask({ Filters: [{ Name, Values: [value] }] })).toEqual(ids);
  });
});

describe('EC2 on a bad day', () => {
  it('refuses in its own words', async () => {
    server.misbehave([{ service: 'ec2', first: 1, answer: 'refused' }]);

    await expect(idsBy(undefined)).rejects.toMatchObject({
      name: 'UnauthorizedOperation',
      message: expect.stringMatching(
        /^You are not authorized to perform this operation\. User: .* ec2:DescribeSubnets /,
      ),
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('throttles with an error that the SDK tries again', async () => {
    server.misbehave([{ service: 'ec2', first: 1, answer: 'throttled' }]);

    const patient = ec2(server.url, { maxAttempts: 2 });
    expect((await patient.send(new DescribeSubnetsCommand({}))).Subnets).toHaveLength(3);
  });
});

describe('EC2 on the wire', () => {
  it('answers XML whose members stand in the answer itself', async () => {
    const body = 'Action=DescribeSubnets&Version=2016-11-15&Filter.1.Name=subnet-id&Filter.1.Value.1=subnet-c';
    const answer = await raw(server.url, '/', { method: 'POST', body, service: 'ec2' });

    expect(answer.headers.get('content-type')).toBe('text/xml');
    expect(await answer.text()).toMatch(
      /^<DescribeSubnetsResponse xmlns="http:\/\/ec2\.amazonaws\.com\/doc\/2016-11-15\/"><requestId>[^<]+<\/requestId><subnetSet><item>.*<subnetId>subnet-c<\/subnetId>/,
    );
  });

  it.each(['DescribeVpcs', 'No<thing'])('says that it does not know %s', async (name) => {
    const body = `Action=${encodeURIComponent(name)}&Version=2016-11-15`;
    const answer = await raw(server.url, '/', { method: 'POST', body, service: 'ec2' });

    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(
      `<Response><Errors><Error><Code>InvalidAction</Code><Message>The action ${name.replace('<', '&lt;')} `,
    );
  });

  it('is understood by the SDK where it does not know an operation', async () => {
    await expect(ec2(server.url).send(new DescribeVpcsCommand({}))).rejects.toMatchObject({ name: 'InvalidAction' });
  });
});
