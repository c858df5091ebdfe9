import { expect, it } from 'vitest';
import { isStandIn } from '#core/addons/core-addon-need.ts';

it.each(['cilium', 'calico-node', 'kube-router', 'kube-dns'])('%s does the work of a core add-on', (name) => {
  expect(isStandIn(name)).toBe(true);
});

it.each(['aws-node', 'kube-dns-autoscaler', 'fluent-bit'])('%s does not', (name) => {
  expect(isStandIn(name)).toBe(false);
});
