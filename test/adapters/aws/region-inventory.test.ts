import { DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { KMSClient } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, it } from 'vitest';
import { makeAwsClients } from '#adapters/aws/clients.ts';
import { makeRegionInventory } from '#adapters/aws/region-inventory.ts';
import { refusal, target } from './answers.ts';
import { connectionTo, localAws, xml } from './local-aws.ts';

const ec2 = mockClient(EC2Client);
const inventory = () => makeRegionInventory('333344445555', new EC2Client({ region: 'eu-west-1' }), new KMSClient({}));
const aSubnet = { SubnetId: 'subnet-1', AvailabilityZone: 'eu-west-1a', AvailableIpAddressCount: 4 };
const facts = { id: 'subnet-1', zone: 'eu-west-1a', free: 4 };

beforeEach(() => {
  ec2.reset();
});

it('reads nothing that nobody asks for', () => {
  inventory();

  expect(ec2.calls()).toEqual([]);
});

it('reads the subnets of the region over all pages, once, whoever asks meanwhile', async () => {
  ec2.on(DescribeSubnetsCommand).resolves({ Subnets: [aSubnet], NextToken: 'more' });
  const outpost = { OutpostArn: 'arn:aws:outposts:eu-west-1:111122223333:outpost/op-1' };
  ec2
    .on(DescribeSubnetsCommand, { NextToken: 'more' })
    .resolves({ Subnets: [{ ...aSubnet, SubnetId: 'subnet-2', ...outpost }] });
  const { subnets } = inventory();

  const answers = await Promise.all([subnets(), subnets()]);

  const both = [facts, { ...facts, id: 'subnet-2', outpost: outpost.OutpostArn }];
  expect(answers[0]).toEqual({ readable: true, value: new Map(both.map((subnet) => [subnet.id, subnet])) });
  expect(answers[1]).toBe(answers[0]);
  expect(ec2.calls().map(({ args }) => args[0].input)).toMatchObject([{ MaxResults: 1000 }, { MaxResults: 1000 }]);
});

it('keeps a refusal, and does not ask again', async () => {
  ec2.on(DescribeSubnetsCommand).rejects(refusal('UnauthorizedOperation', 'not you', 403));
  const { subnets } = inventory();

  await subnets();

  expect(await subnets()).toEqual({
    readable: false,
    because: { call: 'ec2:DescribeSubnets', obstacle: 'DENIED', detail: 'not you' },
  });
  expect(ec2.calls()).toHaveLength(1);
});

it('says of a subnet without a zone that the answer is none', async () => {
  ec2.on(DescribeSubnetsCommand).resolves({ Subnets: [{ ...aSubnet, AvailabilityZone: '' }] });

  expect(await inventory().subnets()).toMatchObject({
    because: { obstacle: 'ERROR', detail: expect.stringContaining('Subnets.0.AvailabilityZone') },
  });
});

it('is asked by clients of EC2 that are made once a region, counted, and gone once the account is released', async () => {
  ec2.restore();
  const answer =
    '<DescribeSubnetsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><subnetSet/></DescribeSubnetsResponse>';
  const endpoint = await localAws((_, response) => xml(response, answer));
  const caller = { account: target.account, partition: 'aws' };
  const clients = makeAwsClients({ connection: connectionTo(endpoint), caller, sessionName: 'midwatch-test' });
  const first = clients.ec2(target);

  await makeRegionInventory(target.account, first, clients.kms(target)).subnets();

  expect(clients.callsMade()).toBe(1);
  expect(clients.ec2(target)).toBe(first);
  expect(clients.ec2({ ...target, region: 'us-east-1' })).not.toBe(first);
  clients.release(target.account);
  expect(clients.ec2(target)).not.toBe(first);
});
