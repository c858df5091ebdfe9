import { expect, it } from 'vitest';
import type { CatalogueChange } from '#core/catalogue-change.ts';
import { changeWords } from '#render/digest/catalogue-words.ts';
import { clusterArn } from '../support/builders.ts';

const images = { amiType: 'AL2023_x86_64_STANDARD', kubernetes: '1.34' };
const midnight = (day: string) => `${day}T00:00:00.000Z`;

it.each<[CatalogueChange, string]>([
  [{ kind: 'VERSION_LISTED', version: '1.36' }, 'AWS lists Kubernetes 1.36'],
  [
    { kind: 'VERSION_LISTED', version: '1.36', releaseDate: midnight('2026-06-02') },
    'AWS lists Kubernetes 1.36, released on 2026-06-02',
  ],
  [
    {
      kind: 'SUPPORT_MOVED',
      version: '1.33',
      phase: 'STANDARD',
      from: midnight('2026-07-29'),
      to: midnight('2026-08-29'),
    },
    'AWS moved the end of standard support of Kubernetes 1.33 from 2026-07-29 to 2026-08-29',
  ],
  [
    { kind: 'ADDON_PUBLISHED', addon: 'coredns', version: 'v1.14.0-eksbuild.1', kubernetes: ['1.34', '1.35'] },
    'AWS lists coredns v1.14.0-eksbuild.1 for Kubernetes 1.34 and 1.35',
  ],
  [
    { kind: 'ADDON_DELISTED', addon: 'coredns', version: 'v1.14.0-eksbuild.1', kubernetes: ['1.34'] },
    'AWS no longer lists coredns v1.14.0-eksbuild.1 for Kubernetes 1.34',
  ],
  [
    { kind: 'ADDON_DEFAULT_MOVED', addon: 'coredns', kubernetes: '1.34', from: 'v1.13.2', to: 'v1.14.0' },
    'the default of coredns for Kubernetes 1.34 is v1.14.0, and was v1.13.2',
  ],
  [
    { kind: 'IMAGE_RECOMMENDED', ...images, from: '1.34.3-20260301', to: '1.34.3-20260315' },
    'AWS recommends the image 1.34.3-20260315 in place of 1.34.3-20260301 for AL2023_x86_64_STANDARD on Kubernetes 1.34',
  ],
  [
    { kind: 'IMAGE_WITHDRAWN', ...images, from: '1.34.3-20260315', to: '1.34.3-20260301' },
    'AWS went back from the image 1.34.3-20260315 to 1.34.3-20260301 for AL2023_x86_64_STANDARD on Kubernetes 1.34',
  ],
  [
    { kind: 'IMAGES_ENDED', ...images, from: '1.34.3-20260315' },
    'AWS recommends no image any more for AL2023_x86_64_STANDARD on Kubernetes 1.34; the last was 1.34.3-20260315',
  ],
])('what AWS changed is said: %o', (change, words) => {
  expect(changeWords({ change, regions: ['eu-west-1'], clusters: [] }).text).toBe(`${words}, in eu-west-1`);
});

it('says whom it concerns, the first few by name', () => {
  const clusters = Array.from({ length: 9 }, (_, index) => ({ arn: clusterArn(`shop-${index}`) }));
  const change = { kind: 'VERSION_LISTED', version: '1.36' } as const;

  expect(changeWords({ change, regions: ['eu-west-1', 'us-east-1'], clusters }).text).toBe(
    'AWS lists Kubernetes 1.36, in eu-west-1 and us-east-1: it concerns nine clusters (shop-0, shop-1, shop-2, shop-3, shop-4 and 4 more)',
  );
});
