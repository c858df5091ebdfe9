import { expect, it } from 'vitest';
import { imageOf } from '#core/images/node-image.ts';
import { aNodegroup } from '../../support/builders.ts';

it.each([
  [
    { amiType: 'AL2023_ARM_64_STANDARD', releaseVersion: '1.34.2-20260219' },
    { family: 'AL2023', release: '20260219', kubernetes: '1.34' },
  ],
  [
    { amiType: 'WINDOWS_CORE_2022_x86_64', releaseVersion: '1.31-2024.11.12', version: '1.30' },
    { family: 'WINDOWS', release: '20241112', kubernetes: '1.31' },
  ],
  [
    { amiType: 'BOTTLEROCKET_x86_64', releaseVersion: '1.47.0-6154605b', version: '1.33' },
    { family: 'BOTTLEROCKET', release: '1.47.0', kubernetes: '1.33' },
  ],
])('reads the image of a node group: %j', (nodegroup, image) => {
  expect(imageOf(aNodegroup(nodegroup))).toEqual({
    kind: 'EKS',
    image: { ...image, text: nodegroup.releaseVersion },
  });
});

it('knows nothing of an image that is the own of a group', () => {
  expect(imageOf(aNodegroup({ amiType: 'CUSTOM', releaseVersion: 'ami-0123456789abcdef0' }))).toEqual({
    kind: 'CUSTOM',
  });
});

it.each([
  [{ amiType: 'AL2027_x86_64' }, 'its AMI type is not one that is known: AL2027_x86_64'],
  [{ releaseVersion: '1.34-soon' }, 'its release version cannot be read: 1.34-soon'],
  [
    { amiType: 'BOTTLEROCKET_x86_64', releaseVersion: '1.47.0-6154605b', version: 'latest' },
    'its Kubernetes version cannot be read: latest',
  ],
])('says what it cannot read: %j', (nodegroup, because) => {
  expect(imageOf(aNodegroup(nodegroup))).toEqual({ kind: 'UNREADABLE', because });
});

it('says what AWS did not give', () => {
  const { amiType, releaseVersion, version, ...bare } = aNodegroup();
  const os = { ...bare, amiType: 'BOTTLEROCKET_x86_64', releaseVersion: '1.47.0-6154605b' };

  expect(imageOf({ ...bare, releaseVersion: String(releaseVersion) })).toMatchObject({
    because: 'its AMI type is not one that is known: AWS gave none',
  });
  expect(imageOf({ ...bare, amiType: String(amiType), version: String(version) })).toMatchObject({
    because: 'its release version cannot be read: AWS gave none',
  });
  expect(imageOf(os)).toMatchObject({ because: 'its Kubernetes version cannot be read: AWS gave none' });
});
