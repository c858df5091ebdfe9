import { expect, it } from 'vitest';
import { componentsOf } from '#app/document-cluster.ts';
import { readable } from '#core/reading.ts';
import { aCluster, anAddon, coreAddons } from '../support/builders.ts';

it('shows core add-ons that EKS does not manage, told apart from those it does', () => {
  const own = anAddon('kube-proxy', { version: 'v1.34.1', managed: false });
  const listed = coreAddons().filter(({ name }) => name !== 'kube-proxy');
  const addons = readable(listed.map((addon) => ({ name: addon.name, detail: readable(addon) })));

  const { addons: shown = [] } = componentsOf(aCluster({ addons, selfManagedAddons: readable([own]) }));

  expect(shown.map(({ name, managed }) => [name, managed]).toSorted()).toEqual([
    ['coredns', true],
    ['kube-proxy', false],
    ['vpc-cni', true],
  ]);
  expect(shown.find(({ name }) => name === 'kube-proxy')?.version).toBe('v1.34.1');
});
