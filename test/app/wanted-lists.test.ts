import { expect, it } from 'vitest';
import { listsFor, versionsAhead } from '#app/wanted-lists.ts';
import { unreadable } from '#core/reading.ts';
import { aCluster, aNodegroup, anAddon, refused } from '../support/builders.ts';

it('are those of the add-ons, managed or not, and of the versions of control plane and nodes', () => {
  const cluster = aCluster({
    addons: [anAddon('vpc-cni'), anAddon('coredns')],
    selfManagedAddons: [anAddon('kube-proxy')],
    nodegroups: [aNodegroup({ version: '1.33' }), aNodegroup({ name: 'batch' })],
  });

  expect(listsFor(cluster)).toEqual({
    addons: ['coredns', 'kube-proxy', 'vpc-cni'],
    images: ['1.33', '1.34'],
    undated: [],
  });
});

it('are as many as can be told where the cluster could not be seen', () => {
  const cluster = aCluster({
    addons: unreadable(refused()),
    nodegroups: { readable: true, value: [{ name: 'workers', detail: unreadable(refused()) }] },
  });

  expect(listsFor(cluster)).toEqual({ addons: [], images: ['1.34'], undated: [] });
  expect(listsFor(aCluster({ nodegroups: unreadable(refused()) })).images).toEqual(['1.34']);
});

it('say of releases of Bottlerocket that no text tells when they are of', () => {
  const bottlerocket = { amiType: 'BOTTLEROCKET_ARM_64', releaseVersion: '1.54.0-55d04a85' };

  expect(listsFor(aCluster({ nodegroups: [aNodegroup(bottlerocket)] })).undated).toEqual([
    { kubernetes: '1.34', amiType: 'BOTTLEROCKET_ARM_64', release: '1.54.0-55d04a85' },
  ]);
});

it.each([
  ['a version that is none', { version: 'latest' }],
  ['a release that is none', { releaseVersion: '../../secret' }],
])('ask for nothing about %s', (_, overrides) => {
  const bottlerocket = { amiType: 'BOTTLEROCKET_ARM_64', releaseVersion: '1.54.0-55d04a85', ...overrides };
  const { version: __, releaseVersion: ___, ...bare } = aNodegroup();

  expect(listsFor(aCluster({ nodegroups: [aNodegroup(bottlerocket), bare] }))).toMatchObject({
    images: ['1.34'],
    undated: [],
  });
});

it('tell what nodes may be rolled to by the versions after those that run', () => {
  const nodegroups = [aNodegroup({ version: '1.31' }), aNodegroup({ name: 'batch', version: 'latest' })];

  expect(versionsAhead(aCluster({ version: '1.34', nodegroups }))).toEqual(['1.31', '1.32', '1.34', '1.35']);
});
