import { expect, it } from 'vitest';
import type { Coverage } from '#core/coverage.ts';
import { lostParts } from '#core/digest/coverage-news.ts';
import type { KnownCluster } from '#core/history/known-cluster.ts';
import { unreadable } from '#core/reading.ts';
import { aCluster, asOf, refused } from '../../support/builders.ts';

const { arn, name, account, region } = aCluster();

function aRow(call: string, ...resources: readonly string[]): Coverage {
  const unreadableParts = resources.map((resource) => ({ ...refused(call), resource }));
  return { account, region, asOf, status: 'COVERED', clusters: 1, unreadable: unreadableParts };
}

function known(overrides: Partial<KnownCluster>): KnownCluster {
  return {
    arn,
    name,
    account,
    region,
    placement: {},
    firstObservedAt: asOf,
    changedAt: asOf,
    unread: [],
    ...overrides,
  };
}

it.each<[string, string, string, readonly KnownCluster[], number]>([
  ['that was seen before', 'eks:DescribeAddon', 'vpc-cni', [known({ snapshot: aCluster() })], 1],
  ['that nobody saw yet', 'eks:DescribeAddon', 'velero', [known({ snapshot: aCluster() })], 0],
  ['of another cluster', 'eks:DescribeAddon', 'vpc-cni', [known({ name: 'till-prod', snapshot: aCluster() })], 0],
  ['of a cluster that was never described', 'eks:DescribeAddon', 'vpc-cni', [known({})], 0],
  [
    'of a list that was never read',
    'eks:DescribeAddon',
    'vpc-cni',
    [known({ snapshot: aCluster({ addons: unreadable(refused('eks:ListAddons')) }) })],
    0,
  ],
  ['of what is no list', 'ec2:DescribeSubnets', 'subnet-1', [known({ snapshot: aCluster() })], 0],
])(
  'of a call that was refused for another part before, whether one is lost %s',
  (_, call, part, clusters, expected) => {
    const before = aRow(call, 'shop-prod/coredns');
    const tonight = aRow(call, 'shop-prod/coredns', `shop-prod/${part}`);

    expect(lostParts(tonight, before, clusters)).toHaveLength(expected);
  },
);
