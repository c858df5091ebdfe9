import { describe, expect, it } from 'vitest';
import { fitsPlatform, nextReleasedVersion, releasesFor } from '#core/catalogue.ts';
import { describeUnreadable, unreadable } from '#core/reading.ts';
import { awsUpgradesFrom, surchargePerMonthUsd } from '#core/support.ts';
import { aCatalogue, aCluster, clusterVersions, refused } from '../support/builders.ts';

const asOf = '2026-03-01T02:00:00.000Z';

describe('the next version', () => {
  it.each([
    ['1.33', '1.34'],
    ['1.35', undefined],
    ['latest', undefined],
  ])('after %s is %s', (version, expected) => {
    expect(nextReleasedVersion(clusterVersions, version, asOf)).toBe(expected);
  });

  it('is none before its release, and is from that instant on', () => {
    const announced = [{ version: '1.36', releaseDate: '2026-03-01T02:00:00.000Z' }];

    expect(nextReleasedVersion(announced, '1.35', '2026-03-01T01:59:59.999Z')).toBeUndefined();
    expect(nextReleasedVersion(announced, '1.35', asOf)).toBe('1.36');
  });

  it('is released where AWS lists it without a date', () => {
    expect(nextReleasedVersion([{ version: '1.36' }], '1.35', asOf)).toBe('1.36');
  });
});

describe('the versions that are listed for a Kubernetes version', () => {
  const compatible = (clusterVersion: string, isDefault = false, platformVersions = ['*']) => ({
    clusterVersion,
    platformVersions,
    isDefault,
  });

  it('come oldest first, by number, whatever the order in which AWS gives them', () => {
    const versions = ['v1.9.3-eksbuild.10', 'v1.9.3-eksbuild.9', 'v1.10.1-eksbuild.1', 'preview'];
    const releases = versions.map((version) => ({ version, compatibilities: [compatible('1.34')] }));

    expect(releasesFor(releases, '1.34').map(({ text }) => text)).toEqual([
      'v1.9.3-eksbuild.9',
      'v1.9.3-eksbuild.10',
      'v1.10.1-eksbuild.1',
    ]);
  });

  it('are told with their platform versions and defaults, of all entries for that version', () => {
    const entries = [
      compatible('1.34', false, ['eks.1']),
      compatible('1.34', true, ['eks.2']),
      compatible('1.35', true),
    ];

    expect(releasesFor([{ version: 'v1.0.0', compatibilities: entries }], '1.34')).toMatchObject([
      { platformVersions: ['eks.1', 'eks.2'], isDefault: true },
    ]);
  });

  it('hold on every platform version where one entry names none', () => {
    const entries = [compatible('1.34', false, ['eks.1']), compatible('1.34', false, [])];

    expect(releasesFor([{ version: 'v1.0.0', compatibilities: entries }], '1.34')).toMatchObject([
      { platformVersions: [] },
    ]);
  });
});

it.each([
  [['*'], undefined, true],
  [[], undefined, true],
  [['eks.5+'], undefined, undefined],
  [['eks.5'], 'local.3', undefined],
  [['eks.5'], 'eks.5', true],
  [['eks.5'], 'eks.6', false],
  [['eks.5+'], 'eks.10', true],
  [['eks.5+'], 'eks.4', false],
  [['eks.1', 'eks.5+'], 'eks.5', true],
])('platform versions %j hold for %s: %s', (listed, own, expected) => {
  expect(fitsPlatform(listed, own)).toBe(expected);
});

describe('the day on which AWS upgrades by itself', () => {
  it.each([
    ['EXTENDED', '2027-12-02T00:00:00.000Z'],
    ['STANDARD', '2026-12-02T00:00:00.000Z'],
  ] as const)('goes by the policy: %s', (supportType, expected) => {
    expect(awsUpgradesFrom(aCluster({ supportType }), aCatalogue())).toBe(expected);
  });

  it('is not known of a version that is not listed, or where nothing could be read', () => {
    const blind = aCatalogue({ clusterVersions: unreadable(refused()) });

    for (const supportType of ['STANDARD', 'EXTENDED'] as const) {
      expect(awsUpgradesFrom(aCluster({ version: '1.99', supportType }), aCatalogue())).toBeUndefined();
    }
    expect(awsUpgradesFrom(aCluster(), blind)).toBeUndefined();
  });
});

it('counts the surcharge for a month of 730 hours', () => {
  const price = {
    standardPerHourUsd: 0.1,
    extendedPerHourUsd: 0.6,
    chargedFrom: '2024-04-01T00:00:00.000Z',
    source: '',
    read: '',
  };

  expect(surchargePerMonthUsd(price, asOf, 'eu-west-1')).toBe(365);
  expect(surchargePerMonthUsd(price, asOf, 'us-gov-west-1')).toBe(365);
  expect(surchargePerMonthUsd(price, '2024-03-31T23:59:59.999Z', 'eu-west-1')).toBe(0);
  expect(surchargePerMonthUsd(price, asOf, 'cn-north-1')).toBe(0);
});

it('says why something could not be read in one line', () => {
  expect(describeUnreadable(refused('eks:ListAddons'))).toBe('eks:ListAddons: DENIED (not authorized)');
  expect(describeUnreadable({ ...refused('eks:ListAddons'), detail: '' })).toBe('eks:ListAddons: DENIED');
});
