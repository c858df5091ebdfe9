import { expect, it } from 'vitest';
import { isRepository, parseImage } from '#core/addons/image-reference.ts';

const digest = `sha256:${'0a'.repeat(32)}`;

it.each([
  ['coredns', { repository: 'coredns' }],
  ['coredns/coredns:1.11.1', { repository: 'coredns/coredns', tag: '1.11.1' }],
  ['mirror.corp:5000/eks/coredns', { registry: 'mirror.corp:5000', repository: 'eks/coredns' }],
  ['localhost/coredns:v1', { registry: 'localhost', repository: 'coredns', tag: 'v1' }],
  ['a.b/c_d/e-f:v1.2-minimal-eksbuild.3', { registry: 'a.b', repository: 'c_d/e-f', tag: 'v1.2-minimal-eksbuild.3' }],
  [`a.b/c@${digest}`, { registry: 'a.b', repository: 'c', digest }],
  [`a.b:1/c:v1@${digest}`, { registry: 'a.b:1', repository: 'c', tag: 'v1', digest }],
])('reads %s', (text, image) => {
  expect(parseImage(text)).toEqual(image);
});

it.each(['', 'Upper/case:v1', 'a.b/', 'a b', 'c@sha256:short', 'c:'])('takes %j for no image', (text) => {
  expect(parseImage(text)).toBeUndefined();
});

it.each([
  ['kube-proxy', true],
  ['mirror/eks/kube-proxy', true],
  ['my-kube-proxy', false],
])('%s is kube-proxy: %s', (repository, expected) => {
  expect(isRepository({ repository }, 'kube-proxy')).toBe(expected);
});
