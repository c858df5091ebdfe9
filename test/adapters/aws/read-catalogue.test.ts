import { DescribeAddonVersionsCommand, DescribeClusterVersionsCommand, EKSClient } from '@aws-sdk/client-eks';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { asOf, refusal, target } from './answers.ts';
import { readerOf } from './local-aws.ts';

const eks = mockClient(EKSClient);
const reader = readerOf('http://127.0.0.1:1');
const owned = { owners: ['aws', 'community'] };

beforeEach(() => {
  eks.reset();
  eks.on(DescribeClusterVersionsCommand).resolves({ clusterVersions: [{ clusterVersion: '1.33' }] });
  eks.on(DescribeAddonVersionsCommand).resolves({ addons: [] });
});

const release = (addonVersion: string, ...compatibilities: object[]) => ({ addonVersion, compatibilities });

describe('cluster versions', () => {
  async function versionsOf(...entries: object[]) {
    eks.on(DescribeClusterVersionsCommand).resolves({ clusterVersions: entries as [] });
    const { clusterVersions } = await reader.readCatalogue(target, [], asOf);
    return clusterVersions;
  }

  it('are read with their dates, over all pages, unsupported ones included', async () => {
    eks
      .on(DescribeClusterVersionsCommand, { includeAll: true })
      .resolvesOnce({
        clusterVersions: [
          {
            clusterVersion: '1.33',
            releaseDate: new Date('2025-05-29T00:00:00Z'),
            endOfStandardSupportDate: new Date('2026-07-29T00:00:00Z'),
            endOfExtendedSupportDate: new Date('2027-07-29T00:00:00Z'),
            versionStatus: 'EXTENDED_SUPPORT',
          },
        ],
        nextToken: 'more',
      })
      .resolves({ clusterVersions: [{ clusterVersion: '1.23', versionStatus: 'UNSUPPORTED' }] });

    const { clusterVersions, region } = await reader.readCatalogue(target, [], asOf);

    expect(region).toBe('eu-west-1');
    expect(clusterVersions).toEqual({
      readable: true,
      value: {
        readAt: asOf,
        value: [
          {
            version: '1.33',
            releaseDate: '2025-05-29T00:00:00.000Z',
            endOfStandardSupport: '2026-07-29T00:00:00.000Z',
            endOfExtendedSupport: '2027-07-29T00:00:00.000Z',
            status: 'EXTENDED_SUPPORT',
          },
          { version: '1.23', status: 'UNSUPPORTED' },
        ],
      },
    });
  });

  it.each([
    ['the old field, in its old spelling', { status: 'standard-support' }, { status: 'STANDARD_SUPPORT' }],
    ['both fields', { status: 'extended-support', versionStatus: 'UNSUPPORTED' }, { status: 'UNSUPPORTED' }],
    ['a word nobody knows', { versionStatus: 'IN_MUSEUM' }, { status: 'IN_MUSEUM' }],
    ['nulls', { status: null, versionStatus: null, releaseDate: null, endOfStandardSupportDate: null }, {}],
    ['a date that is none', { releaseDate: new Date(Number.NaN), endOfExtendedSupportDate: 'soon' }, {}],
    ['a status that is none', { status: 1, versionStatus: {} }, {}],
  ])('are read with %s', async (_, entry, expected) => {
    const versions = await versionsOf({ clusterVersion: '1.33', ...entry });

    expect(versions).toMatchObject({ value: { value: [{ version: '1.33', ...expected }] } });
    expect(versions).toEqual({ readable: true, value: { readAt: asOf, value: [{ version: '1.33', ...expected }] } });
  });

  it.each([{}, { clusterVersion: null }, { clusterVersion: 1.33 }])(
    'leave out what names no version: %j',
    async (entry) => {
      const versions = await versionsOf(entry, { clusterVersion: '1.34' });

      expect(versions).toMatchObject({ value: { value: [{ version: '1.34' }] } });
    },
  );

  it('are unreadable where there are none, since nothing would then be ahead', async () => {
    const versions = await versionsOf();

    expect(versions).toMatchObject({
      because: {
        call: 'eks:DescribeClusterVersions',
        obstacle: 'ERROR',
        detail: expect.stringContaining('got no cluster version'),
      },
    });
  });

  it('are unreadable where AWS refuses, and the add-ons are read', async () => {
    eks.on(DescribeClusterVersionsCommand).rejects(refusal('AccessDeniedException', 'not you'));

    const { clusterVersions, addons } = await reader.readCatalogue(target, ['coredns'], asOf);

    expect(clusterVersions).toEqual({
      readable: false,
      because: { call: 'eks:DescribeClusterVersions', obstacle: 'DENIED', detail: 'not you' },
    });
    expect(addons).toMatchObject({ coredns: { readable: true } });
  });
});

describe('the add-ons of the catalogue', () => {
  it('are those that were named, from all pages, in the order of their texts', async () => {
    eks.on(DescribeAddonVersionsCommand, { ...owned, nextToken: undefined }).resolves({
      addons: [
        {
          addonName: 'coredns',
          addonVersions: [
            release('v1.9.3-eksbuild.9', { clusterVersion: '1.25', platformVersions: ['*'], defaultVersion: true }),
            release(
              'v1.9.3-eksbuild.10',
              { clusterVersion: '1.26', platformVersions: ['eks.5+'] },
              { clusterVersion: '1.25' },
            ),
          ],
        },
        { addonName: 'adot', addonVersions: [release('v0.1.0')] },
      ],
      nextToken: 'more',
    });
    eks.on(DescribeAddonVersionsCommand, { ...owned, nextToken: 'more' }).resolves({
      addons: [{ addonName: 'coredns', addonVersions: [release('v1.8.7-eksbuild.1')] }],
    });

    const { addons } = await reader.readCatalogue(target, ['coredns'], asOf);

    expect(addons).toEqual({
      coredns: {
        readable: true,
        value: {
          readAt: asOf,
          value: [
            { version: 'v1.8.7-eksbuild.1', compatibilities: [] },
            {
              version: 'v1.9.3-eksbuild.10',
              compatibilities: [
                { clusterVersion: '1.25', platformVersions: [], isDefault: false },
                { clusterVersion: '1.26', platformVersions: ['eks.5+'], isDefault: false },
              ],
            },
            {
              version: 'v1.9.3-eksbuild.9',
              compatibilities: [{ clusterVersion: '1.25', platformVersions: ['*'], isDefault: true }],
            },
          ],
        },
      },
    });
    expect(eks.commandCalls(DescribeAddonVersionsCommand)).toHaveLength(2);
  });

  it('say whether their pods need IAM permissions, where AWS says so', async () => {
    const versions = [
      { ...release('v1.62.0-eksbuild.1'), requiresIamPermissions: true },
      { ...release('v1.61.0-eksbuild.1'), requiresIamPermissions: false },
      release('v1.60.0-eksbuild.1'),
    ];
    eks
      .on(DescribeAddonVersionsCommand)
      .resolves({ addons: [{ addonName: 'aws-ebs-csi-driver', addonVersions: versions }] });

    const { addons } = await reader.readCatalogue(target, ['aws-ebs-csi-driver'], asOf);

    expect(addons['aws-ebs-csi-driver']).toMatchObject({
      value: {
        value: [
          { version: 'v1.60.0-eksbuild.1' },
          { version: 'v1.61.0-eksbuild.1' },
          { version: 'v1.62.0-eksbuild.1', requiresIam: true },
        ],
      },
    });
    const { value } = (addons['aws-ebs-csi-driver'] as { value: { value: readonly object[] } }).value;
    expect(value.map((one) => Object.keys(one).includes('requiresIam'))).toEqual([false, false, true]);
  });

  it('that belong to others are asked for by name', async () => {
    eks
      .on(DescribeAddonVersionsCommand, { addonName: 'kubecost' })
      .resolves({ addons: [{ addonName: 'kubecost', addonVersions: [release('v2.0.0')] }] });

    const { addons } = await reader.readCatalogue(target, ['kubecost', 'kubecost'], asOf);

    expect(addons).toMatchObject({ kubecost: { value: { value: [{ version: 'v2.0.0' }] } } });
    expect(eks.commandCalls(DescribeAddonVersionsCommand)).toHaveLength(2);
  });

  it.each([
    ['an empty list', () => eks.on(DescribeAddonVersionsCommand, { addonName: 'nobodys' }).resolves({ addons: [] })],
    [
      'ResourceNotFoundException',
      () =>
        eks.on(DescribeAddonVersionsCommand, { addonName: 'nobodys' }).rejects(refusal('ResourceNotFoundException')),
    ],
  ])('that AWS does not know, by %s, have no versions', async (_, arrange) => {
    arrange();

    const { addons } = await reader.readCatalogue(target, ['nobodys'], asOf);

    expect(addons).toEqual({ nobodys: { readable: true, value: { readAt: asOf, value: [] } } });
  });

  it('are all unreadable where the list is refused, and nothing more is asked', async () => {
    eks.on(DescribeAddonVersionsCommand).rejects(refusal('AccessDeniedException', 'not you'));

    const { addons } = await reader.readCatalogue(target, ['coredns', 'kubecost'], asOf);

    const unreadable = {
      readable: false,
      because: { call: 'eks:DescribeAddonVersions', obstacle: 'DENIED', detail: 'not you' },
    };
    expect(addons).toEqual({ coredns: unreadable, kubecost: unreadable });
    expect(eks.commandCalls(DescribeAddonVersionsCommand)).toHaveLength(1);
  });

  it('are unreadable, alone, where their own entry is not as it must be', async () => {
    eks.on(DescribeAddonVersionsCommand, owned).resolves({
      addons: [
        { addonName: 'coredns', addonVersions: 'many' as unknown as [] },
        {
          addonName: 'vpc-cni',
          addonVersions: [{ compatibilities: [] }, release('v1.19.0', { clusterVersion: null })],
        },
        { addonName: null as unknown as string, addonVersions: [] },
      ],
    });

    const { addons } = await reader.readCatalogue(target, ['coredns', 'vpc-cni'], asOf);

    expect(addons).toMatchObject({
      coredns: { readable: false, because: { obstacle: 'ERROR', detail: expect.stringContaining('addonVersions') } },
      'vpc-cni': { value: { value: [{ version: 'v1.19.0', compatibilities: [] }] } },
    });
  });

  it('are read with nulls in the place of lists', async () => {
    eks.on(DescribeAddonVersionsCommand, owned).resolves({
      addons: [
        { addonName: 'coredns', addonVersions: null as unknown as [] },
        { addonName: 'vpc-cni', addonVersions: [{ addonVersion: 'v1.19.0', compatibilities: null as unknown as [] }] },
      ],
    });

    const { addons } = await reader.readCatalogue(target, ['coredns', 'vpc-cni'], asOf);

    expect(addons).toMatchObject({
      coredns: { value: { value: [] } },
      'vpc-cni': { value: { value: [{ version: 'v1.19.0', compatibilities: [] }] } },
    });
  });

  it('are not asked for where nobody runs any', async () => {
    const { addons } = await reader.readCatalogue(target, [], asOf);

    expect(addons).toEqual({});
    expect(eks.commandCalls(DescribeAddonVersionsCommand)).toHaveLength(0);
  });
});

describe('single add-ons', () => {
  it('are each asked for by name, and one that is refused is unreadable alone', async () => {
    eks
      .on(DescribeAddonVersionsCommand, { addonName: 'kubecost' })
      .resolves({ addons: [{ addonName: 'kubecost', addonVersions: [release('v2.0.0')] }] });
    eks.on(DescribeAddonVersionsCommand, { addonName: 'falco' }).rejects(refusal('ServerException', 'oh'));

    const addons = await reader.readAddonReleases(target, ['kubecost', 'falco', 'kubecost'], asOf);

    expect(addons).toEqual({
      kubecost: { readable: true, value: { readAt: asOf, value: [{ version: 'v2.0.0', compatibilities: [] }] } },
      falco: {
        readable: false,
        because: { call: 'eks:DescribeAddonVersions', obstacle: 'ERROR', detail: 'ServerException: oh' },
      },
    });
    expect(eks.commandCalls(DescribeAddonVersionsCommand)).toHaveLength(2);
  });
});
