import { describe, expect, it } from 'vitest';
import { isSameSnapshot } from '#core/history/same-snapshot.ts';
import { readable, unreadable } from '#core/reading.ts';
import type { ClusterSnapshot } from '#core/snapshot.ts';
import { aCluster, aNodegroup, anAddon, anInsight, coreAddons, refused } from '../../support/builders.ts';

const hiddenCoredns = { name: 'coredns', detail: unreadable(refused()) };
const seenCoredns = { name: 'coredns', detail: readable(anAddon('coredns')) };
const seenVpcCni = { name: 'vpc-cni', detail: readable(anAddon('vpc-cni')) };
const olderVpcCni = { name: 'vpc-cni', detail: readable(anAddon('vpc-cni', 'v1.19.6-eksbuild.1')) };

/** Every case holds both ways: which of the two is older makes no difference. */
function compared(a: ClusterSnapshot, b: ClusterSnapshot): readonly boolean[] {
  return [isSameSnapshot(a, b), isSameSnapshot(b, a)];
}

/** A cluster of which a fact is not told. */
function without(fact: 'platformVersion' | 'serviceCidr'): ClusterSnapshot {
  const { [fact]: _, ...told } = aCluster({ platformVersion: 'eks.10', serviceCidr: '172.20.0.0/16' });
  return told;
}

describe('a snapshot is the same as another', () => {
  it.each<[string, ClusterSnapshot, ClusterSnapshot]>([
    ['where nothing differs', aCluster(), aCluster()],
    ['where one could not see a facet', aCluster(), aCluster({ addons: unreadable(refused()) })],
    [
      'where one could not see an add-on',
      aCluster({ addons: readable([hiddenCoredns]) }),
      aCluster({ addons: readable([seenCoredns]) }),
    ],
    [
      'where one could not see what need not be seen',
      aCluster(),
      aCluster({ selfManagedAddons: [anAddon('coredns')] }),
    ],
    [
      'where one was stored before it was known when an add-on was made',
      aCluster({
        addons: readable([
          { name: 'coredns', detail: readable(anAddon('coredns', { createdAt: '2026-01-05T09:00:00.000Z' })) },
        ]),
      }),
      aCluster({ addons: readable([seenCoredns]) }),
    ],
    [
      'where one does not tell the platform version',
      without('platformVersion'),
      aCluster({ platformVersion: 'eks.10', serviceCidr: '172.20.0.0/16' }),
    ],
    [
      'where one does not tell the service CIDR',
      without('serviceCidr'),
      aCluster({ platformVersion: 'eks.10', serviceCidr: '172.20.0.0/16' }),
    ],
    [
      'where the reasons differ',
      aCluster({ addons: unreadable(refused('a')) }),
      aCluster({ addons: unreadable(refused('b')) }),
    ],
  ])('%s', (_, a, b) => {
    expect(compared(a, b)).toEqual([true, true]);
  });
});

describe('a snapshot differs from another', () => {
  it.each<[string, ClusterSnapshot, ClusterSnapshot]>([
    ['where the control plane does', aCluster(), aCluster({ version: '1.35' })],
    [
      'where the platform version does',
      aCluster({ platformVersion: 'eks.9' }),
      aCluster({ platformVersion: 'eks.10' }),
    ],
    ['where one is on an Outpost', aCluster(), aCluster({ outpost: true })],
    ['where one has failed', aCluster(), aCluster({ status: 'FAILED' })],
    ['where one has hybrid nodes', aCluster(), aCluster({ hybridNodes: true })],
    ['where an add-on does', aCluster(), aCluster({ addons: coreAddons({ coredns: 'v1.12.4-eksbuild.1' }) })],
    [
      'where an insight says otherwise, though what is behind it could not be seen',
      aCluster({ insights: [anInsight({ status: 'ERROR', detail: unreadable(refused()) })] }),
      aCluster({ insights: [anInsight({ status: 'WARNING' })] }),
    ],
    ['where a node group is not there', aCluster(), aCluster({ nodegroups: [] })],
    ['where a node group does', aCluster(), aCluster({ nodegroups: [aNodegroup({ version: '1.33' })] })],
    [
      'where an add-on does beside one that could not be seen',
      aCluster({ addons: readable([hiddenCoredns, seenVpcCni]) }),
      aCluster({ addons: readable([seenCoredns, olderVpcCni]) }),
    ],
    [
      'where one that could not be seen is not there',
      aCluster({ addons: readable([hiddenCoredns, seenVpcCni]) }),
      aCluster({ addons: readable([seenVpcCni]) }),
    ],
    [
      'where both saw what need not be seen',
      aCluster({ selfManagedAddons: [anAddon('coredns')] }),
      aCluster({ selfManagedAddons: [] }),
    ],
  ])('%s', (_, a, b) => {
    expect(compared(a, b)).toEqual([false, false]);
  });
});
