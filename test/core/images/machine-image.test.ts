import { expect, it } from 'vitest';
import { familyOfImage, kubernetesOf } from '#core/images/machine-image.ts';

it.each([
  ['amazon-eks-node-1.29-v20240202', '1.29'],
  ['amazon-eks-gpu-node-1.9-v20190202', '1.9'],
  ['amazon-eks-arm64-node-1.30-v20241205', '1.30'],
  ['amazon-eks-node-al2023-x86_64-standard-1.31-v20251209', '1.31'],
  ['amazon-eks-node-al2023-arm64-standard-1.35-v20261015', '1.35'],
  ['bottlerocket-aws-k8s-1.31-x86_64-v1.26.1-943d9a41', '1.31'],
  ['bottlerocket-aws-k8s-1.34-nvidia-aarch64-v1.47.0-6154605b', '1.34'],
  ['Windows_Server-2022-English-Core-EKS_Optimized-1.31-2024.11.12', '1.31'],
  ['ubuntu-eks/k8s_1.29/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20240301', '1.29'],
  ['acme-eks-1.33-20260101', '1.33'],
  ['acme-kubernetes-v1.33.4-20260101', '1.33'],
  ['acme-base-1.33-20260101', undefined],
  ['acme-eks-1.33-for-k8s-1.32', undefined],
  ['acme-eks-1.133', undefined],
  [undefined, undefined],
])('the Kubernetes version of %s is %s', (name, version) => {
  expect(kubernetesOf(name)).toBe(version);
});

it('is told by the description where the name does not tell it', () => {
  const description = 'Kubernetes Worker AMI with AmazonLinux2 image, (k8s: 1.22.17, containerd: 1.6.*)';

  expect(kubernetesOf('acme-base', description)).toBe('1.22');
  expect(kubernetesOf('acme-eks-1.33', description)).toBe('1.33');
  expect(kubernetesOf(undefined, description)).toBe('1.22');
});

it.each([
  ['amazon-eks-node-al2023-x86_64-standard-1.35-v20261015', 'AL2023'],
  ['acme-amazon-linux-2023-base', 'AL2023'],
  ['acme-AmazonLinux2023', 'AL2023'],
  ['bottlerocket-aws-k8s-1.31-x86_64-v1.26.1-943d9a41', 'BOTTLEROCKET'],
  ['amazon-eks-node-1.29-v20240202', 'AL2'],
  ['amazon-eks-gpu-node-1.29-v20240202', 'AL2'],
  ['amazon-eks-arm64-node-1.30-v20241205', 'AL2'],
  ['amzn2-ami-hvm-2.0.20240131', 'AL2'],
  ['acme-al2-base', 'AL2'],
  ['acme-amazon-linux-2-base', 'AL2'],
  ['acme-canal2-base', undefined],
  ['acme-al25', undefined],
  ['acme-al2-on-bottlerocket', undefined],
  ['ubuntu-eks/k8s_1.29/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20240301', undefined],
  [undefined, undefined],
])('the family of %s is %s', (name, family) => {
  expect(familyOfImage({ id: 'ami-1', isWindows: false, ...(name === undefined ? {} : { name }) })).toBe(family);
});

it('the family of what is called a Windows image is that, whatever its name says', () => {
  expect(familyOfImage({ id: 'ami-1', isWindows: true, name: 'acme-al2' })).toBe('WINDOWS');
});
