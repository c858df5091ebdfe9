import { expect, it } from 'vitest';
import { readable, unreadable } from '#core/reading.ts';
import { clusterAddressHeadroom } from '#core/rules/cluster-address-headroom.ts';
import type { ClusterSubnet } from '#core/subnet.ts';
import { aCatalogue, aCluster, aContext, refused } from '../../support/builders.ts';
import { ruleTable, verdictAt } from '../../support/rule-table.ts';

const [a, b, c] = ['a', 'b', 'c'].map((zone) => ({ id: `subnet-${zone}`, zone: `eu-west-1${zone}` })) as [
  ClusterSubnet,
  ClusterSubnet,
  ClusterSubnet,
];
const short = (subnet: ClusterSubnet, freeAddresses: number) => ({ ...subnet, freeAddresses });
const within = (...subnets: readonly ClusterSubnet[]) => aCluster({ subnets: readable(subnets) });
const unread = unreadable(refused('eks:DescribeClusterVersions'));

ruleTable(clusterAddressHeadroom, [
  { when: 'two zones have room', says: { 'next-upgrade': 'COMPLIANT' } },
  {
    when: 'three zones have room, and one subnet is short by one address',
    cluster: within(a, b, short(c, 4)),
    says: { 'next-upgrade': 'MEDIUM' },
  },
  { when: 'one subnet is gone', cluster: within(a, b, { id: 'subnet-c' }), says: { 'next-upgrade': 'MEDIUM' } },
  { when: 'only one of two zones has room', cluster: within(a, short(b, 0)), says: { 'next-upgrade': 'HIGH' } },
  { when: 'both subnets are in one zone', cluster: within(a, { ...a, id: 'b' }), says: { 'next-upgrade': 'HIGH' } },
  { when: 'all subnets are gone', cluster: within({ id: 'a' }, { id: 'b' }), says: { 'next-upgrade': 'HIGH' } },
  {
    when: 'the second zone is a Local Zone',
    cluster: within(a, { id: 'b', zone: 'us-west-2-lax-1a' }),
    says: { 'next-upgrade': 'HIGH' },
  },
  {
    when: 'the second subnet lies on an Outpost',
    cluster: within(a, { ...b, outpost: true }),
    says: { 'next-upgrade': 'HIGH' },
  },
  {
    when: 'the region is one of the United States government',
    cluster: within({ id: 'a', zone: 'us-gov-west-1a' }, { id: 'b', zone: 'us-gov-west-1b' }),
    says: { 'next-upgrade': 'COMPLIANT' },
  },
  {
    when: 'AWS has released no later version',
    cluster: aCluster({ version: '1.35', subnets: readable([short(a, 0)]) }),
    says: { 'next-upgrade': 'NOT_APPLICABLE' },
  },
  {
    when: 'its control plane runs on an Outpost',
    cluster: aCluster({ outpost: true, subnets: readable([short(a, 0)]) }),
    says: { 'next-upgrade': 'NOT_APPLICABLE' },
  },
  {
    when: 'the subnets could not be read',
    cluster: aCluster({ subnets: unreadable(refused('ec2:DescribeSubnets')) }),
    says: { 'next-upgrade': 'INSUFFICIENT_DATA' },
  },
  { when: 'EKS names no subnet', cluster: within(), says: { 'next-upgrade': 'INSUFFICIENT_DATA' } },
  {
    when: 'nobody knows what the next version is',
    context: { catalogue: aCatalogue({ clusterVersions: unread }) },
    says: { 'next-upgrade': 'INSUFFICIENT_DATA' },
  },
]);

it('names the subnets that are short or gone, and shows how to look at all of them', () => {
  const cluster = within(a, short(b, 3), { id: 'subnet-d' });

  expect(verdictAt(clusterAddressHeadroom.evaluate(cluster, aContext()).evaluations, cluster, 'next-upgrade')).toEqual({
    compliance: 'NON_COMPLIANT',
    severity: 'HIGH',
    evidence: {
      nextVersion: '1.35',
      needed: 5,
      zones: ['eu-west-1a'],
      short: [{ id: 'subnet-b', zone: 'eu-west-1b', freeAddresses: 3 }],
      gone: ['subnet-d'],
      awsUpgradesFrom: '2027-12-02T00:00:00.000Z',
    },
    remediation: [
      {
        account: cluster.account,
        command: expect.arrayContaining(['describe-subnets', 'Name=subnet-id,Values=subnet-a,subnet-b,subnet-d']),
        verify: [],
      },
    ],
  });
});
