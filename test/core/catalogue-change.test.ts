import { describe, expect, it } from 'vitest';
import type { Catalogue } from '#core/catalogue.ts';
import { type CatalogueChange, catalogueChanges, concerns, matters } from '#core/catalogue-change.ts';
import type { ImageList } from '#core/images/image-list.ts';
import { readable, unreadable } from '#core/reading.ts';
import {
  aCatalogue,
  aCluster,
  aClusterVersion,
  aNodegroup,
  anAddon,
  asOf,
  clusterVersions,
  published,
  refused,
  releases,
} from '../support/builders.ts';

const before = aCatalogue();

function versions(...list: Parameters<typeof aClusterVersion>[]): Partial<Catalogue> {
  return {
    clusterVersions: published([...clusterVersions.slice(0, -1), ...list.map((one) => aClusterVersion(...one))]),
  };
}

function coredns(listed: Readonly<Record<string, readonly string[]>>): Partial<Catalogue> {
  return { addons: { coredns: releases(listed) } };
}

function images(recommended: string | undefined, ...earlier: readonly string[]): Partial<Catalogue> {
  const known = [...earlier, ...(recommended === undefined ? [] : [recommended])];
  const releases = known.map((text) => ({ text, recommendedSince: asOf }));
  const list: ImageList = {
    AL2023_x86_64_STANDARD: { ...(recommended === undefined ? {} : { recommended }), releases },
  };
  return { images: { '1.34': published(list) } };
}

function between(was: Partial<Catalogue>, is: Partial<Catalogue>): readonly CatalogueChange[] {
  const nothing = { addons: {}, images: {} };
  return catalogueChanges({ ...before, ...nothing, ...was }, { ...before, ...nothing, ...is });
}

const last = ['1.35', '2026-01-28', '2027-03-27', '2028-03-27'] as const;

describe('what AWS changed', () => {
  it.each<[string, Partial<Catalogue>, Partial<Catalogue>, readonly CatalogueChange[]]>([
    ['nothing', aCatalogue(), aCatalogue(), []],
    [
      'a version that is newer than all others',
      versions(),
      versions([...last]),
      [{ kind: 'VERSION_LISTED', version: '1.35', releaseDate: '2026-01-28T00:00:00.000Z' }],
    ],
    [
      'a version that has no date',
      versions(),
      { clusterVersions: published([{ version: '1.35' }]) },
      [{ kind: 'VERSION_LISTED', version: '1.35' }],
    ],
    [
      'an old version that is listed again',
      versions(),
      versions(['1.22', '2022-01-01', '2023-01-01', '2024-01-01']),
      [],
    ],
    ['a version whose name says nothing', versions(), { clusterVersions: published([{ version: 'next' }]) }, []],
    ['a version that is no longer listed', {}, versions(), []],
    [
      'the end of a standard support',
      {},
      versions(['1.35', '2026-01-28', '2027-04-27', '2028-03-27']),
      [
        {
          kind: 'SUPPORT_MOVED',
          version: '1.35',
          phase: 'STANDARD',
          from: '2027-03-27T00:00:00.000Z',
          to: '2027-04-27T00:00:00.000Z',
        },
      ],
    ],
    [
      'the end of an extended support',
      {},
      versions(['1.35', '2026-01-28', '2027-03-27', '2028-02-27']),
      [
        {
          kind: 'SUPPORT_MOVED',
          version: '1.35',
          phase: 'EXTENDED',
          from: '2028-03-27T00:00:00.000Z',
          to: '2028-02-27T00:00:00.000Z',
        },
      ],
    ],
    ['a date that was not there', versions([...last]), { clusterVersions: published([{ version: '1.35' }]) }, []],
    [
      'a date that is new',
      { clusterVersions: published([{ version: '1.35' }]) },
      { clusterVersions: published([aClusterVersion(...last)]) },
      [],
    ],
    [
      'a version of an add-on',
      coredns({ 'v1.13.2-eksbuild.1': ['1.34'] }),
      coredns({ 'v1.13.2-eksbuild.1': ['1.34', '1.35'], 'v1.14.0-eksbuild.1': ['1.35'] }),
      [
        { kind: 'ADDON_PUBLISHED', addon: 'coredns', version: 'v1.13.2-eksbuild.1', kubernetes: ['1.35'] },
        { kind: 'ADDON_PUBLISHED', addon: 'coredns', version: 'v1.14.0-eksbuild.1', kubernetes: ['1.35'] },
      ],
    ],
    [
      'a version of an add-on that is listed no more',
      coredns({ 'v1.13.2-eksbuild.1': ['1.33', '1.34'], 'v1.12.0-eksbuild.1': ['1.33'] }),
      coredns({ 'v1.13.2-eksbuild.1': ['1.34'] }),
      [
        { kind: 'ADDON_DELISTED', addon: 'coredns', version: 'v1.13.2-eksbuild.1', kubernetes: ['1.33'] },
        { kind: 'ADDON_DELISTED', addon: 'coredns', version: 'v1.12.0-eksbuild.1', kubernetes: ['1.33'] },
      ],
    ],
    [
      'the default of an add-on',
      coredns({ 'v1.13.2-eksbuild.1': ['1.34*'], 'v1.13.3-eksbuild.1': ['1.34'] }),
      coredns({ 'v1.13.2-eksbuild.1': ['1.34'], 'v1.13.3-eksbuild.1': ['1.34*'] }),
      [
        {
          kind: 'ADDON_DEFAULT_MOVED',
          addon: 'coredns',
          kubernetes: '1.34',
          from: 'v1.13.2-eksbuild.1',
          to: 'v1.13.3-eksbuild.1',
        },
      ],
    ],
    [
      'a default that is gone',
      coredns({ 'v1.13.2-eksbuild.1': ['1.34*'] }),
      coredns({ 'v1.13.2-eksbuild.1': ['1.34'] }),
      [],
    ],
    [
      'the recommended image',
      images('1.34.3-20260301'),
      images('1.34.3-20260315', '1.34.3-20260301'),
      [
        {
          kind: 'IMAGE_RECOMMENDED',
          amiType: 'AL2023_x86_64_STANDARD',
          kubernetes: '1.34',
          from: '1.34.3-20260301',
          to: '1.34.3-20260315',
        },
      ],
    ],
    [
      'the recommended image, back to an earlier one',
      images('1.34.3-20260315', '1.34.3-20260301'),
      images('1.34.3-20260301', '1.34.3-20260315'),
      [
        {
          kind: 'IMAGE_WITHDRAWN',
          amiType: 'AL2023_x86_64_STANDARD',
          kubernetes: '1.34',
          from: '1.34.3-20260315',
          to: '1.34.3-20260301',
        },
      ],
    ],
    [
      'the recommended image, to none',
      images('1.34.3-20260315'),
      images(undefined, '1.34.3-20260315'),
      [{ kind: 'IMAGES_ENDED', amiType: 'AL2023_x86_64_STANDARD', kubernetes: '1.34', from: '1.34.3-20260315' }],
    ],
    ['an image where there was none', images(undefined), images('1.34.3-20260315'), []],
    ['an add-on that was not asked for before', {}, coredns({ 'v1.13.2-eksbuild.1': ['1.34'] }), []],
    ['images that were not asked for before', {}, images('1.34.3-20260315'), []],
  ])('is told: %s', (_, was, is, expected) => {
    expect(between(was, is)).toEqual(expected);
  });

  it.each<[string, Catalogue['clusterVersions']]>([
    ['could not be read', unreadable(refused('eks:DescribeClusterVersions'))],
    ['is an older one', readable({ value: [], readAt: asOf, stale: refused('eks:DescribeClusterVersions') })],
  ])('is nothing where a list %s', (_, list) => {
    expect(between({}, { clusterVersions: list })).toEqual([]);
    expect(between({ clusterVersions: list }, {})).toEqual([]);
  });

  it('is an image that was only asked about, and never recommended before, when it is recommended', () => {
    const was = images('1.34.3-20260301');
    const asked: ImageList = {
      AL2023_x86_64_STANDARD: {
        recommended: '1.34.3-20260301',
        releases: [{ text: '1.34.3-20260315' }, { text: '1.34.3-20260301', recommendedSince: asOf }],
      },
    };

    const [change] = between({ ...was, images: { '1.34': published(asked) } }, images('1.34.3-20260315'));
    expect(change?.kind).toBe('IMAGE_RECOMMENDED');
  });
});

const moved: CatalogueChange = { kind: 'SUPPORT_MOVED', version: '1.34', phase: 'STANDARD', from: asOf, to: asOf };
const delisted: CatalogueChange = {
  kind: 'ADDON_DELISTED',
  addon: 'coredns',
  version: 'v1.13.2-eksbuild.1',
  kubernetes: ['1.33', '1.34'],
};
const default_: CatalogueChange = {
  kind: 'ADDON_DEFAULT_MOVED',
  addon: 'coredns',
  kubernetes: '1.34',
  from: 'a',
  to: 'b',
};
const withdrawn: CatalogueChange = {
  kind: 'IMAGE_WITHDRAWN',
  amiType: 'AL2023_x86_64_STANDARD',
  kubernetes: '1.34',
  from: 'b',
  to: 'a',
};
const group = aNodegroup({ version: '1.34', amiType: 'AL2023_x86_64_STANDARD' });
const running = (version: string) => ({ addons: [anAddon('coredns', version)], nodegroups: [group] });

it.each<[string, CatalogueChange, Parameters<typeof aCluster>[0], boolean]>([
  ['a new version', { kind: 'VERSION_LISTED', version: '1.34' }, { version: '1.34' }, false],
  ['support of its version', moved, { version: '1.34' }, true],
  ['support of another version', moved, { version: '1.33' }, false],
  ['the version of its add-on', delisted, { version: '1.34', ...running('v1.13.2-eksbuild.1') }, true],
  ['another version of its add-on', delisted, { version: '1.34', ...running('v1.13.3-eksbuild.1') }, false],
  [
    'the version of its add-on, for another Kubernetes',
    delisted,
    { version: '1.35', ...running('v1.13.2-eksbuild.1') },
    false,
  ],
  [
    'a new version of its add-on',
    { ...delisted, kind: 'ADDON_PUBLISHED' },
    { version: '1.34', ...running('v1.13.2-eksbuild.1') },
    true,
  ],
  ['the default of its add-on', default_, { version: '1.34', ...running('v1.13.2-eksbuild.1') }, true],
  ['the default of an add-on that it has not', default_, { version: '1.34', addons: [] }, false],
  [
    'the default of its add-on for another Kubernetes',
    default_,
    { version: '1.33', ...running('v1.13.2-eksbuild.1') },
    false,
  ],
  ['images of its node group', withdrawn, { nodegroups: [group] }, true],
  ['images of another version', withdrawn, { nodegroups: [aNodegroup({ ...group, version: '1.33' })] }, false],
  [
    'images of another type',
    withdrawn,
    { nodegroups: [aNodegroup({ ...group, amiType: 'BOTTLEROCKET_x86_64' })] },
    false,
  ],
  ['the end of images of its node group', { ...withdrawn, kind: 'IMAGES_ENDED' }, { nodegroups: [group] }, true],
  ['a newer image for its node group', { ...withdrawn, kind: 'IMAGE_RECOMMENDED' }, { nodegroups: [group] }, true],
])('a change concerns a cluster by what it runs: %s', (_, change, cluster, expected) => {
  expect(concerns(change, aCluster(cluster))).toBe(expected);
});

it('a change concerns no cluster by what could not be seen of it', () => {
  const cluster = aCluster({ version: '1.34', ...running('v1.13.2-eksbuild.1') });

  expect(concerns(delisted, { ...cluster, addons: unreadable(refused()) })).toBe(false);
  expect(
    concerns(delisted, { ...cluster, addons: readable([{ name: 'coredns', detail: unreadable(refused()) }]) }),
  ).toBe(false);
});

it('what AWS does each week is nothing to tell', () => {
  const kinds = [
    'VERSION_LISTED',
    'SUPPORT_MOVED',
    'ADDON_PUBLISHED',
    'ADDON_DELISTED',
    'ADDON_DEFAULT_MOVED',
    'IMAGE_RECOMMENDED',
    'IMAGE_WITHDRAWN',
    'IMAGES_ENDED',
  ] as const;

  expect(kinds.filter((kind) => matters({ kind } as CatalogueChange))).toEqual([
    'VERSION_LISTED',
    'SUPPORT_MOVED',
    'ADDON_DELISTED',
    'IMAGE_WITHDRAWN',
    'IMAGES_ENDED',
  ]);
});
